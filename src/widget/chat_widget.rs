//! The widget: a launcher and a window, or a window that is part of the page.

use std::rc::Rc;

use yew::prelude::*;

use super::alerts::Alerts;
use super::announcer::Announcer;
use super::chat_window::ChatWindow;
use super::hooks::{use_chat, use_chat_selector, use_phase};
use super::labels::Labels;
use super::language::Language;
use super::launcher::Launcher;
use super::leaving::use_leaving;
use super::link_previews::LinkPreviews;
use super::looks::{ColorScheme, Density, Theme};
use super::news::use_news;
use super::node_hooks::NodeHooks;
use super::style::use_widget_style;
use crate::engine::{Chat, PhaseKind, Registration};
use crate::runtime::{ChatHandle, RegistrationContext};

/// Where the widget lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// Floats over the page, in its corner.
    #[default]
    Floating,
    /// Stands in the page, as large as the element around it.
    Inline,
}

/// The side of the page on which the widget floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the left.
    Left,
    /// To the right.
    Right,
}

/// Properties of [`ChatWidget`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ChatWidgetProps {
    /// Where it lives.
    #[prop_or_default]
    pub placement: Placement,
    /// On which side it floats. Default: where lines end in the page's direction.
    #[prop_or_default]
    pub side: Option<Side>,
    /// Its palette.
    #[prop_or_default]
    pub theme: Theme,
    /// Light or dark.
    #[prop_or_default]
    pub color_scheme: ColorScheme,
    /// How much room things take.
    #[prop_or_default]
    pub density: Density,
    /// Whether a button shows the chat, minimised or not yet begun.
    #[prop_or(true)]
    pub has_launcher: bool,
    /// Whether a page that nobody sees has the number of unread messages in its title.
    #[prop_or(true)]
    pub has_title_count: bool,
    /// Where the page serves `static/emoji.js`, as an address or a path from the
    /// root: then there are emoji to choose from. Default: there are none.
    #[prop_or_default]
    pub emoji: Option<AttrValue>,
    /// Tells of the pages that messages lead to, for a card below the words. Default:
    /// nobody is asked, and there are no cards.
    #[prop_or_default]
    pub link_previews: Option<LinkPreviews>,
    /// Whether the visitor has asked for it just before it was mounted, and so
    /// wants to be in it.
    #[prop_or_default]
    pub is_opened: bool,
    /// What is to be done with its nodes.
    #[prop_or_default]
    pub hooks: NodeHooks,
    /// Its words.
    #[prop_or_default]
    pub labels: Labels,
    /// Draws the registration, where the options say that it is a custom one.
    #[prop_or_default]
    pub registration: Option<Callback<RegistrationContext, Html>>,
    /// Given by who takes the widget away when the chat is over: called when nothing of it
    /// is to be seen any more. Until then there is no launcher.
    #[prop_or_default]
    pub on_gone: Option<Callback<()>>,
}

/// The chat of the [`ChatProvider`](super::ChatProvider) above, ready to use.
#[component]
pub fn ChatWidget(props: &ChatWidgetProps) -> Html {
    let style = use_widget_style();
    let phase = use_phase();
    let is_open = use_chat_selector(|chat| chat.window().open);
    let chat = use_chat();
    let is_inline = props.placement == Placement::Inline;

    // Whoever opens the window wants to be in it; whoever gets it back by a
    // restore has the focus where it was.
    let epoch = use_chat_selector(Chat::epoch);
    let has_chat = phase != PhaseKind::Idle;
    let is_elsewhere = use_chat_selector(registers_elsewhere) && props.registration.is_none();
    let is_shown = is_open && has_chat && !is_elsewhere;
    let before = use_mut_ref(|| (epoch, is_shown && !props.is_opened));
    let takes_focus = before.replace((epoch, is_shown)) == (epoch, false) && is_shown;

    let is_dismissed = use_state_eq(|| false);
    // What stands in the page stays where it is.
    let (standing, on_rest) = use_leaving(is_shown && !is_inline, chat.clone(), epoch);
    let is_drawn = is_inline || is_shown || standing.is_leaving;
    let news = use_news(is_inline || is_shown, standing.is_leaving);

    let is_gone = !has_chat && !standing.is_leaving;
    let on_gone = props.on_gone.clone().filter(|_| is_gone);
    use_effect_with(on_gone, |on_gone| {
        if let Some(on_gone) = on_gone {
            on_gone.emit(());
        }
    });

    // What moves out of sight shows what it has shown.
    let drawn = if is_inline {
        chat.clone()
    } else {
        chat.lasting()
    };
    // A chat that was minimised elsewhere is in sight here.
    use_effect_with((is_inline && has_chat, chat), |(shows, chat)| {
        if *shows {
            chat.open();
        }
    });

    let place = if is_inline {
        "rj-inline"
    } else {
        "rj-floating"
    };
    let bare = (!props.has_launcher).then_some("rj-bare");
    let side = match props.side {
        Some(Side::Left) => "rj-left",
        Some(Side::Right) => "rj-right",
        None => "",
    };
    let looks = [
        bare,
        props.theme.class(),
        props.color_scheme.class(),
        props.density.class(),
    ];
    let registration = props.registration.clone();
    let has_launcher = props.has_launcher && props.on_gone.is_none() && !is_elsewhere;
    let language = props.labels.language.clone();
    let direction = language.as_ref().map(Language::direction);
    html! {
        <ContextProvider<Rc<Labels>> context={Rc::new(props.labels.clone())}>
            <ContextProvider<NodeHooks> context={props.hooks.clone()}>
            <div
                class={classes!("rejoin", "gwc-chat", place, side, looks.as_slice(), style)}
                lang={language.map(|language| language.tag().clone())}
                dir={direction}
            >
                <Announcer>
                    if is_drawn {
                        <ContextProvider<ChatHandle> key={place} context={drawn}>
                            <ChatWindow
                                key={standing.opening}
                                {is_inline}
                                {takes_focus}
                                is_leaving={standing.is_leaving}
                                {on_rest}
                                {news}
                                {registration}
                                {is_dismissed}
                                emoji={props.emoji.clone()}
                                link_previews={props.link_previews.clone()}
                            />
                        </ContextProvider<ChatHandle>>
                    }
                    if !is_inline && has_launcher {
                        <Launcher />
                    }
                </Announcer>
                <Alerts in_title={props.has_title_count} />
            </div>
            </ContextProvider<NodeHooks>>
        </ContextProvider<Rc<Labels>>>
    }
}

/// Whether the host asks the visitor in its own way: then there is nothing to draw.
fn registers_elsewhere(chat: &Chat) -> bool {
    chat.phase().kind() == PhaseKind::Registering
        && chat.config().registration == Registration::Custom
}
