//! Markdown as an independent parser reads it, with everything that it can be taught.
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Headings, lists, tables, fences, and no more; and no text but code in which a tracker would find
/// a person, an issue or an address.
pub(crate) fn check(text: &str) -> Result<(), String> {
    let mut fenced = false;
    for event in Parser::new_ext(text, Options::all()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => fenced = true,
            Event::End(TagEnd::CodeBlock) => fenced = false,
            Event::Text(text) if !fenced => plain(&text)?,
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::BlockQuote(_)
                | Tag::FootnoteDefinition(_)
                | Tag::Emphasis
                | Tag::Strikethrough
                | Tag::MetadataBlock(_)
                | Tag::DefinitionList
                | Tag::List(Some(_))
                | Tag::Superscript
                | Tag::Subscript,
            )
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_)
            | Event::Rule => return Err(format!("{event:?}")),
            _ => {}
        }
    }
    if fenced { Err("a fence has no end".to_owned()) } else { rows(text) }
}

/// What stands outside code.
fn plain(text: &str) -> Result<(), String> {
    let signs = ["@", "#", "://", "www.", "mailto:", "~", "!", "$", "<", "[", "`", "*", "_", "\\"];
    match signs.iter().find(|sign| text.contains(**sign)) {
        Some(sign) => Err(format!("{sign} in {text:?}")),
        None => Ok(()),
    }
}

/// Each table has as many cells in each row, also for readers who know no escapes.
fn rows(text: &str) -> Result<(), String> {
    let mut width = None;
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => continue,
            None if ticks.len() >= 3 && line == format!("{ticks}text") => fence = Some(ticks),
            None => {}
        }
        let cells = line.starts_with('|').then(|| line.matches('|').count());
        if let (Some(width), Some(cells)) = (width, cells)
            && width != cells
        {
            return Err(format!("bars: {cells} and not {width} in {line}"));
        }
        width = cells;
    }
    Ok(())
}
