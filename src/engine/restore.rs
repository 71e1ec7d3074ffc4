//! The decision at the heart of restoring: what was stored, and what follows.
//!
//! | stored | follows |
//! |---|---|
//! | nothing | nothing is drawn |
//! | longer ago than `max_offline` | it is erased, as if nothing had been stored |
//! | something that cannot be read | it is erased, with an error |
//! | by another visitor of the site | it is erased, as if nothing had been stored |
//! | only by a newer version | it is left alone, with an error |
//! | an open form | the form, with everything in it |
//! | a form that was sent | the start is completed under its old id |
//! | a running session | transcript, draft and view at once; then the link resumes |
//!
//! A record beside the head that cannot be read costs only what it held: a lost
//! chunk is asked for again, a lost draft is an empty one.

use super::config::Config;
use super::entry::Party;
use super::form::{FormState, RegistrationData};
use super::gap::Gap;
use super::ids::{ClientId, Position, SessionId, Ticket};
use super::outbox::{Outbox, StoredOutgoing};
use super::snapshot::{Head, Path, SavedPhase, Snapshot, StoredDraft, decode};
use super::time::Wall;
use super::transcript::{Chunk, ChunkNumber, Transcript};
use super::window::{Draft, Window};

/// What follows from what was stored.
#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    Nothing,
    Expired,
    Unreadable,
    Newer,
    /// Another visitor's.
    Strangers,
    Registering(FormState, Window),
    Starting(SavedStart, Window),
    Active(Box<SavedSession>, Window),
}

#[derive(Debug, PartialEq)]
pub(crate) struct SavedStart {
    pub id: ClientId,
    pub data: RegistrationData,
    pub complete: bool,
    pub form: FormState,
}

#[derive(Debug, PartialEq)]
pub(crate) struct SavedSession {
    pub id: SessionId,
    pub ticket: Ticket,
    pub agents: Vec<Party>,
    pub transcript: Transcript,
    pub outbox: Outbox,
    /// None where what is stored is of another session.
    pub draft: Option<Draft>,
    /// Where entries are missing.
    pub gap: Option<Gap>,
    /// Told about the visitor, and not known to have reached the server.
    pub data: RegistrationData,
    /// Of answers up to there the visitor was told, or need not be.
    pub alerted: Option<Position>,
    /// Entries up to here are no news.
    pub seen: Option<Position>,
}

pub(crate) fn decide(snapshot: &Snapshot, now: Wall, config: &Config) -> Decision {
    let Some(head) = snapshot.records.get(&Path::Head) else {
        return if snapshot.newer {
            Decision::Newer
        } else {
            Decision::Nothing
        };
    };
    let Some(head) = decode::<Head>(head) else {
        return Decision::Unreadable;
    };
    if !config.may_see(head.owner.as_ref()) {
        return Decision::Strangers;
    }
    // Of the other record perhaps only half is left.
    let seen: Wall = snapshot.get(&Path::Seen).unwrap_or_default();
    if now.since(seen.max(head.saved_at)) > config.max_offline {
        return Decision::Expired;
    }
    let window: Window = snapshot.get(&Path::Window).unwrap_or(Window {
        open: true,
        ..Window::default()
    });
    let form: FormState = snapshot.get(&Path::Form).unwrap_or_default();
    match head.phase {
        SavedPhase::Registering => Decision::Registering(form, window),
        SavedPhase::Starting { id, data, complete } => Decision::Starting(
            SavedStart {
                id,
                data,
                complete,
                form,
            },
            window,
        ),
        SavedPhase::Active {
            session,
            ticket,
            agents,
            gap,
            data,
            alerted,
        } => {
            let (transcript, unreadable) = read_transcript(snapshot);
            let vanished = config
                .contiguous
                .then(|| first_vanished(snapshot))
                .flatten();
            let lost = unreadable.into_iter().chain(vanished).min();
            let newest = transcript.newest().max(window.read);
            let gap = widened(gap, lost, newest);
            let saved = SavedSession {
                ticket,
                agents,
                outbox: read_outbox(snapshot, &transcript, &session),
                transcript,
                draft: read_draft(snapshot, &session),
                id: session,
                seen: gap.map_or(newest, |gap| gap.seen),
                gap,
                data,
                alerted,
            };
            Decision::Active(Box::new(saved), window)
        }
    }
}

/// The chunks that can be read, and the first that cannot.
fn read_transcript(snapshot: &Snapshot) -> (Transcript, Option<ChunkNumber>) {
    let mut transcript = Transcript::default();
    let mut lost = None;
    for (path, text) in &snapshot.records {
        let Path::Log(number) = path else { continue };
        match decode::<Chunk>(text) {
            Some(chunk) => transcript.extend(&chunk),
            None => lost = lost.or(Some(*number)),
        }
    }
    (transcript, lost)
}

/// Where the server counts without gaps, a chunk that is not there between two
/// others was lost.
fn first_vanished(snapshot: &Snapshot) -> Option<ChunkNumber> {
    let at_once = snapshot.records.keys().filter_map(|path| match path {
        Path::Log(number) => Some(*number),
        _ => None,
    });
    let numbers: Vec<_> = snapshot.later.iter().copied().chain(at_once).collect();
    let next = |number: ChunkNumber| ChunkNumber(number.0.saturating_add(1));
    let hole = numbers.windows(2).find(|pair| pair[1] > next(pair[0]))?;
    Some(next(hole[0]))
}

/// The stored gap, or one that takes in the lost chunk too.
fn widened(gap: Option<Gap>, lost: Option<ChunkNumber>, newest: Option<Position>) -> Option<Gap> {
    let Some(lost) = lost else { return gap };
    let after = lost.position_before();
    Some(Gap {
        after: gap.map_or(after, |gap| gap.after.min(after)),
        // What was told is not told again, though something that was never told may
        // be among what is missing.
        seen: gap.map_or(newest, |gap| gap.seen.max(newest)),
    })
}

/// A message stands in both when the page was killed between the two writes
/// that follow its echo; the transcript is right.
fn read_outbox(snapshot: &Snapshot, transcript: &Transcript, session: &SessionId) -> Outbox {
    let stored = outgoing(snapshot).filter(|(id, item)| {
        let is_said = transcript.holds(id);
        !is_said && item.is_of(session)
    });
    Outbox::restored(stored)
}

fn outgoing(snapshot: &Snapshot) -> impl Iterator<Item = (ClientId, StoredOutgoing)> {
    let records = snapshot.records.iter();
    records.filter_map(|(path, text)| match path {
        Path::Out(id) => Some((id.clone(), decode(text)?)),
        _ => None,
    })
}

/// Messages that a page has stored which had not heard that their session is over.
pub(crate) fn strays(snapshot: &Snapshot, session: &SessionId) -> Vec<Path> {
    let strays = outgoing(snapshot).filter(|(_, item)| !item.is_of(session));
    strays.map(|(id, _)| Path::Out(id)).collect()
}

fn read_draft(snapshot: &Snapshot, session: &SessionId) -> Option<Draft> {
    let Some(stored) = snapshot.get::<StoredDraft>(&Path::Draft) else {
        return Some(Draft::default());
    };
    let is_of_it = stored.session.is_none_or(|own| own == *session);
    is_of_it.then_some(Draft {
        text: stored.text,
        selection: stored.selection,
    })
}
