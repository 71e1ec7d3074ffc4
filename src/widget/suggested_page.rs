//! A page that the other side would like the visitor to look at. It opens when it is
//! pressed, and never by itself.

use web_sys::Url;
use yew::prelude::*;

use super::icons;
use super::labels::Labels;
use super::rich_text::{WEB_LINK, is_web};

/// Says whose idea it is, and leads there. `None` where it is no address of the web.
///
/// Where it leads is read off the address as the browser has understood it: what
/// stands before an `@`, or looks like letters that it is not, deceives nobody.
pub(super) fn suggested_page(url: &str, by: &str, labels: &Labels) -> Option<Html> {
    if !is_web(url) {
        return None;
    }
    let href = Url::new(url).ok()?.href();
    let (host, rest) = parted(&href)?;
    Some(html! {
        <a class="rj-page" href={href.clone()} target="_blank" rel={WEB_LINK}>
            { icons::page() }
            <span>
                <span class="rj-page-words">{ Labels::with_name(&labels.suggests, by) }</span>
                {" "}
                <span class="rj-host" dir="ltr">{ host }</span>
                if !rest.is_empty() {
                    <span class="rj-path" dir="ltr">{ rest }</span>
                }
            </span>
        </a>
    })
}

/// Host and port, and what stands behind them, if anything; of an address that a
/// browser has written.
fn parted(href: &str) -> Option<(&str, &str)> {
    let (_, after) = href.split_once("//")?;
    let (authority, rest) = after.split_at(after.find('/')?);
    let host = authority.rsplit('@').next()?;
    Some((host, if rest == "/" { "" } else { rest }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_host_that_is_named() {
        for (href, host, rest) in [
            ("https://a.example/", "a.example", ""),
            (
                "https://a.example:8443/x?y=1#z",
                "a.example:8443",
                "/x?y=1#z",
            ),
            ("http://bank.example@a.example/@b", "a.example", "/@b"),
            ("https://bank.example%2F:x@a.example/", "a.example", ""),
            ("http://[::1]/a//b", "[::1]", "/a//b"),
        ] {
            assert_eq!(parted(href), Some((host, rest)), "{href}");
        }
        assert_eq!(parted("mailto:ann@a.example"), None);
    }
}
