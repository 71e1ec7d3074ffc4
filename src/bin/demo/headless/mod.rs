//! A chat drawn by the page itself, on the hooks alone: a workshop ticket.

mod gauges;
mod line;
mod log;
mod slip;
mod ticket;

use yew::prelude::*;

use self::ticket::Ticket;
use crate::pages::Sheet;

#[component]
pub(crate) fn HeadlessPage() -> Html {
    html! {
        <Sheet
            title="A chat of your own making"
            lead="No widget on this page. It asks for nothing first, and draws a workshop ticket \
                  from what the hooks tell it. It survives a reload all the same: try it in the \
                  middle of a sentence."
        >
            <Ticket />
        </Sheet>
    }
}
