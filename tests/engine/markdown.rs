//! Marks in plain messages: what they mean, and what is none.

use std::fmt::Write as _;

use proptest::prelude::*;
use rejoin::engine::{Config, Content, DEEPEST_PIECE, EntryId, Piece, markdown};

use super::world::World;

/// Pieces as HTML, which is easier to read here.
fn html(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let (name, inner) = match piece {
            Piece::Text(words) => {
                text.push_str(words);
                continue;
            }
            Piece::Break => unreachable!("lines end in the words"),
            Piece::Link { to, pieces } => {
                write!(text, "<a {to}>{}</a>", html(pieces)).unwrap();
                continue;
            }
            Piece::Styled(style, pieces) => (format!("{style:?}").to_lowercase(), html(pieces)),
        };
        write!(text, "<{name}>{inner}</{name}>").unwrap();
    }
    text
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    let pieces = markdown(text).unwrap_or_default();
    assert_eq!(html(&pieces), expected, "{text}");
    assert!(are_words_together(&pieces), "{pieces:?}");
}

/// Words that nothing stands between are one piece.
fn are_words_together(pieces: &[Piece]) -> bool {
    let are_apart = |pair: &[Piece]| matches!(pair, [Piece::Text(_), Piece::Text(_)]);
    let within = |piece: &Piece| match piece {
        Piece::Text(_) | Piece::Break => true,
        Piece::Link { pieces, .. } | Piece::Styled(_, pieces) => are_words_together(pieces),
    };
    !pieces.windows(2).any(are_apart) && pieces.iter().all(within)
}

#[track_caller]
fn stays(text: &str) {
    assert_eq!(markdown(text), None, "{text}");
}

#[test]
fn marks_at_the_edges_of_words_are_bold_and_italic() {
    reads("a **b c** d", "a <bold>b c</bold> d");
    reads("*a*, _b_!", "<italic>a</italic>, <italic>b</italic>!");
    reads("__a__ (*b*)", "<bold>a</bold> (<italic>b</italic>)");
    reads("***a***", "<bold><italic>a</italic></bold>");
    reads("**a *b***", "<bold>a <italic>b</italic></bold>");
    reads("*a **b***", "<italic>a <bold>b</bold></italic>");
    reads("*a **b*", "<italic>a **b</italic>");
    reads(
        "**see https://a.example/**",
        "<bold>see https://a.example/</bold>",
    );
    reads("これは**重要**です", "これは<bold>重要</bold>です");
    reads(
        "**.NET** and *`a`*",
        "<bold>.NET</bold> and <italic><code>a</code></italic>",
    );
    reads("**“a”** — *b*", "<bold>“a”</bold> — <italic>b</italic>");
    reads("**a**\nb *c*", "<bold>a</bold>\nb <italic>c</italic>");
}

#[test]
fn a_mark_begins_something_where_few_others_stand_before_the_word_or_are_open() {
    reads("*_`_`_a*", "<italic>_<code>_</code>_a</italic>");
    reads("*_`_`_`a*", "*_<code>_</code>_`a*");
    reads("*a **b _c_", "*a **b <italic>c</italic>");
    stays("*a **b ***c _d_");
}

#[test]
fn what_is_written_in_ordinary_words_stays() {
    for text in [
        "2*3*4 and 2 * 3 * 4 and 2**3**4",
        "snake_case_name and __FILE__name and a_b_",
        "not * that, nor _that",
        "5* and 12 €* (*without VAT)",
        "grün_blau_rot, chế_độ_tối",
        "*.txt and *.md, **/*.rs or f(*) and g(*)",
        "^_^ and ^_^ or -_- and *_* and ¯\\_(ツ)_/¯",
        "f*** it, s**t, ****, ______, * * *, ***",
        "https://a.example/_x_/*y*?z=__init__ and ann_b_c@a.example",
        "*over\nlines*",
        "a [b] (c), [](https://a.example), [a] (https://a.example), a[0](1)",
        "[a](javascript:alert(1)) [b](//a.example) [c](data:text/html,x) [d](/path)",
        "[a](https://) [b](https://a b) [c](https://a",
        "`` and ` ` and alone",
        "-5° or - alone -\n-\n>_< >:( >>>",
        "2026. A good year\n3. The third\n1) \n1.5 €",
        "```\nwithout an end",
        "```\n\n```",
        "<b>Not bold</b> & # no heading\n===",
        "",
        " \n ",
        "\\*",
    ] {
        stays(text);
    }
}

