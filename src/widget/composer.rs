//! Where the visitor writes. Uncontrolled: what is in the text area is the
//! browser's business, so that neither caret nor input method is ever disturbed.
//! What is too long to be sent stays in it.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::announcer::use_voice;
use super::attach_button::AttachButton;
use super::attached::use_paste;
use super::caret;
use super::emoji_button::EmojiButton;
use super::hooks::{use_chat, use_chat_selector, use_watched};
use super::icons;
use super::labels::use_labels;
use super::quick_replies::QuickReplies;
use super::uploads::Uploads;
use crate::engine::{Chat, Draft, Phase};
use crate::runtime::ChatHandle;

/// What browsers report as the key while an input method has it.
const KEY_OF_INPUT_METHOD: u32 = 229;

/// The name of the notice about a draft that is too long.
const TOO_LONG: &str = "rj-too-long";

/// What there is to know about what is in the text area.
#[derive(Clone, Copy, PartialEq)]
struct Measure {
    is_empty: bool,
    /// Characters over the limit.
    excess: usize,
}

impl Measure {
    fn of(chat: &ChatHandle, text: &str) -> Self {
        Self {
            is_empty: text.trim().is_empty(),
            excess: chat.read(|chat| chat.excess(text)),
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ComposerProps {
    /// The visitor has just come here, and not by a restore.
    pub takes_focus: bool,
    /// The text area.
    pub area: NodeRef,
    /// Where the module with the emoji is, if there are to be any.
    pub emoji: Option<AttrValue>,
}

#[component]
pub(super) fn Composer(props: &ComposerProps) -> Html {
    let chat = use_chat();
    let labels = use_labels();
    let area = props.area.clone();
    let measure = use_state_eq(|| Measure::of(&chat, &draft_of(&chat).text));
    let excess = measure.excess;
    let warning = labels.with_count(&labels.too_long, excess);
    let (warn, warned) = use_warning(excess > 0, &warning);

    let report = {
        let (chat, area, measure) = (chat.clone(), area.clone(), measure.setter());
        Callback::from(move |()| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                let text = area.value();
                measure.set(Measure::of(&chat, &text));
                let selection = caret::has_focus(&area).then(|| caret::selection(&area));
                let selection = selection.flatten();
                chat.set_draft(Draft { text, selection });
            }
        })
    };
    let onblur = {
        let (area, report) = (area.clone(), report.clone());
        Callback::from(move |_: FocusEvent| {
            if let Some(area) = area.cast() {
                let report = report.clone();
                caret::if_left(area, move || report.emit(()));
            }
        })
    };
    let send = {
        let (chat, area, report) = (chat.clone(), area.clone(), report.clone());
        Callback::from(move |()| {
            if let Some(area) = area.cast::<HtmlTextAreaElement>() {
                let text = area.value();
                // The button that was pressed may take no focus any more.
                caret::focus(&area);
                if Measure::of(&chat, &text).excess > 0 {
                    return warn.emit(());
                }
                chat.send(text);
                area.set_value("");
                report.emit(());
            }
        })
    };

    let carries_files = use_watched(ChatHandle::carries_files);
    let onpaste = use_paste();
    use_restored_draft(&chat, &area, props.takes_focus);
    use_draft_handed_over(&chat, &area, &measure);

    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            let is_composing = event.is_composing() || event.key_code() == KEY_OF_INPUT_METHOD;
            if event.key() == "Enter" && !event.shift_key() && !is_composing {
                event.prevent_default();
                send.emit(());
            }
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send.emit(());
    });
    html! {
        <>
        <QuickReplies composer={area.clone()} />
        <Uploads composer={area.clone()} />
        if excess > 0 {
            // Made anew when it is to be seen once more.
            <p key={warned} id={TOO_LONG} class="rj-problem rj-too-long" data-testid="rejoin-too-long">
                { warning }
            </p>
        }
        <form class="rj-composer gwc-chat-message-form" part="composer" {onsubmit}>
            if carries_files {
                <AttachButton />
            }
            <textarea
                ref={area.clone()}
                class="rj-input gwc-chat-input gwc-chat-message-input"
                part="input"
                data-testid="rejoin-composer"
                rows="1"
                dir="auto"
                enterkeyhint="send"
                aria-label={labels.composer.clone()}
                aria-invalid={(excess > 0).then_some("true")}
                aria-describedby={(excess > 0).then_some(TOO_LONG)}
                placeholder={labels.placeholder.clone()}
                oninput={report.reform(|_| ())}
                onkeyup={report.reform(|_| ())}
                onpointerup={report.reform(|_| ())}
                onfocus={report.reform(|_| ())}
                {onblur}
                {onkeydown}
                {onpaste}
            />
            <div class="rj-after">
                if let Some(module) = props.emoji.clone() {
                    <EmojiButton {module} composer={area} />
                }
                <button
                    type="submit"
                    class="rj-send gwc-chat-button gwc-chat-btn"
                    part="send"
                    data-testid="rejoin-send"
                    aria-label={labels.send.clone()}
                    title={labels.send.clone()}
                    disabled={measure.is_empty}
                    onmousedown={stay_in_area}
                >
                    { icons::arrow_up() }
                </button>
            </div>
        </form>
        </>
    }
}

