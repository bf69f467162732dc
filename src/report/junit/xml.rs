//! XML 1.0, as much of it as test results need.
use super::super::escape;

/// What has been written so far. Whatever it is given is escaped.
pub(super) struct Xml {
    out: String,
    depth: usize,
}

/// The names of attributes are ours, the values may be a stranger's.
type Attributes = [(&'static str, String)];

impl Xml {
    /// A document without its element.
    pub(super) fn new() -> Self {
        Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// Begins an element that holds others.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes) {
        self.tag(name, attributes, ">\n");
        self.depth += 1;
    }

    /// Ends it.
    pub(super) fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.out += &format!("{}</{name}>\n", "  ".repeat(self.depth));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element that holds text. Lines of it stay lines.
    pub(super) fn leaf(&mut self, name: &str, attributes: &Attributes, text: &str) {
        self.tag(name, attributes, ">");
        let lines: Vec<String> = text.lines().map(escaped).collect();
        self.out += &format!("{}</{name}>\n", lines.join("\n"));
    }

    /// The document.
    pub(super) fn text(self) -> String {
        self.out
    }

    fn tag(&mut self, name: &str, attributes: &Attributes, end: &str) {
        self.out += &format!("{}<{name}", "  ".repeat(self.depth));
        for (name, value) in attributes {
            self.out += &format!(" {name}=\"{}\"", escaped(value));
        }
        self.out += end;
    }
}

/// A text in which nothing is markup, and in which no character stands that XML 1.0 forbids (§2.2)
/// or that nobody sees: those are shown as on a terminal.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape::terminal(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{a0}' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push_str(&format!("&lt;U+{:04X}&gt;", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup_and_nothing_is_forbidden() {
        let text = "<a b=\"c\">&amp;]]>\u{0}\u{1b}\r\n\u{b}\u{ffff}\u{fffe}\u{85}";
        assert_eq!(
            escaped(text),
            "&lt;a b=&quot;c&quot;&gt;&amp;amp;]]&gt;\\x00\\x1b\\r\\n\\x0b&lt;U+FFFF&gt;\
             &lt;U+FFFE&gt;&lt;U+0085&gt;"
        );
    }
}
