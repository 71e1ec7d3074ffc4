//! The knobs that make the server misbehave.

use rejoin::transport::desk::Faults;
use stylist::yew::use_style;
use yew::prelude::*;

use super::knob_number::KnobNumber;
use super::knob_switch::KnobSwitch;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct KnobsProps {
    pub faults: Faults,
    pub set_faults: Callback<Faults>,
    /// Whether the desk is open: before, nobody knows how they stand.
    pub is_open: bool,
}

#[component]
pub(super) fn Knobs(props: &KnobsProps) -> Html {
    let style = use_style!(
        r#"
        padding: 14px 16px 16px;

        > p {
            margin: 2px 0 12px;
            color: var(--soft);
            font-size: 15px;
        }

        fieldset {
            display: grid;
            gap: 10px;
            margin: 0;
            padding: 0;
            border: 0;
        }

        label {
            display: flex;
            align-items: center;
            justify-content: space-between;
            gap: 12px;
            min-height: 32px;
        }

        input[type="number"] {
            width: 92px;
            padding: 5px 8px;
            border: 1px solid var(--edge);
            border-radius: 8px;
            background: var(--card);
            color: var(--ink);
            font: inherit;
        }

        input[type="checkbox"] {
            width: 20px;
            height: 20px;
            margin: 0;
            accent-color: var(--accent);
        }

        .button {
            padding: 5px 15px;
            justify-self: start;
            font-size: 15px;
        }
        "#
    );

    // What that knob makes of the faults as they are.
    let change = |turn: fn(&mut Faults, u32)| {
        let (faults, set_faults) = (props.faults.clone(), props.set_faults.clone());
        Callback::from(move |value: u32| {
            let mut faults = faults.clone();
            turn(&mut faults, value);
            set_faults.emit(faults);
        })
    };
    let flip = |turn: fn(&mut Faults, bool)| {
        let (faults, set_faults) = (props.faults.clone(), props.set_faults.clone());
        Callback::from(move |on: bool| {
            let mut faults = faults.clone();
            turn(&mut faults, on);
            set_faults.emit(faults);
        })
    };
    let reset = props.set_faults.reform(|_: MouseEvent| Faults::default());
    let faults = &props.faults;
    html! {
        <section class={classes!("panel", style)} aria-labelledby="knobs">
            <h2 id="knobs">{ "Make trouble" }</h2>
            <p>{ "Between the visitors and the server, in all tabs." }</p>
            <fieldset disabled={!props.is_open}>
                <KnobNumber
                    test_id="knob-delay" name="Delay, ms" most={60_000} step={100}
                    value={faults.delay}
                    on_change={change(|faults, value| faults.delay = value)}
                />
                <KnobNumber
                    test_id="knob-lose" name="Lose, %" most={100} step={5}
                    value={u32::from(faults.lose)}
                    on_change={change(|faults, value| faults.lose = percent(value))}
                />
                <KnobNumber
                    test_id="knob-duplicate" name="Duplicate, %" most={100} step={5}
                    value={u32::from(faults.duplicate)}
                    on_change={change(|faults, value| faults.duplicate = percent(value))}
                />
                <KnobSwitch
                    test_id="knob-hold" name="Hold answers back" is_on={faults.hold}
                    on_change={flip(|faults, on| faults.hold = on)}
                />
                <KnobSwitch
                    test_id="knob-unreachable" name="Unreachable" is_on={faults.unreachable}
                    on_change={flip(|faults, on| faults.unreachable = on)}
                />
                <KnobSwitch
                    test_id="knob-refuse-starts" name="Refuse new chats" is_on={faults.refuse_starts}
                    on_change={flip(|faults, on| faults.refuse_starts = on)}
                />
                <KnobSwitch
                    test_id="knob-refuse-messages" name="Refuse messages"
                    is_on={faults.refuse_messages}
                    on_change={flip(|faults, on| faults.refuse_messages = on)}
                />
                <button type="button" class="button" data-testid="knob-reset" onclick={reset}>
                    { "All well again" }
                </button>
            </fieldset>
        </section>
    }
}

fn percent(value: u32) -> u8 {
    u8::try_from(value.min(100)).unwrap_or(100)
}
