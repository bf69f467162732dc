//! What is done with bytes from strangers, and what must hold whatever they are.
//!
//! One table, for two readers: the fuzzer (`run`, beside this file), which looks for bytes under
//! which something does not hold, and `tests/crashes.rs`, which tries those again that are kept in
//! `corpus`, so that the everyday tests guard what the fuzzer has found.
#[path = "../read/acts.rs"]
mod acts;
#[path = "targets/certificate.rs"]
mod certificate;
#[path = "targets/changed.rs"]
mod changed;
#[path = "../read/check.rs"]
mod check;
#[path = "targets/choices.rs"]
mod choices;
#[path = "../read/client.rs"]
mod client;
#[path = "targets/compare.rs"]
mod compare;
#[path = "targets/datagram.rs"]
mod datagram;
#[path = "targets/dialogue.rs"]
mod dialogue;
#[path = "targets/edited.rs"]
mod edited;
#[path = "targets/expect.rs"]
mod expect;
#[path = "targets/explain.rs"]
mod explain;
#[path = "targets/file.rs"]
mod file;
#[path = "targets/peer.rs"]
mod peer;
#[path = "targets/redact.rs"]
mod redact;
#[path = "targets/report.rs"]
mod report;
#[path = "../read/spoken.rs"]
mod spoken;
#[path = "targets/step.rs"]
mod step;
#[path = "targets/target.rs"]
mod target;
#[path = "../read/truths.rs"]
mod truths;

/// What is done with bytes.
#[derive(Debug)]
pub(crate) struct Target {
    /// Its name: that of its folder in `corpus`.
    pub(crate) name: &'static str,
    /// Panics if something does not hold.
    pub(crate) run: fn(&[u8]),
}

/// All of them.
pub(crate) const TARGETS: &[Target] = &[
    Target { name: "smtp", run: dialogue::smtp },
    Target { name: "imap", run: dialogue::imap },
    Target { name: "pop3", run: dialogue::pop3 },
    Target { name: "tls", run: dialogue::tls },
    Target { name: "hello", run: step::hello },
    Target { name: "http", run: step::http },
    Target { name: "dns", run: datagram::dns },
    Target { name: "icmp", run: datagram::icmp },
    Target { name: "certificate", run: certificate::judged },
    Target { name: "recording", run: file::recording },
    Target { name: "page", run: file::page },
    Target { name: "report", run: report::told },
    Target { name: "redact", run: redact::hidden },
    Target { name: "compare", run: compare::compared },
    Target { name: "expect", run: expect::demanded },
    Target { name: "target", run: target::typed },
    Target { name: "explain", run: explain::explained },
];
