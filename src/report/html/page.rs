//! A page while it is written: tags that are closed again, and the one place where text is made
//! harmless for markup.
use super::super::escape;

/// A page so far. Every text and every value of an attribute passes [`escaped`] on its way in; the
/// names of tags and attributes are ours.
pub(super) struct Page {
    out: String,
}

/// Names and values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Page {
    /// A page that begins with this markup.
    pub(super) fn new(start: &str) -> Self {
        Self { out: start.to_owned() }
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// An element with what is written into it.
    pub(super) fn within(
        &mut self,
        tag: &str,
        attributes: Attributes<'_>,
        write: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        write(self);
        self.close(tag);
    }

    /// The begin of an element, for whom [`Page::within`] does not suit.
    pub(super) fn open(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.tag(tag, attributes, ">");
    }

    /// Its end.
    pub(super) fn close(&mut self, tag: &str) {
        self.out += &format!("</{tag}>");
    }

    /// An element of a text.
    pub(super) fn element(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.within(tag, attributes, |page| page.text(text));
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.tag(tag, attributes, " />");
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        self.out += &escaped(text);
    }

    /// A line end between elements: for who reads the source.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    /// Markup or data that is harmless already.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out += markup;
    }

    fn tag(&mut self, tag: &str, attributes: Attributes<'_>, end: &str) {
        self.out += &format!("<{tag}");
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.out += &format!(" {name}=\"{}\"", escaped(value));
        }
        self.out += end;
    }
}

/// The text for markup, between tags or as the value of an attribute in double quotes: what acts in
/// HTML as references, what acts on a terminal or is not seen as there.
pub(super) fn escaped(text: &str) -> String {
    let visible = escape::terminal(text);
    let mut out = String::with_capacity(visible.len());
    for c in visible.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_of_strangers_stays_text() {
        let mut page = Page::new("");
        page.element("p", &[("title", "\"><img onerror='x'>")], "</p><script>a&&b</script>");
        let told = "<p title=\"&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;\">\
                    &lt;/p&gt;&lt;script&gt;a&amp;&amp;b&lt;/script&gt;</p>";
        assert_eq!(page.finish(), told);
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(
            escaped("a\0\x1b[2J\u{202e}\u{ffff}"),
            "a\\x00\\x1b[2J&lt;U+202E&gt;&lt;U+FFFF&gt;"
        );
    }
}
