//! What becomes of a command in clear right behind STARTTLS, where that was asked for.
use probes::Step;

use crate::diagnosis::dialogue::hung_up;
use crate::diagnosis::facts::{Endpoint, Facts, Fate, Pipelined, Retry};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

/// A warning: mail goes as it should, unless somebody on the way knows of this.
pub(super) const BUFFERS: Rule = Rule {
    code: "dialogue.starttls-buffers",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} answers inside TLS what was sent before it (port {$port})",
    cause: "Sent in clear right behind the request for TLS, in the same packet: {$sent}. Answered inside TLS: {$said}. So whoever stands on the way can put commands of his own before those of a client, and the server takes them for the client's.",
    remedy: "Update the server, or the proxy that begins TLS for it: what comes in clear behind the request for TLS must be thrown away.",
    reference: "RFC 7457 §2.2, RFC 3207 §6, CVE-2011-0411",
    check: buffers,
};

fn buffers(facts: &Facts<'_>) -> Vec<Match> {
    let all = all(facts).filter_map(|(e, scan, Pipelined { sent, fate })| {
        let Fate::Inside(said) = fate else { return None };
        let shows = |step| matches!(step, Step::StartTls | Step::Handshake | Step::Listen);
        let shown = scan.seen.iter().filter(|o| shows(o.step)).map(|o| o.id);
        Some(Match::on(e.subject, shown).with("sent", sent.text.as_str()).with("said", said))
    });
    all.collect()
}

pub(super) const STRICT: Rule = Rule {
    code: "dialogue.starttls-strict",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::Nobody,
    title: "{$host} goes no further where a command comes right behind STARTTLS (port {$port})",
    cause: "Sent in clear right behind the request for TLS, to see whether it counts inside: {$sent}. What came of it: {$detail}. That is safe: programs send nothing there, and it never gets inside.",
    remedy: "Nothing.",
    reference: "RFC 7457 §2.2",
    check: strict,
};

fn strict(facts: &Facts<'_>) -> Vec<Match> {
    let all = all(facts).filter_map(|(e, scan, Pipelined { sent, fate })| {
        let Fate::Refused(stop) = fate else { return None };
        let ended = std::iter::once(stop.id).chain(hung_up(&scan.seen));
        let m = Match::on(e.subject, ended).with("sent", sent.text.as_str());
        Some(m.failed(stop.failure.as_ref()))
    });
    all.collect()
}

/// The endpoints that were sent such a command.
fn all<'f, 'r>(
    facts: &'f Facts<'r>,
) -> impl Iterator<Item = (&'f Endpoint<'r>, &'f Retry<'r>, Pipelined<'r>)> {
    let scans = facts.endpoints().iter().flat_map(|e| e.scans.iter().map(move |s| (e, s)));
    scans.filter_map(|(e, scan)| Some((e, scan, scan.pipelined()?)))
}