#[test]
fn code_is_as_it_was_written() {
    reads("run `a **b** _c_` now", "run <code>a **b** _c_</code> now");
    reads("`` a`b ``", "<code>a`b</code>");
    reads(
        "So:\n```rust\nfn a() {\n  *b\n}\n```\nand *so* on",
        "<paragraph>So:</paragraph><block>fn a() {\n  *b\n}</block><paragraph>and <italic>so</italic> on</paragraph>",
    );
    reads("```c++\na\n```", "<block>a</block>");
    reads("```let a = *b*;\nc\n```", "<block>let a = *b*;\nc</block>");
    reads("```重要\n```", "<block>重要</block>");
    reads("```a```", "<code>a</code>");
}

#[test]
fn links_lead_where_they_say_if_that_is_safe() {
    reads(
        "see [the *map*](https://a.example/x_(y)?z=[1)",
        "see [the <italic>map</italic>](https://a.example/x_(y)?z=[1)",
    );
    reads(
        "see [the *map*](https://a.example/x_(y)_z).",
        "see <a https://a.example/x_(y)_z>the <italic>map</italic></a>.",
    );
    reads(
        "**[a](HTTP://a.example)**",
        "<bold><a HTTP://a.example>a</a></bold>",
    );
    reads(
        "![a](mailto:ann@a.example)",
        "!<a mailto:ann@a.example>a</a>",
    );
}

#[test]
fn lists_and_quotes_have_lines_of_their_own() {
    reads(
        "Bring:\n- a *pen*\n* a cup\n  of tea\n\n- milk\n\nBye",
        "<paragraph>Bring:</paragraph><list><item>a <italic>pen</italic></item><item>a cup\nof tea</item><item>milk</item></list><paragraph>Bye</paragraph>",
    );
    reads(
        "1. a\n2. b\n\n3) c",
        "<numbered><item>a</item><item>b</item><item>c</item></numbered>",
    );
    reads(
        "1. a\n   - b\n   - c\n2. d",
        "<numbered><item><paragraph>a</paragraph><list><item>b</item><item>c</item></list></item><item>d</item></numbered>",
    );
    reads("- a\n\n  b", "<list><item>a\n\nb</item></list>");
    reads(
        "- a\n  - b\n    - c",
        "<list><item><paragraph>a</paragraph><list><item><paragraph>b</paragraph><list><item>c</item></list></item></list></item></list>",
    );
    reads(
        "1. abcdef\n   ```\n   x\n   ```",
        "<numbered><item><paragraph>abcdef</paragraph><block>x</block></item></numbered>",
    );
    reads(
        "1. a\n3. b",
        "<numbered><item>a</item></numbered><paragraph>3. b</paragraph>",
    );
    reads(
        "> a\n>\n> b\nc",
        "<quote>a\n\nb</quote><paragraph>c</paragraph>",
    );
    reads(
        "> > a\n> - b",
        "<quote><quote>a</quote><list><item>b</item></list></quote>",
    );
    reads("> a\n>b", "<quote>a</quote><paragraph>>b</paragraph>");
    stays(">b");
    stays(">\nb");
}

