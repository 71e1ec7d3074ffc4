//! What the workshop costs: an ordinary page, with the chat in its corner.

use stylist::yew::use_style;
use yew::prelude::*;

use super::plan::Plan;
use super::sheet::Sheet;

const BASIC: &[&str] = &[
    "A safety check every spring",
    "Repairs at list price, quoted first",
    "A mechanic in the chat",
];
const RIDER: &[&str] = &[
    "Everything in Basic",
    "Two full services a year",
    "Punctures mended while you wait",
    "A bicycle to borrow",
];
const TEAM: &[&str] = &[
    "Everything in Rider, for every bicycle",
    "Collected from and brought back to your door",
    "One bill a month",
    "A mechanic who knows your fleet",
];

const SINGLES: [(&str, &str, &str); 8] = [
    ("Puncture, either wheel", "14 €", "15 minutes"),
    ("Brakes set and bled", "32 €", "45 minutes"),
    ("Gears set", "24 €", "30 minutes"),
    ("Chain and cassette", "28 € and parts", "40 minutes"),
    ("Wheel trued", "22 €", "40 minutes"),
    ("Bottom bracket", "38 € and parts", "1 hour"),
    ("Full service", "95 €", "same day"),
    ("Full service, electric", "129 €", "next day"),
];

#[component]
pub(crate) fn PricingPage() -> Html {
    let style = use_style!(
        r#"
        .plans {
            display: grid;
            grid-template-columns: repeat(auto-fit, minmax(min(270px, 100%), 1fr));
            gap: 20px;
        }

        h2.next {
            margin: 56px 0 8px;
            font-size: 26px;
            letter-spacing: -0.01em;
        }

        .scroll {
            overflow-x: auto;
        }

        table {
            width: 100%;
            border-collapse: collapse;
        }

        th, td {
            padding: 11px 12px 11px 0;
            border-block-end: 1px solid var(--line);
            text-align: start;
            vertical-align: top;
        }

        tbody th {
            font-weight: 500;
        }

        thead th {
            color: var(--soft);
            font-size: 15px;
            font-weight: 600;
        }

        td {
            font-variant-numeric: tabular-nums;
        }

        .text {
            max-width: 680px;
        }
        "#
    );
    html! {
        <Sheet
            title="Fair prices, said beforehand"
            lead="Pay by the repair, or by the month and stop thinking about it. Every price \
                  includes the work, small parts and a test ride."
        >
            <div class={style}>
                <div class="plans">
                    <Plan
                        name="Basic" price="Free" per="for everybody" parts={BASIC}
                        words="Register your bicycle once; pay for what we mend."
                    />
                    <Plan
                        name="Rider" price="8 €" per="a month" parts={RIDER} is_usual={true}
                        words="For a bicycle that is ridden every day."
                    />
                    <Plan
                        name="Team" price="12 €" per="a seat and month" parts={TEAM}
                        words="For companies. A seat is a saddle: one bicycle."
                    />
                </div>
                <h2 class="next">{ "By the repair" }</h2>
                <div class="scroll">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{ "What" }</th>
                                <th scope="col">{ "Price" }</th>
                                <th scope="col">{ "Takes about" }</th>
                            </tr>
                        </thead>
                        <tbody>
                            for (what, price, time) in SINGLES {
                                <tr key={what}>
                                    <th scope="row">{ what }</th>
                                    <td>{ price }</td>
                                    <td>{ time }</td>
                                </tr>
                            }
                        </tbody>
                    </table>
                </div>
                <h2 class="next">{ "What is not on the list" }</h2>
                <div class="text">
                    <p>
                        { "Frames, forks and old favourites are looked at first and quoted after. \
                           Looking costs nothing, and neither does asking: open the chat, say what \
                           it creaks like, and follow a link or two while you wait. The chat comes \
                           along." }
                    </p>
                    <p>
                        { "Work is guaranteed for a year, parts for two. If a wheel we trued is out \
                           again within three months, we true it again and make you a coffee." }
                    </p>
                </div>
            </div>
        </Sheet>
    }
}
