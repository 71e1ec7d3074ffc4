//! An event of a room as an entry of the transcript.

use serde_json::Value;

use super::formatted::pieces;
use super::path::media;
use super::roster::Roster;
use crate::engine::{ClientId, Content, Entry, EntryId, ImageSize, Party, Position, Role, Wall};
use crate::transport::json::{Look, NAME_LIMIT, TEXT_LIMIT, cut};

/// What of a message of the visitor's is not words is told by this member.
pub(super) const KIND: &str = "rejoin.kind";
/// All that the site knows of the visitor: a state event of this type, or, where the
/// visitor may not change the state, a member of a notice.
pub(super) const VISITOR: &str = "rejoin.visitor";
/// In messages: answers to choose from, which programs of the site's put there.
const REPLIES: &str = "rejoin.replies";

/// What has to be known to read its events.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// The visitor's user id.
    pub me: String,
    /// Programs among the others.
    pub bots: Vec<String>,
    pub(super) roster: Roster,
}

impl Room {
    /// Of that visitor; nobody else is known yet.
    pub fn new(me: impl Into<String>, bots: Vec<String>) -> Self {
        Self {
            me: me.into(),
            bots,
            roster: Roster::default(),
        }
    }

    fn role(&self, id: &str) -> Role {
        if id == self.me {
            Role::Visitor
        } else if self.bots.iter().any(|bot| bot == id) {
            Role::Bot
        } else {
            Role::Agent
        }
    }

    pub(super) fn party(&self, id: &str) -> Party {
        self.roster.party(id, self.role(id))
    }

    /// Learns from the state of the room, without anything having happened.
    pub(super) fn learn(&mut self, event: &Value) {
        if event.text("type").as_deref() == Some("m.room.member")
            && let (Some(id), Some(member)) = (event.text("state_key"), event.get("content"))
        {
            self.roster.learn(&id, member);
        }
    }
}

/// Whether somebody has switched encryption on, or used it.
pub(super) fn is_encrypted(event: &Value) -> bool {
    matches!(
        event.text("type").as_deref(),
        Some("m.room.encryption" | "m.room.encrypted")
    )
}

/// The entry that an event is; `None` for one that the transcript does not show.
pub fn entry(room: &mut Room, position: Position, event: &Value) -> Option<Entry> {
    let sender = event.text("sender")?;
    let kind = event.text("type")?;
    let nothing = Value::Null;
    let content = event.get("content").unwrap_or(&nothing);
    let mut author = room.party(&sender);
    let said = match kind.as_str() {
        "m.room.member" => {
            let who = event.text("state_key")?;
            room.roster.learn(&who, content);
            let said = membership(room, &who, &sender, event, content)?;
            if !matches!(said, Content::Notice(_)) {
                author = room.party(&who);
            }
            said
        }
        "m.reaction" => {
            let to = content.get("m.relates_to")?;
            Content::Reaction {
                of: EntryId::new(to.text("event_id")?),
                key: cut(&to.text("key")?, NAME_LIMIT).to_owned(),
            }
        }
        "m.room.redaction" => {
            // In newer rooms it is part of the content.
            let of = content.text("redacts").or_else(|| event.text("redacts"));
            Content::Removal {
                of: EntryId::new(of?),
            }
        }
        "m.sticker" => file(content, true).unwrap_or(Content::Removed),
        // What the site tells of the visitor is nothing that they said.
        "m.room.message" if author.role == Role::Visitor && content.get(VISITOR).is_some() => {
            return None;
        }
        "m.room.message" => {
            if content.text("msgtype").as_deref() == Some("m.notice") && author.role == Role::Agent
            {
                author.role = Role::Bot;
            }
            message(&author, content)
        }
        _ => return None,
    };
    let replies = content.list(REPLIES).iter().filter_map(Value::as_str);
    let replies: Vec<_> = replies.map(str::to_owned).collect();
    let unsigned = event.get("unsigned");
    let own = (author.role == Role::Visitor).then_some(unsigned).flatten();
    let at = Wall(event.number("origin_server_ts").unwrap_or_default());
    let entry = Entry {
        id: event.text("event_id").map(EntryId::new),
        client_id: own
            .and_then(|unsigned| unsigned.text("transaction_id"))
            .map(ClientId::new),
        ..Entry::new(position, at, author, said)
    };
    Some(entry.offering(replies))
}