/// A keyboard on the screen goes when the focus does, and would come back.
fn stay_in_area(event: MouseEvent) {
    event.prevent_default();
}

/// Says it once when a draft becomes too long, and not at every key. Gives what
/// draws attention to it again, and how often that was done.
#[hook]
fn use_warning(is_due: bool, words: &str) -> (Callback<()>, u32) {
    let voice = use_voice();
    let warned = use_state(|| 0);
    let warn = {
        let (voice, words, warned) = (voice.clone(), words.to_owned(), warned.clone());
        Callback::from(move |()| {
            voice.emit(words.clone());
            warned.set(*warned + 1);
        })
    };
    let words = words.to_owned();
    use_effect_with(is_due, move |is_due| {
        if *is_due {
            voice.emit(words);
        }
    });
    (warn, *warned)
}

/// Puts back what was being written, and the caret where it was.
#[hook]
fn use_restored_draft(chat: &ChatHandle, area: &NodeRef, takes_focus: bool) {
    let (chat, area) = (chat.clone(), area.clone());
    use_effect_with((), move |()| {
        let Some(area) = area.cast::<HtmlTextAreaElement>() else {
            return;
        };
        let draft = draft_of(&chat);
        // An effect comes a moment after the drawing: who has typed into it
        // already is not overwritten.
        if area.value().is_empty() {
            area.set_value(&draft.text);
        }
        if takes_focus {
            caret::enter(&area, draft.selection);
        } else if draft.selection.is_some() {
            caret::bring_back(&area, draft.selection);
        }
    });
}

/// Shows what the visitor has typed in another page of the site.
#[hook]
fn use_draft_handed_over(chat: &ChatHandle, area: &NodeRef, measure: &UseStateHandle<Measure>) {
    let drafts = use_chat_selector(Chat::drafts);
    let (chat, area, measure) = (chat.clone(), area.clone(), measure.setter());
    let shown = use_mut_ref(|| drafts);
    use_effect_with(drafts, move |drafts| {
        let Some(area) = area.cast::<HtmlTextAreaElement>() else {
            return;
        };
        if shown.replace(*drafts) == *drafts {
            return;
        }
        let draft = draft_of(&chat);
        measure.set(Measure::of(&chat, &draft.text));
        area.set_value(&draft.text);
        if caret::has_focus(&area) {
            caret::bring_back(&area, draft.selection);
        }
    });
}

fn draft_of(chat: &ChatHandle) -> Draft {
    chat.read(|chat| match chat.phase() {
        Phase::Active(session) => session.draft().clone(),
        _ => Draft::default(),
    })
}
