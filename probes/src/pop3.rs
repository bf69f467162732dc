//! Responses of POP3 (RFC 1939 §3), and what may be read from them.
use crate::dialogue::unexpected;
use crate::reply::{Line, Reply};
use crate::{Failure, Step};

/// One line, but for `CAPA` that succeeds, which ends with a single dot (RFC 2449 §5).
pub(crate) fn whole(reply: &Reply, step: Step) -> Result<bool, Failure> {
    let (first, last) = (reply.first().unwrap_or_default(), reply.last().unwrap_or_default());
    if !first.starts_with("+OK") && !first.starts_with("-ERR") {
        return Err(unexpected(first));
    }
    let many = step == Step::Capabilities && first.starts_with("+OK");
    Ok(!many || (reply.lines.len() > 1 && last == "."))
}

/// Whether it says yes (RFC 1939 §3).
pub fn positive(reply: &Reply) -> bool {
    reply.first().is_some_and(|l| l.starts_with("+OK"))
}

/// The capabilities with their parameters, in order (RFC 2449 §6).
pub fn capabilities(reply: &Reply) -> Vec<(String, Vec<String>)> {
    let lines = reply.lines.iter().skip(1).map(Line::words).filter(|l| *l != ".");
    let words = lines.map(|l| l.split_ascii_whitespace().map(str::to_ascii_uppercase));
    words.filter_map(|mut w| w.next().map(|k| (k, w.collect()))).collect()
}

/// Whether a capability was listed.
pub fn offers(reply: &Reply, capability: &str) -> bool {
    capabilities(reply).iter().any(|(k, _)| k == capability)
}

/// The SASL mechanisms listed (RFC 5034 §3).
pub fn mechanisms(reply: &Reply) -> Vec<String> {
    capabilities(reply).into_iter().filter(|(k, _)| k == "SASL").flat_map(|(_, m)| m).collect()
}

/// The timestamp in a greeting, which offers APOP (RFC 1939 §7).
pub fn apop_timestamp(greeting: &Reply) -> Option<&str> {
    let line = greeting.first()?;
    let (from, to) = (line.find('<')?, line.rfind('>')?);
    line.get(from..=to).filter(|stamp| stamp.contains('@'))
}
