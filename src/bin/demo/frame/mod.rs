//! What stands around every page: the way past the menu, head, foot, and the
//! chat in the corner.

mod arrival;
mod footer;
mod header;
mod session_line;

use rejoin::widget::{ChatWidget, Labels};
use stylist::yew::use_style;
use yew::prelude::*;

use self::arrival::use_arrival;
use self::footer::Footer;
use self::header::Header;
use crate::desk::DeskPage;
use crate::gallery::GalleryPage;
use crate::headless::HeadlessPage;
use crate::pages::{
    ContactPage, HandPage, HandRegistration, HelpPage, HomePage, MissingPage, PricingPage,
    SupportPage,
};
use crate::route::Route;

/// Where .ci/pack puts `static/emoji.js`.
pub(crate) const EMOJI: &str = "/emoji.js";

/// Properties of [`Frame`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FrameProps {
    /// Which page.
    pub route: Route,
}

#[component]
pub(crate) fn Frame(props: &FrameProps) -> Html {
    let route = props.route;
    let main = use_node_ref();
    use_arrival(route, &main);
    let style = use_style!(
        r#"
        display: flex;
        flex-direction: column;
        min-height: 100vh;
        min-height: 100dvh;

        .skip {
            position: absolute;
            inset-inline-start: 12px;
            inset-block-start: -80px;
            z-index: 2;
            padding: 10px 18px;
            border-radius: 0 0 10px 10px;
            background: var(--accent);
            color: var(--on-accent);
        }

        .skip:focus {
            inset-block-start: 0;
        }

        main {
            flex: 1;
            width: 100%;
        }

        main:focus {
            outline: none;
        }
        "#
    );
    html! {
        <div class={style}>
            <a class="skip" href="#main">{ "Skip to the content" }</a>
            <Header />
            <main id="main" ref={main} tabindex="-1">{ page(route) }</main>
            <Footer {route} />
            { floating_chat(route) }
        </div>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Pricing => html! { <PricingPage /> },
        Route::Help => html! { <HelpPage /> },
        Route::Contact => html! { <ContactPage /> },
        Route::Support => html! { <SupportPage /> },
        Route::Headless => html! { <HeadlessPage /> },
        Route::Hand => html! { <HandPage /> },
        Route::Desk => html! { <DeskPage /> },
        Route::Gallery => html! { <GalleryPage /> },
        Route::Missing => html! { <MissingPage /> },
    }
}

/// The same component on every page, so that going from one to the other does
/// not disturb it.
fn floating_chat(route: Route) -> Html {
    match route {
        Route::Home | Route::Pricing | Route::Help | Route::Missing => html! {
            <ChatWidget emoji={EMOJI} />
        },
        Route::Support => {
            let labels = Labels {
                title: "Workshop support".into(),
                form_intro: "A few details, so that the right mechanic answers.".into(),
                ..Labels::default()
            };
            html! { <ChatWidget {labels} emoji={EMOJI} /> }
        }
        Route::Hand => {
            let registration = Callback::from(|context| html! { <HandRegistration {context} /> });
            html! { <ChatWidget {registration} emoji={EMOJI} /> }
        }
        Route::Contact | Route::Headless | Route::Desk | Route::Gallery => html! {},
    }
}