/// Who came and who went.
fn membership(
    room: &Room,
    who: &str,
    sender: &str,
    event: &Value,
    content: &Value,
) -> Option<Content> {
    let was_in = event
        .get("unsigned")
        .and_then(|unsigned| unsigned.get("prev_content"))
        .and_then(|before| before.text("membership"))
        .is_some_and(|membership| membership == "join");
    let is_in = content.text("membership")? == "join";
    let is_gone = was_in && !is_in;
    match room.role(who) {
        // By somebody else, who may have said why.
        Role::Visitor if is_gone && sender != who => {
            let reason = content.text("reason")?;
            Some(Content::Notice(cut(&reason, TEXT_LIMIT).to_owned()))
        }
        Role::Visitor | Role::Bot | Role::System => None,
        Role::Agent if is_in && !was_in => Some(Content::Joined),
        Role::Agent if is_gone => Some(Content::Left),
        Role::Agent => None,
    }
}

fn message(author: &Party, content: &Value) -> Content {
    let relation = content.get("m.relates_to");
    let replaced = relation
        .filter(|relation| relation.text("rel_type").as_deref() == Some("m.replace"))
        .and_then(|relation| relation.text("event_id"))
        .zip(content.get("m.new_content"));
    match replaced {
        Some((of, new)) => Content::Edit {
            of: EntryId::new(of),
            to: Box::new(said(author, new)),
        },
        None => said(author, content),
    }
}

/// What a message says. One that was taken back has no content.
fn said(author: &Party, content: &Value) -> Content {
    let Some(body) = content.get("body").and_then(Value::as_str) else {
        return Content::Removed;
    };
    let body = cut(body, TEXT_LIMIT);
    if author.role == Role::Visitor {
        match content.text(KIND).as_deref() {
            Some("url") => return Content::Url(body.to_owned()),
            Some("notice") => return Content::Notice(body.to_owned()),
            _ => {}
        }
    }
    let kind = content.text("msgtype").unwrap_or_default();
    let found = match kind.as_str() {
        "m.image" => file(content, true),
        "m.file" | "m.audio" | "m.video" => file(content, false),
        _ => None,
    };
    found.unwrap_or_else(|| words(author, &kind, body, content))
}

fn words(author: &Party, kind: &str, body: &str, content: &Value) -> Content {
    let plain = without_quote(body, content);
    if kind == "m.emote" {
        return Content::Text(format!("* {} {plain}", author.name));
    }
    let is_html = content.text("format").as_deref() == Some("org.matrix.custom.html");
    let html = content.get("formatted_body").and_then(Value::as_str);
    let html = html.filter(|html| is_html && html.len() <= TEXT_LIMIT);
    match html.and_then(pieces) {
        Some(pieces) => Content::Rich {
            text: plain.to_owned(),
            pieces,
        },
        None => Content::Text(plain.to_owned()),
    }
}

/// Clients used to put what is answered to before the answer, line by line.
fn without_quote<'a>(body: &'a str, content: &Value) -> &'a str {
    let is_reply = content
        .get("m.relates_to")
        .is_some_and(|relation| relation.get("m.in_reply_to").is_some());
    match body.split_once("\n\n") {
        Some((quote, answer)) if is_reply && quote.lines().all(|line| line.starts_with('>')) => {
            answer
        }
        _ => body,
    }
}

fn file(content: &Value, is_image: bool) -> Option<Content> {
    // An encrypted one has its address elsewhere, and is of no use here.
    let id = content.text("url")?;
    media(&id)?;
    let name = content.text("filename").or_else(|| content.text("body"));
    let info = content.get("info").unwrap_or(&Value::Null);
    let side = |name| info.number(name).and_then(|side| u32::try_from(side).ok());
    Some(Content::File {
        id,
        name: cut(&name.unwrap_or_default(), NAME_LIMIT).to_owned(),
        image: is_image.then(|| ImageSize {
            width: side("w").unwrap_or_default(),
            height: side("h").unwrap_or_default(),
        }),
    })
}
