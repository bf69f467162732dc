//! What an independent reader of Markdown makes of texts from strangers.
use probes::Service;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::sample::{finding, written};
use super::*;

const STRANGE: &[&str] = &[
    "@admin and @org/team, see #12, GH-13, ABC-14, !15, $16, %17, &18, ~bug, a/b#19, :smile:",
    "http://evil.test www.evil.test evil.test/x?a=b mailto:a@b.test a@b.test xmpp:a@b.test",
    "[x](http://evil.test) ![x](http://evil.test/p.png) <http://evil.test> [x]: /y [^1] [ ] [x]",
    "<script>alert(1)</script> <!-- --> <b>b</b> &amp; &#64;x &commat;x <?php ?> <![CDATA[x]]>",
    "*a* **b** _c_ __d__ ~~e~~ `f` ``g`` ```h``` ` `` ``` a`b \\` \\\\ \\* $x$ $$y$$ ==z== ^s^",
    "a|b \\|c | d || \\\\| `|` |:-|",
    "# heading",
    "## x ##",
    "1. one",
    "12) twelve",
    "- item",
    "+ item",
    "* item",
    "---",
    "===",
    "> quote",
    "```",
    "~~~",
    "    code",
    "\tcode",
    "- [ ] task",
    ": term",
    "/close",
    "0123456789abcdef",
    "deadbeef",
    "a\r\nb\n\nc",
    "\u{1b}[31m\u{202e}x\u{0}\u{9b}",
    "1.",
    "1)",
    "-",
    "+",
    "=",
    "|",
    "`",
    "\\",
    "",
    " ",
    "メール(a@b.test)は`x`を#1の@kita",
    "é@x ü#1",
    "(@a) \"#1\" '@b', #2. #3; #4: https://x.test.",
    "a``",
    "``a",
    "a\u{a0}@b",
    "{{ x }} ${{ y }} {% z %}",
];

/// All that a reader may be taught but the quotation marks of typesetters, which are no markup.
fn readers_know() -> Options {
    Options::all().difference(Options::ENABLE_SMART_PUNCTUATION)
}

/// What is read between two places: its text, and whether any of it is more than text and code.
fn read(markdown: &str) -> (String, Vec<String>, Vec<String>) {
    let (mut text, mut loose, mut other) = (String::new(), Vec::new(), Vec::new());
    for event in Parser::new_ext(markdown, readers_know()) {
        match event {
            Event::Text(t) => {
                text += &t;
                loose.push(t.into_string());
            }
            Event::Code(t) => text += &t,
            Event::SoftBreak => text.push(' '),
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::Strong)
            | Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::Strong) => {}
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
            | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow) => {}
            Event::End(TagEnd::TableCell) => text.push('\u{1}'),
            event => other.push(format!("{event:?}")),
        }
    }
    (text, loose, other)
}

fn blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn expected(text: &str) -> String {
    blanks(&escape::terminal(text))
}

/// Pairs of them too: what begins in one text may end in another.
fn texts() -> Vec<String> {
    let pairs = STRANGE.iter().flat_map(|a| STRANGE.iter().map(move |b| format!("{a} {b}{a}")));
    STRANGE.iter().map(|text| (*text).to_owned()).chain(pairs).collect()
}

#[test]
fn a_strangers_text_is_read_as_it_is_wherever_it_stands() {
    for text in texts() {
        let places = [
            opening(&text),
            format!("- {}", opening(&text)),
            format!("- **x:** {}", inline(&text)),
        ];
        for (place, skipped) in places.iter().zip(["", "", "x: "]) {
            let (told, loose, other) = read(place);
            assert_eq!(other, [""; 0], "{text:?} -> {place:?}");
            let want = blanks(&format!("{skipped}{}", expected(&text)));
            assert_eq!(blanks(&told), want, "{place:?}");
            assert_eq!(loose.iter().find_map(|t| trigger(t)), None, "{place:?}");
        }
    }
}

/// What a tracker would act on in text that is no code.
fn trigger(text: &str) -> Option<&'static str> {
    ["@", "#", "://", "www.", "~", "!", "$", "&", "<", "[", "`", "*", "_", "\\", "GH-", "ABC-"]
        .into_iter()
        .find(|sign| text.contains(sign))
}

#[test]
fn a_cell_holds_its_text_and_no_more() {
    for text in texts() {
        let table = format!(
            "{}\n|---|---|\n{}\n",
            row(&["h".into(), "i".into()]),
            row(&[inline(&text), "end".into()])
        );
        let (told, _, other) = read(&table);
        assert_eq!(other, [""; 0], "{table}");
        let cells: Vec<String> = told.split('\u{1}').map(blanks).collect();
        assert_eq!(cells, ["h", "i", &expected(&text), "end", ""], "{table}");
    }
}

#[test]
fn words_stay_words_and_names_are_code() {
    assert_eq!(
        inline("Port 25 of mx.example.test (192.0.2.1) is blocked [path.x]."),
        "Port 25 of `mx.example.test` (`192.0.2.1`) is blocked `[path.x]`."
    );
    assert_eq!(
        inline("TLS 1.3, 75%, 5.0\u{a0}ms, RFC 5068 §4.1, 2026-08-14"),
        "TLS 1.3, 75%, 5.0 ms, RFC 5068 §4.1, 2026-08-14"
    );
    assert_eq!(opening("1. x"), "1\\. x");
}

#[test]
fn no_fence_ends_within_what_it_holds() {
    let lines = ["````", "~~~", "a ``` b", "    x", "", "<b>"].map(str::to_owned);
    let mut page = Page { detail: Detail::Normal, language: Language::En, out: String::new() };
    page.fence(lines.iter().cloned());
    let events: Vec<_> = Parser::new_ext(&page.out, readers_know()).collect();
    let text: String = events
        .iter()
        .filter_map(|e| match e {
            Event::Text(text) => Some(&**text),
            _ => None,
        })
        .collect();
    assert_eq!(text, lines.join("\n") + "\n");
    let is_block = |e: &Event<'_>| matches!(e, Event::Start(Tag::CodeBlock(_)));
    assert_eq!(events.iter().filter(|e| is_block(e)).count(), 1);
}

#[test]
fn quiet_is_one_line() {
    let style = Style { detail: Detail::Quiet, ..Style::default() };
    let text = written(&FORMAT, &style, &[finding("tls.self-signed", Service::Smtp, &[0])]);
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("**FAILURE** The certificate of `mail.example.test`"), "{text}");
}
