//! For addresses that lead nowhere.

use yew::prelude::*;

use super::sheet::Sheet;
use crate::route::Route;
use crate::site_link::SiteLink;

#[component]
pub(crate) fn MissingPage() -> Html {
    html! {
        <Sheet
            title="A wrong turning"
            lead="There is no page at this address. The chat in the corner knows the way, and it \
                  has not lost a word of yours."
        >
            <SiteLink to={Route::Home} class="button main">{ "Back to the workshop" }</SiteLink>
        </Sheet>
    }
}
