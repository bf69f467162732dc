//! Lines of a mail protocol.
use probes::bytes::Bytes;
use probes::limits;
use probes::reply::{Line, Reply};

use super::Redactor;
use super::echo::Echo;

impl Redactor {
    pub(super) fn reply(&mut self, reply: &Reply) -> Reply {
        let Reply { sent, behind, lines, early, beyond, tickets } = reply;
        let echo = self.echo(reply);
        let lines = lines.iter().enumerate();
        Reply {
            sent: sent.as_ref().map(|line| match &echo {
                Some(echo) => echo.sent(line),
                None => self.line(line),
            }),
            behind: behind.as_ref().map(|line| self.line(line)),
            lines: lines.map(|(nth, line)| self.answer_to(echo.as_ref(), nth, line)).collect(),
            early: early.as_ref().map(|bytes| self.heard(bytes, limits::LINE)),
            beyond: beyond.as_ref().map(|bytes| self.heard(bytes, limits::LINE)),
            tickets: *tickets,
        }
    }

    /// The first line of an answer to `EHLO` greets by name (RFC 5321 §4.1.1.1).
    fn answer_to(&mut self, echo: Option<&Echo>, nth: usize, line: &Line) -> Line {
        let Line { at_us, text, raw, cut, unfinished } = self.line(line);
        let told = |bytes: &[u8]| echo.map(|echo| echo.within(bytes, nth == 0));
        let raw = raw.map(|raw| told(&raw.0).map_or(raw, Bytes));
        let text = match (&raw, told(text.as_bytes())) {
            (Some(raw), _) => String::from_utf8_lossy(&raw.0).into_owned(),
            (None, Some(told)) => String::from_utf8_lossy(&told).into_owned(),
            (None, None) => text,
        };
        Line { at_us, text, raw, cut, unfinished }
    }

    /// The numbers of bytes that were cut or came without an end stay: they count what came.
    fn line(&mut self, line: &Line) -> Line {
        let Line { at_us, text, raw, cut, unfinished } = line;
        let is_cut = *cut > 0 || unfinished.is_some();
        let raw = raw.as_ref().map(|raw| Bytes(self.bytes(&raw.0, is_cut)));
        let text = match &raw {
            Some(raw) => String::from_utf8_lossy(&raw.0).into_owned(),
            None => self.cut_text(text, is_cut),
        };
        Line { at_us: *at_us, text, raw, cut: *cut, unfinished: *unfinished }
    }

    /// Bytes that nobody asked for, of which no more than `most` are kept.
    pub(super) fn heard(&mut self, heard: &Bytes, most: usize) -> Bytes {
        Bytes(self.bytes(&heard.0, heard.0.len() >= most))
    }
}
