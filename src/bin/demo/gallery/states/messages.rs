//! What is said, by whom, and how it is drawn.

use std::time::Duration;

use rejoin::browser::sleep;
use rejoin::engine::{
    Content, ImageSize, Party, Piece, Position, Role, Scroll, Style, TransportEvent,
};
use wasm_bindgen_futures::spawn_local;

use crate::gallery::cast::{ann, kim, otto, robin, system};
use crate::gallery::scene::Scene;
use crate::gallery::state::State;

/// Who types is taken to have stopped unless it is said again.
const REMIND: Duration = Duration::from_secs(6);

pub(super) fn states() -> Vec<State> {
    vec![
        State::new("talk", "Both sides", talk).high(720),
        State::new("words", "Words of all kinds", words).high(720),
        State::new(
            "two-directions",
            "Two directions of writing",
            two_directions,
        )
        .high(560),
        State::new("bot", "A program and a person", bot).high(560),
        State::new("letters", "People without pictures", letters).high(840),
        State::new("rich", "Words with form", rich).high(760),
        State::new("marks", "Form by marks", marks)
            .high(840)
            .marks(),
        State::new(
            "amended",
            "Changed, taken back, answered with a sign",
            amended,
        )
        .high(560),
        State::new("files", "Files and pictures", files).high(720),
        State::new("notices", "What the server tells", notices),
        State::new("typing", "The agent is typing", typing),
        State::new("replies", "Answers to choose from", replies),
        State::new("scrolled-up", "Scrolled up, nothing new", |scene| {
            history(scene);
            scroll_up(scene);
        }),
        State::new("scrolled-up-unread", "Scrolled up, with news", |scene| {
            history(scene);
            scroll_up(scene);
            scene
                .server
                .says(kim(), "By the way, we are open until six.");
            scene.server.says(kim(), "Shall I keep a place for you?");
        }),
        State::new("days", "A chat of many days", days).high(720),
    ]
}

fn talk(scene: &Scene) {
    scene.talk();
    let server = &scene.server;
    server.says(kim(), "We are open until six.");
    server.says(kim(), "Have you been here before?");
    server.later(3);
    server.says(ann(), "Yes, last spring.");
    server.says(ann(), "It was the gear then.");
    server.says(ann(), "And you were very kind.");
    server.later(12);
    server.says(kim(), "I remember: the blue one with the basket.");
    server.joins(robin());
    server.says(robin(), "Hello, I am the one with the tools.");
}

fn words(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(kim());
    server.says(kim(), "Look at https://example.com/a-rather-long-address/of-things/that-does-not-fit?in=a&line=1 first.");
    server.says(
        ann(),
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen_und_noch_mehr_ohne_jede_Pause",
    );
    server.says(kim(), "👍");
    server.says(kim(), "That is 12 € 🚲 and takes an hour ⏰.");
    server.says(ann(), "One line\nand another\n\n    and one that is set in");
    server.says(kim(), "<b>Not bold</b> & **not bold** either");
    server.tells(kim(), Content::Url("https://example.com/book".to_owned()));
    server.says(ann(), "ok");
}

fn two_directions(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(kim());
    server.says(
        kim(),
        "In Arabic that is دراجة هوائية, and in Hebrew אופניים, I think.",
    );
    server.says(ann(), "شكرا جزيلا! متى أستطيع أن آتي إلى الورشة؟");
    server.says(kim(), "עד שש, ברחוב Larch 12.");
    server.says(ann(), "رقم الطلب هو LS2048 (من 3 مارس).");
}

fn bot(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(otto());
    server.says(
        otto(),
        "Hello! I am a program. I know our prices and hours.",
    );
    server.says(ann(), "What is a new chain?");
    server.says(otto(), "A new chain is 24 €, put on while you wait.");
    server.says(ann(), "I would rather talk to somebody.");
    server.tells(otto(), Content::Left);
    server.joins(kim());
    server.says(kim(), "Here I am.");
}

fn letters(scene: &Scene) {
    scene.start();
    for (id, name, words) in [
        ("maria", "Ana María López", "Who is free at four?"),
        // Two characters that are one letter.
        ("zora", "Z\u{30c}ofie", "I am."),
        ("olena", "Олена Коваль", "Я теж."),
        ("ali", "كريم علي", "وأنا أيضا."),
        ("dana", "דנה לוי", "גם אני."),
        ("seven", "Workshop 7", "The room is free as well."),
    ] {
        let person = Party::new(id, name, Role::Agent);
        scene.server.says(person.clone(), words);
        if id == "maria" {
            scene.server.says(person, "It is about the blue bicycle.");
        }
    }
}

