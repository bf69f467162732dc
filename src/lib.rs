//! mailprobe says why mail does not work, whose turn it is, and what to do.
//!
//! # The map
//!
//! *Probes observe, rules judge, reports tell.* Data goes one way:
//!
//! ```text
//! Target ──> engine::run(&dyn Net) ──> Recording ──save──> .json ──load──┐
//!                                         │  <──────────────────────────┘
//!                     facts ──> rules ──> causes ──> unexplained      pure: no clock, no I/O
//!                                         ▼
//!                                      Findings ──> Report ──> Document ──> terminal, html, …
//!                                                         └──> json, ndjson, junit, nagios, …
//! ```
//!
//! `compare` takes two recordings and their findings, and its comparison is a `Document` too. It
//! judges each run up to twice: on its own terms, and on what both were asked for.
//!
//! | word | meaning |
//! |---|---|
//! | subject | what can be looked at: a domain, a host, an endpoint, a path |
//! | step | one operation on a subject |
//! | observation | what one step saw; never a conclusion |
//! | recording | all observations of a run, and the steps not taken; the only thing that is saved |
//! | rule | a pure function from recording to matches, with its own texts |
//! | finding | a rule's match: code, severity, confidence, subject, evidence, who must act |
//! | report | recording + findings + verdict, written in a format |
//!
//! The crate `probes` holds the instruments, the crate `fixtures` imaginary mail hosts. The same
//! word stands on every floor: `probes/src/tls.rs` observes, `src/diagnosis/tls.rs` judges,
//! `fixtures/scenarios/tls-*.toml` shows, finding codes are `tls.*`.
//!
//! # Where building changed the design
//!
//! * A step returns `Result<(), Failure>`, and what it saw lies in the session's *draft* from the
//!   first byte on. So a step that fails, runs out of time or is dropped at the deadline needs no
//!   code of its own to keep what it had seen.
//! * Steps are named by what they do (`Greeting`, `Capabilities`, `StartTls`, `Farewell`), not by
//!   each protocol's word for it; the protocols are rows of words under one dialogue.
//! * `Subject::Exchanger` stands beside `Subject::Host`: the same name is looked at differently,
//!   and judged differently, as a domain's mail exchanger and as the host that programs use.
//! * Steps that don't wait for each other (A and AAAA) are a [`probes::Series::AtOnce`].
//! * `Net` opens *flows* of packets with small TTLs, not single packets: only packets that share
//!   addresses, ports and checksum go the same way where traffic is spread, and only a socket that
//!   they share can send such without privilege. Over TCP even that can't be had: the kernel lets
//!   no two connection attempts share a port, so each packet has a flow of its own, and what a TCP
//!   trace shows between two TTLs need not be one way.
//! * A step that takes long can open subjects before it ends (`Plan::meanwhile`): a port that stays
//!   silent is traced while its connect timeout still runs.
//! * `Net::dial` and flows say themselves how long the answer took: the real network waits for
//!   packets on a thread of its own, where handshakes don't disturb the clock.
//! * `Net::lookup` keeps to its time by itself, because the tries of one question are its business;
//!   all other limits lie in the session.
//! * What another resolver says of a name, or the DNS where a hosts file has the address, is a
//!   subject of its own (`Subject::View`), which opens nothing: rules compare it with what counts.
//! * A silent port that should greet in clear is offered a TLS handshake on the same connection
//!   (`Service::after`): it costs no second connection to tell a hung service from a wrong mode.
//! * An endpoint whose handshake failed is asked again (`Subject::Retry`), at most four times and
//!   one connection after the other, with ClientHellos of our own: a TLS library of today has one
//!   word, "handshake failure", for all that servers of yesterday do. What fails in that is
//!   evidence for whatever is said of the handshake, unless a rule knows better.
//! * With `--tls-scan` an endpoint that speaks TLS is asked again too (`Offer::Scan`), with one hello
//!   for each old version and family of ciphers, and one for ALPN, which the handshake itself does
//!   not offer: mail programs don't either. A refusal is an answer there, and no failure.
//! * Last in that comes, where TLS is asked for in clear, a harmless command in the same packet
//!   (`Offer::Pipelined`): whoever answers it inside TLS lets an attacker on the way speak before
//!   the client. What it shows is a conversation, so it has the steps of one, and one of its own in
//!   which nothing should be heard (`Step::Listen`). That a server takes it amiss is right.
//! * With `--fetch-aia` the certificate that a server does not send is fetched (`Subject::Issuer`),
//!   in one step with the questions for its host: whom it may ask depends on the addresses. The
//!   engine asks `certificate` whether one is missing, since only the roots tell. It proves what
//!   is missing, and makes no chain any better.
//! * Hosts to compare with (`--control`) are subjects of their own (`Subject::Control`), so that no
//!   rule on the target takes them for it. They are called once something is known of the target,
//!   and never at an address of its own.
//! * With `--retries` what failed in a way that may pass is visited again ([`probes::observation`]
//!   knows which failures do): in rounds after all else, with a pause before each, and one endpoint
//!   of a host after the other. It is the same subject, and each observation says how often it had
//!   been visited before: so plan and rules need not know of it. What counts is the last visit that
//!   was not cut short ([`diagnosis::Facts::seen`]); what failed before is evidence for what is said
//!   in the end, or for `*.flapping`. It is not `Subject::Retry`, which asks another question to
//!   learn why a handshake failed; and the tries of one DNS question are one observation, because
//!   any program makes them.
//! * Causes are rules like the others (`diagnosis/causes`): what they explain is told beneath them,
//!   because they rest on all of its evidence and more.
//! * What must hold (`--expect`) is part of what was asked, and so saved: a report is judged by it again
//!   elsewhere. Its rules (`diagnosis/expect`) fold in their own way, by what each may be explained by,
//!   and not by evidence alone. Waivers come last, and a port that is closed as it must be is no
//!   finding at all.
//! * `explain` knows rules and a table of codes, and nothing of runs.
//! * Tickets of TLS 1.3 come after the handshake; they stand with the reply that they came with.
//! * The table of providers is several files, by region: one would be too long to read. What it
//!   says names the cause of what was seen on the same evidence, or stands beside what was seen:
//!   then it explains nothing, and nothing explains it away.
//! * A value of a finding that is a text of ours is kept as such ([`finding::Arg`]) and said when the
//!   language is known; the recording and JSON hold what it is in English.
//! * English titles of several ports are an attribute of their own (`ports`) in the catalogue that
//!   is made from the rules; other languages have no such thing.
//! * A redacted report is the report on a redacted recording: it is redacted before it is judged, so
//!   that no format can tell what was taken out. Aliases hold across all recordings of one command,
//!   and so does what is known of the client.
//! * A page (`report/html`) is told from the document like everything for people, pictures
//!   included: those are data ([`report::picture`]), and tables hold all that they show. The report
//!   for programs stands at its end: one attachment serves both, and loading finds it there.
//! * What is done with bytes from strangers is one table (`tests/fuzz/targets.rs`), which the fuzzer
//!   and an everyday test (`tests/crashes.rs`) read. `tests/fuzz` is a workspace of its own, because
//!   all in it is built instrumented.
//! * `tests/` may use `fixtures` and the library; `.rustfmt.toml` stands on the top level, because
//!   rustfmt looks nowhere else.
//! * The recording carries the roots that its chains need, so that it can be judged on a machine
//!   with another trust store; and those of a second store, so that it can be told which is old.
pub mod certificate;
pub mod check;
pub mod cli;
pub mod commands;
pub mod compare;
pub mod diagnosis;
pub mod engine;
pub mod expect;
pub mod explain;
pub mod finding;
pub mod knowledge;
pub mod language;
pub mod recording;
pub mod redact;
pub mod report;
pub mod schema;
mod spelling;
pub mod target;
pub mod trust;
pub mod vantage;
