//! The page: its switches, and the states in their sections.

use rejoin::widget::Labels;
use stylist::yew::use_style;
use yew::prelude::*;

use super::card::Card;
use super::language::use_texts;
use super::state::Section;
use super::states::sections;
use super::switches::Switches;
use super::view::View;
use crate::pages::Sheet;

#[component]
pub(crate) fn GalleryPage() -> Html {
    let view = use_memo((), |()| View::of_page());
    let sections = use_memo((), |()| shown(&view));
    let texts = use_texts(view.language());
    let has_said_it = use_state_eq(|| false);
    let on_said = {
        let said = has_said_it.setter();
        Callback::from(move |()| said.set(true))
    };
    let mut states = sections.iter().flat_map(|section| &section.states);
    let is_quiet = *has_said_it || !states.any(|state| state.is_loud);
    let style = use_style!(
        r#"
        --narrowest: 300px;
        --widest: 1fr;

        & > section {
            margin-block-start: 48px;
        }

        & > section > h2 {
            margin: 0 0 16px;
            font-size: 26px;
            font-weight: 650;
            letter-spacing: -0.01em;
        }

        .cards h3 {
            margin: 0 0 8px;
            font-size: 16px;
            font-weight: 600;
            line-height: 1.4;
        }

        .cards h3 a {
            color: inherit;
            text-decoration: none;
        }

        .cards h3 a:hover {
            color: var(--accent);
            text-decoration: underline;
        }

        .cards {
            display: grid;
            grid-template-columns: repeat(auto-fill, minmax(min(var(--narrowest), 100%), var(--widest)));
            gap: 28px 24px;
            align-items: start;
        }

        .corner {
            contain: layout paint;
            --rj-visible-height: 100%;
            border: 1px dashed var(--edge);
            border-radius: var(--round);
        }

        @media (min-width: 700px) {
            .wide {
                grid-column: span 2;
            }
        }
        "#
    );
    html! {
        <Sheet
            title="Gallery"
            lead="Every state of every part of the widget. Each card holds a chat of its own that a \
                  script has brought there; go on with it as you like."
        >
            <Switches view={View::clone(&view)} />
            if view.state.is_some() {
                <p><a href={view.address("state", None)}>{ "All states" }</a></p>
            }
            if sections.is_empty() {
                <p>{ "There is no state of that name." }</p>
            }
            <ContextProvider<Labels> context={texts.clone().unwrap_or_default()}>
            <div class={style} style={view.width()}>
                for section in sections.iter().filter(|_| texts.is_some()) {
                    <section key={section.name} id={section.name}>
                        <h2>{ section.title }</h2>
                        <div class="cards">
                            for state in section.states.iter() {
                                // What is said aloud is not for those who come later.
                                if state.is_loud || is_quiet {
                                    <Card
                                        key={state.name}
                                        state={state.clone()}
                                        view={View::clone(&view)}
                                        on_ready={if state.is_loud { on_said.clone() } else { Callback::noop() }}
                                    />
                                }
                            }
                        </div>
                    </section>
                }
            </div>
            </ContextProvider<Labels>>
        </Sheet>
    }
}

/// What is asked for: all, or one state alone.
fn shown(view: &View) -> Vec<Section> {
    let mut sections = sections();
    if let Some(name) = &view.state {
        for section in &mut sections {
            section.states.retain(|state| state.name == name);
        }
        sections.retain(|section| !section.states.is_empty());
    }
    sections
}
