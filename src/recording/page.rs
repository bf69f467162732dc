//! Reports for programs within pages for people.
use std::borrow::Cow;

use probes::limits::TARGETS;

/// The class of the scripts that hold them. They are data: nothing runs them.
pub(crate) const CLASS: &str = "mailprobe-report";

/// What may be wrong where such a report cannot be read.
pub(super) const CHANGED: &str = ". If the page came by mail, its lines may have been changed on \
     the way: ask for it in a ZIP archive";

/// Whether a text looks like a page and not like JSON.
pub(super) fn is_page(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<')
}

/// The JSON of the reports in a page, in their order. Mail gateways break long lines, and what
/// they put in is taken out: such JSON stands on one line. The error says what to do, to fit after
/// "could not read FILE: ".
pub fn reports(page: &str) -> Result<Vec<Cow<'_, str>>, String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((attributes, after)) = next_script(rest) {
        let end = position(after, "</script").unwrap_or(after.len());
        if attributes.contains(CLASS) {
            if end == after.len() {
                return Err("the page ends within the report in it: ask for the whole file".into());
            }
            found.push(unbroken(after[..end].trim()));
        }
        if found.len() > TARGETS {
            return Err(format!("it holds more than {TARGETS} reports"));
        }
        rest = &after[end..];
    }
    match found.is_empty() {
        false => Ok(found),
        true => Err("it is a page without a report of mailprobe in it: use the file that \
                     `mailprobe check -o FILE.html` wrote, not a copy made from a screen"
            .into()),
    }
}

/// The attributes of the next script, and what stands behind its tag.
fn next_script(text: &str) -> Option<(&str, &str)> {
    let tag = "<script";
    let from = position(text, tag)? + tag.len();
    text[from..].split_once('>')
}

/// Where an ASCII word in lower case first stands, in whatever case.
fn position(text: &str, word: &str) -> Option<usize> {
    let same = |at: &[u8]| at.eq_ignore_ascii_case(word.as_bytes());
    text.as_bytes().windows(word.len()).position(same)
}

fn unbroken(json: &str) -> Cow<'_, str> {
    match json.contains(['\r', '\n']) {
        true => Cow::Owned(json.replace(['\r', '\n'], "")),
        false => Cow::Borrowed(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAG: &str = "<script type=\"application/json\" class=\"mailprobe-report\">";

    #[test]
    fn reports_are_found_in_their_order() {
        let page = format!("<!DOCTYPE html><p>{TAG}{{\"a\":1}}</script><p>{TAG}2</SCRIPT ></html>");
        assert_eq!(reports(&page), Ok(vec!["{\"a\":1}".into(), "2".into()]));
    }

    #[test]
    fn what_a_mail_gateway_puts_in_is_taken_out() {
        let page = "\u{feff}\r\n<html>\r\n<SCRIPT class='mailprobe-report'\r\ntype=x>\r\n\
                    {\"a\":\r\n\"b\r\nc\"}\r\n</script>";
        assert!(is_page(page));
        assert_eq!(reports(page), Ok(vec!["{\"a\":\"bc\"}".into()]));
    }

    #[test]
    fn what_holds_none_says_what_to_do() {
        for page in ["<html></html>", "<", "<script", "<script>alert(1)</script>", "<p>é</p>"] {
            assert!(reports(page).is_err_and(|why| why.contains("-o FILE.html")), "{page}");
        }
        assert!(reports(&format!("{TAG}{{")).is_err_and(|why| why.contains("whole file")));
    }
}