#[test]
fn said_plainly_it_is_without_marks() {
    for (text, plain) in [
        ("a **b** `c`", "a b c"),
        ("Bring:\n- a *pen*\n- tea\n\nBye", "Bring:\na pen\ntea\nBye"),
        ("1. a\n   - b\n2. c", "1. a\nb\n2. c"),
        ("> a\n\nb", "a\nb"),
        (
            "[map](https://a.example), [https://b.example](https://b.example)",
            "map (https://a.example), https://b.example",
        ),
        ("```\na\n  b\n```", "a\n  b"),
    ] {
        match Content::Text(text.to_owned()).with_form() {
            Content::Rich { text, .. } => assert_eq!(text, plain),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_was_said_otherwise_is_formed_as_well_and_what_is_not_said_is_not() {
    let edit = |to| Content::Edit {
        of: EntryId::new("1"),
        to: Box::new(to),
    };
    let edited = edit(Content::Text("*a*".to_owned())).with_form();
    assert!(matches!(edited, Content::Edit { to, .. } if matches!(*to, Content::Rich { .. })));
    for content in [
        Content::Notice("*a*".to_owned()),
        Content::Url("*a*".to_owned()),
    ] {
        assert_eq!(content.clone().with_form(), content);
    }
}

#[test]
fn the_agent_and_the_visitor_are_read_alike_and_only_where_the_site_wants_it() {
    for is_on in [false, true] {
        let mut world = World::with(Config {
            markdown: is_on,
            ..Config::default()
        });
        world.begin();
        world.agent_says("*hello*");
        world.send("**hello**");
        world.run(2_000);
        let entries = world.transcript();
        let said: Vec<_> = entries
            .iter()
            .filter_map(|entry| entry.content.said())
            .collect();
        let expected = if is_on {
            ["hello", "hello"]
        } else {
            ["*hello*", "**hello**"]
        };
        assert_eq!(said, expected);
        assert_eq!(world.outbox(), []);
    }
}

fn depth(pieces: &[Piece]) -> usize {
    let below = pieces.iter().map(|piece| match piece {
        Piece::Text(_) | Piece::Break => 0,
        Piece::Link { pieces, .. } | Piece::Styled(_, pieces) => 1 + depth(pieces),
    });
    below.max().unwrap_or_default()
}

/// All that is said, and where it leads, in order.
fn words(pieces: &[Piece]) -> String {
    let said = pieces.iter().map(|piece| match piece {
        Piece::Text(words) => words.clone(),
        Piece::Break => String::new(),
        Piece::Link { to, pieces } => words(pieces) + to,
        Piece::Styled(_, pieces) => words(pieces),
    });
    said.collect()
}

#[test]
fn nothing_nests_too_deep() {
    let lists = "> - > 1. > - ***a **b *c `d` [***a **b *c***](https://a.example)***";
    let pieces = markdown(lists).unwrap();
    assert!(
        depth(&pieces) > 6 && depth(&pieces) <= DEEPEST_PIECE,
        "{}",
        depth(&pieces)
    );
    let marks = "> ".repeat(9_000) + &"- ".repeat(9_000) + "a";
    assert!(depth(&markdown(&marks).unwrap()) <= DEEPEST_PIECE);
}

/// Of each of these something is looked for in vain, again and again. Were all the rest
/// looked through each time, this would not come to an end.
#[test]
fn long_texts_are_read_as_well() {
    let parts = [
        "*a ",
        "**a _b ",
        "a* ",
        "*!",
        "!*",
        "_(",
        "`",
        "`` ` ",
        "` ``` ",
        "[",
        "[a](",
        "[a](https://b",
        "[a](https://(",
        "> \n",
        ">\n",
        "> a\n",
        "```x\n",
        "```x\n\n",
        "- a\n",
        "- ",
        "> - ",
        "1. a\n",
        "- a\n\n",
        "a\n\n",
        "://",
        "a://b",
        "*a* ",
        "***a** b* ",
        "\u{301}*",
    ];
    for part in parts {
        let text = part.repeat(200_000 / part.len());
        let pieces = markdown(&text);
        assert!(pieces.is_none_or(|pieces| depth(&pieces) <= DEEPEST_PIECE));
    }
}

/// What is in a link or is styled counts as well.
#[test]
fn what_would_be_drawn_for_too_long_stays() {
    // Two pieces each, and the gap.
    for few in ["**a** ", "*a* "] {
        assert!(markdown(few.repeat(660).trim()).is_some());
        stays(few.repeat(670).trim());
    }
    // Four, and the gap.
    let more = "[*a* b](https://a.example) ";
    assert!(markdown(more.repeat(395).trim()).is_some());
    stays(more.repeat(405).trim());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read(parts in prop::collection::vec(prop::sample::select(vec![
        "*", "**", "***", "_", "`", "```", "\n", "\n\n", "> ", "- ", "1. ", "2. ", "  ", "[", "](", "https://a.example", ")",
        "(", " ", "a", "é", "重", "🙂", "\t", "\r\n", "://", "\\", "<", "&",
    ]), 0..60)) {
        let text = parts.concat();
        if let Some(pieces) = markdown(&text) {
            prop_assert!(depth(&pieces) <= DEEPEST_PIECE);
            prop_assert!(are_words_together(&pieces));
            // No word is lost but the name of a language, and none comes from nowhere.
            let letters = |text: &str| text.chars().filter(|c| "aé重🙂\\<&".contains(*c)).collect::<String>();
            let (said, written) = (letters(&words(&pieces)), letters(&text));
            let mut rest = written.chars();
            prop_assert!(said.chars().all(|c| rest.any(|r| r == c)), "{said:?} of {written:?}");
            prop_assert!(said == written || text.contains("```"), "{said:?} of {written:?}");
            let said = Content::Text(text).with_form();
            let is_rich = matches!(said, Content::Rich { .. });
            prop_assert!(is_rich);
        }
    }
}