fn rich(scene: &Scene) {
    let text = |words: &str| Piece::Text(words.to_owned());
    let styled = |style, words: &str| Piece::Styled(style, vec![text(words)]);
    let pieces = vec![
        styled(Style::Heading, "A chain that came off"),
        Piece::Styled(
            Style::Paragraph,
            vec![
                text("It is "),
                styled(Style::Bold, "not hard"),
                text(", only "),
                styled(Style::Italic, "dirty"),
                text(". You do "),
                styled(Style::Strike, "not"),
                text(" need "),
                styled(Style::Underline, "gloves"),
                text("; see "),
                Piece::Link {
                    to: "https://example.com/chain".to_owned(),
                    pieces: vec![text("how it is done")],
                },
                text("."),
            ],
        ),
        Piece::Styled(
            Style::Numbered,
            vec![
                styled(Style::Item, "Shift to the smallest sprocket."),
                styled(Style::Item, "Push the derailleur forward."),
            ],
        ),
        Piece::Styled(
            Style::List,
            vec![
                styled(Style::Item, "a rag"),
                styled(Style::Item, "a drop of oil"),
            ],
        ),
        styled(Style::Quote, "Mine jumps off every week."),
        Piece::Styled(
            Style::Paragraph,
            vec![
                text("Type "),
                styled(Style::Code, "LS2048"),
                text(" at the door:"),
            ],
        ),
        styled(
            Style::Block,
            "ring()\n  .then(wait)\n  .then(enter_with_the_bicycle_and_the_basket)",
        ),
    ];
    scene.start();
    scene.server.joins(otto());
    let text = "A chain that came off".to_owned();
    scene.server.tells(otto(), Content::Rich { text, pieces });
}

fn marks(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    server.joins(otto());
    server.says(
        otto(),
        "**Before you come**, please look *what kind of chain* it is:\n\n\
         1. Find the number on a link, such as `HG-X11`.\n\
         2. Count the links:\n   - all of them,\n   - also the _quick_ one.\n\n\
         Prices are [on our page](https://example.com/prices).",
    );
    server.says(
        otto(),
        "```\nchain.links = 114\n```\n\n> How many does mine have?\n\nOften **114**, rarely more.",
    );
    server.says(
        ann(),
        "It says **HG-X11**, and 2*57 links.\n- That is new\n- and so is the cassette",
    );
    scene.chat.send("Is *that* the right one?");
}

fn amended(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    let react = |who, of: &_, key: &str| {
        let (of, key) = (Clone::clone(of), key.to_owned());
        server.tells(who, Content::Reaction { of, key })
    };
    server.joins(kim());
    let wrong = server.says(kim(), "We are open until five.");
    let offer = server.says(kim(), "Come by at four, and there is coffee.");
    let slip = server.says(kim(), "That was for somebody else.");
    let answer = server.says(ann(), "Gladly. Thank you!");
    let own_slip = server.says(ann(), "And that was for my sister.");
    let said = Content::Text("We are open until six.".to_owned());
    server.tells(
        kim(),
        Content::Edit {
            of: wrong,
            to: Box::new(said),
        },
    );
    server.tells(kim(), Content::Removal { of: slip });
    server.tells(ann(), Content::Removal { of: own_slip });
    react(ann(), &offer, "👍");
    react(robin(), &offer, "👍");
    react(robin(), &offer, "☕");
    react(kim(), &answer, "🙂");
}

fn files(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    let file = |id: &str, name: &str, image| Content::File {
        id: id.to_owned(),
        name: name.to_owned(),
        image,
    };
    let size = ImageSize {
        width: 320,
        height: 200,
    };
    server.joins(kim());
    server.tells(ann(), file("bicycle", "bicycle.png", Some(size)));
    server.says(kim(), "A fine one. This is how it will look:");
    server.tells(
        kim(),
        file(
            "bicycle",
            "the-same-from-the-other-side-in-full-size-2048.png",
            None,
        ),
    );
    server.tells(kim(), file("bicycle", "after.png", Some(size)));
}

fn notices(scene: &Scene) {
    scene.start();
    let server = &scene.server;
    let notice = |words: &str| {
        server.tells(system(), Content::Notice(words.to_owned()));
    };
    notice("You are number 3 in the queue.");
    notice(
        "You are next. It has been a busy morning at the workshop, thank you for your patience.",
    );
    server.joins(kim());
    server.says(kim(), "Sorry that you had to wait.");
    server.tells(kim(), Content::Left);
}

fn replies(scene: &Scene) {
    scene.talk();
    let asks = Content::Text("When would you like to come?".to_owned());
    let times = [
        "Today, before six",
        "Tomorrow",
        "On Saturday morning, when I have the time",
        "Later",
    ];
    scene.server.offers(kim(), asks, &times);
}

fn typing(scene: &Scene) {
    scene.talk();
    let server = scene.server.clone();
    let types = || TransportEvent::Typing {
        party: kim(),
        on: true,
    };
    server.report(types());
    spawn_local(async move {
        while server.is_heard() {
            sleep(REMIND).await;
            server.report(types());
        }
    });
}

fn history(scene: &Scene) {
    scene.talk();
    for part in [
        "the frame",
        "the fork",
        "the brakes",
        "the lights",
        "the bell",
    ] {
        scene.server.later(2);
        scene
            .server
            .says(kim(), &format!("I have looked at {part}."));
        scene.server.says(ann(), &format!("And how is {part}?"));
        scene.server.says(kim(), "As good as new.");
    }
}

fn scroll_up(scene: &Scene) {
    scene.chat.set_scroll(Scroll::At {
        entry: Position(6),
        offset: 0,
    });
}

fn days(scene: &Scene) {
    const DAY: u64 = 24 * 60;
    scene.server.began(400);
    scene.talk();
    for (days, words) in [
        (1, "Good morning! Your bicycle is ready."),
        (0, "The chain is on, and we have oiled it."),
        (364, "It is time for its yearly check."),
        (34, "Does it still run well?"),
        (1, "Shall we have a look at it today?"),
    ] {
        scene.server.later(days * DAY);
        scene.server.says(kim(), words);
        scene.server.says(ann(), "Thank you!");
    }
}
