//! The name that this machine said in `EHLO`, in what was said and in the answer to it: there it is
//! one, however short or usual.
use probes::reply::{Line, Reply};

use super::shape::{self, is_name, run};
use super::{Redactor, public};

/// What servers write before the name of whoever greeted them.
const HAILS: &[&[u8]] = &[b"hello", b"helo", b"ehlo", b"hi", b"welcome", b"greets"];
/// What stands before it elsewhere.
const OPENS: &[u8] = b"[(<='\"";

/// Said names, in small letters, and what stands in their place.
pub(super) struct Echo {
    command: String,
    names: Vec<String>,
    alias: String,
}

impl Redactor {
    /// The name said in this command, if it may not stay. What shows itself is found without.
    pub(super) fn echo(&mut self, reply: &Reply) -> Option<Echo> {
        let (command, name) = reply.sent.as_ref()?.text.split_once(' ')?;
        let greets = ["EHLO", "HELO", "LHLO"].iter().any(|c| c.eq_ignore_ascii_case(command));
        let name = name.trim();
        if !greets || name.is_empty() || name.starts_with('[') {
            return None;
        }
        let alias = self.ehlo_name(name);
        let whole = shape::fold(name);
        let first = whole.split('.').next().unwrap_or_default().to_owned();
        (alias != name).then(|| Echo {
            command: command.to_owned(),
            names: vec![whole, first],
            alias,
        })
    }
}

impl Echo {
    /// The command itself.
    pub(super) fn sent(&self, line: &Line) -> Line {
        Line { text: format!("{} {}", self.command, self.alias), raw: None, ..line.clone() }
    }

    /// A text with the alias for the name; only where a name is expected, if everybody uses the
    /// word or the line is not `first`.
    pub(super) fn within(&self, text: &[u8], first: bool) -> Vec<u8> {
        let (mut told, mut at, mut before) = (Vec::new(), 0, &b""[..]);
        while at < text.len() {
            let end = run(text, at, is_name).max(at + 1);
            let word = &text[at..end];
            let marks = word.iter().rev().take_while(|b| matches!(b, b'.' | b'-' | b'_')).count();
            let trimmed = &word[..word.len() - marks];
            let name = shape::fold(&String::from_utf8_lossy(trimmed));
            let usual = public::is_usual(&name) || public::is_role(&name) || !first;
            let expected = HAILS.iter().any(|hail| before.eq_ignore_ascii_case(hail))
                || at > 0 && OPENS.contains(&text[at - 1]);
            if self.names.contains(&name) && (expected || !usual) {
                told.extend_from_slice(self.alias.as_bytes());
                told.extend_from_slice(&word[trimmed.len()..]);
            } else {
                told.extend_from_slice(word);
            }
            if is_name(word[0]) {
                before = word;
            }
            at = end;
        }
        told
    }
}
