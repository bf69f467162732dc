//! What every report says.
use super::Text;

// The words that stand for a judgement.
pub(crate) const HEALTHY: Text = Text("healthy");
pub(crate) const WARNINGS: Text = Text("warnings");
pub(crate) const INCONCLUSIVE: Text = Text("inconclusive");
pub(crate) const FAILURE: Text = Text("failure");
pub(crate) const ERROR: Text = Text("error");
pub(crate) const WARNING: Text = Text("warning");
pub(crate) const NOTE: Text = Text("note");
pub(crate) const YOU: Text = Text("you");
pub(crate) const NETWORK: Text = Text("network");
pub(crate) const PROVIDER: Text = Text("provider");
pub(crate) const DOMAIN_OWNER: Text = Text("domain-owner");
pub(crate) const NO_ONE: Text = Text("no-one");
pub(crate) const YOU_MUST: Text = Text("you-must");
pub(crate) const NETWORK_MUST: Text = Text("network-must");
pub(crate) const PROVIDER_MUST: Text = Text("provider-must");
pub(crate) const DOMAIN_OWNER_MUST: Text = Text("domain-owner-must");
pub(crate) const NOBODY_MUST: Text = Text("nobody-must");
pub(crate) const AN_ERROR: Text = Text("an-error");
pub(crate) const WARNING_ONLY: Text = Text("warning-only");
pub(crate) const NOTE_ONLY: Text = Text("note-only");
pub(crate) const CERTAIN: Text = Text("certain");
pub(crate) const LIKELY: Text = Text("likely");
pub(crate) const POSSIBLE: Text = Text("possible");
pub(crate) const MERELY_LIKELY: Text = Text("merely-likely");
pub(crate) const MERELY_POSSIBLE: Text = Text("merely-possible");

// The same in a further language.
pub(crate) const ONCE_MORE: Text = Text("once-more");

// The first lines.
pub(crate) const ABOUT: Text = Text("about");
pub(crate) const ON_PORT: Text = Text("on-port");
pub(crate) const ON_PORTS: Text = Text("on-ports");
pub(crate) const NOBODY: Text = Text("nobody");
pub(crate) const ALL_WELL: Text = Text("all-well");
pub(crate) const WELL_BY_TOKEN: Text = Text("well-by-token");
pub(crate) const AND: Text = Text("and");
pub(crate) const AND_IN_SAME: Text = Text("and-in-same");
pub(crate) const ALSO: Text = Text("also");
pub(crate) const FURTHER: Text = Text("further");
pub(crate) const TOO_LITTLE: Text = Text("too-little");
pub(crate) const SO_FAR: Text = Text("so-far");
pub(crate) const AGAIN: Text = Text("again");
pub(crate) const BYLINE: Text = Text("byline");
pub(crate) const COMPLETED: Text = Text("completed");
pub(crate) const DEADLINE: Text = Text("deadline");
pub(crate) const INTERRUPTED: Text = Text("interrupted");

// Titles of the sections.
pub(crate) const CONNECTIONS: Text = Text("connections");
pub(crate) const FINDINGS: Text = Text("findings");
pub(crate) const NOTES: Text = Text("notes");
pub(crate) const NAMES: Text = Text("names");
pub(crate) const QUERIES: Text = Text("queries");
pub(crate) const PATHS: Text = Text("paths");
pub(crate) const CERTIFICATES: Text = Text("certificates");
pub(crate) const SAID: Text = Text("said");
pub(crate) const TRANSCRIPTS: Text = Text("transcripts");
pub(crate) const NOT_TESTED: Text = Text("not-tested");
pub(crate) const MANNERS: Text = Text("manners");
pub(crate) const HEADER: Text = Text("header");

// The column of ways to log in where there is little room.
pub(crate) const AUTH_IN_TLS: Text = Text("auth-in-tls");

// Cards.
pub(crate) const WHERE: Text = Text("where");
pub(crate) const WHY: Text = Text("why");
pub(crate) const DO: Text = Text("do");
pub(crate) const WHO: Text = Text("who");
pub(crate) const SURE: Text = Text("sure");
pub(crate) const SEEN: Text = Text("seen");
pub(crate) const BEYOND_SHOWN: Text = Text("beyond-shown");
pub(crate) const SEE: Text = Text("see");
pub(crate) const BUT: Text = Text("but");
pub(crate) const ON_MILD_PORT: Text = Text("on-mild-port");
pub(crate) const ON_MILD_PORTS: Text = Text("on-mild-ports");
pub(crate) const EVIDENCE: Text = Text("evidence");
pub(crate) const EXPLAINS: Text = Text("explains");
pub(crate) const AS_ABOVE: Text = Text("as-above");
pub(crate) const NO_FINDINGS: Text = Text("no-findings");
pub(crate) const PORT: Text = Text("port");
pub(crate) const PORTS: Text = Text("ports");
pub(crate) const WAY: Text = Text("way");
pub(crate) const WAY_TO_PORT: Text = Text("way-to-port");
pub(crate) const WAY_TO_PORTS: Text = Text("way-to-ports");
pub(crate) const AT_ADDRESSES: Text = Text("at-addresses");
pub(crate) const AS_TOLD_BY: Text = Text("as-told-by");

// What was not tested.
pub(crate) const AFTER_FAILURE: Text = Text("after-failure");
pub(crate) const AFTER_END: Text = Text("after-end");
pub(crate) const LEFT_OUT: Text = Text("left-out");
pub(crate) const ONLY_V4: Text = Text("only-v4");
pub(crate) const ONLY_V6: Text = Text("only-v6");
pub(crate) const NO_TRACE: Text = Text("no-trace");
pub(crate) const MORE_EXCHANGERS: Text = Text("more-exchangers");
pub(crate) const MORE_ADDRESSES: Text = Text("more-addresses");
pub(crate) const OTHER_PORTS: Text = Text("other-ports");
pub(crate) const LOGGING_IN: Text = Text("logging-in");
pub(crate) const NOT_CONNECTED: Text = Text("not-connected");
pub(crate) const NEVER_CONNECTED: Text = Text("never-connected");
pub(crate) const NAMED_UNCHECKED: Text = Text("named-unchecked");
pub(crate) const NOWHERE_TO_CALL: Text = Text("nowhere-to-call");

// What the run did.
pub(crate) const CONNECTED: Text = Text("connected");
pub(crate) const ASKED_AGAIN: Text = Text("asked-again");
pub(crate) const INTRODUCED: Text = Text("introduced");
pub(crate) const FAREWELLS: Text = Text("farewells");
pub(crate) const ASKED: Text = Text("asked");
pub(crate) const NO_SECRETS: Text = Text("no-secrets");

// For the support desk.
pub(crate) const TOOL: Text = Text("tool");
pub(crate) const SYSTEM: Text = Text("system");
pub(crate) const STARTED: Text = Text("started");
pub(crate) const TARGET: Text = Text("target");
pub(crate) const UNDERSTOOD: Text = Text("understood");
pub(crate) const AS_AUTO: Text = Text("as-auto");
pub(crate) const AS_HOST: Text = Text("as-host");
pub(crate) const AS_DOMAIN: Text = Text("as-domain");
pub(crate) const AS_ADDRESS: Text = Text("as-address");
pub(crate) const AND_PORTS: Text = Text("and-ports");
pub(crate) const AT: Text = Text("at");
pub(crate) const SOURCE: Text = Text("source");
pub(crate) const NO_SOURCE: Text = Text("no-source");
pub(crate) const SOURCE_UNKNOWN: Text = Text("source-unknown");
pub(crate) const RESOLVER: Text = Text("resolver");
pub(crate) const SET_IN: Text = Text("set-in");
pub(crate) const TRUST: Text = Text("trust");
pub(crate) const TRUSTED: Text = Text("trusted");
pub(crate) const TRUST_PROBLEM: Text = Text("trust-problem");
pub(crate) const COMMAND: Text = Text("command");
pub(crate) const MORE: Text = Text("more");
pub(crate) const WITH_VERBOSE: Text = Text("with-verbose");
pub(crate) const RUN: Text = Text("run");
pub(crate) const RAN: Text = Text("ran");

// Certificates.
pub(crate) const SUBJECT: Text = Text("subject");
pub(crate) const ISSUER: Text = Text("issuer");
pub(crate) const VALID_FOR: Text = Text("valid-for");
pub(crate) const VALID: Text = Text("valid");
pub(crate) const FROM_UNTIL: Text = Text("from-until");
pub(crate) const NO_END: Text = Text("no-end");
pub(crate) const DAYS_LEFT: Text = Text("days-left");
pub(crate) const DAYS_OVER: Text = Text("days-over");
pub(crate) const DAYS_AHEAD: Text = Text("days-ahead");
pub(crate) const KEY: Text = Text("key");
pub(crate) const SIGNATURE: Text = Text("signature");
pub(crate) const SERIAL: Text = Text("serial");
pub(crate) const FINGERPRINT: Text = Text("fingerprint");
pub(crate) const KEY_FINGERPRINT: Text = Text("key-fingerprint");
pub(crate) const ISSUER_URL: Text = Text("issuer-url");
pub(crate) const OCSP_URL: Text = Text("ocsp-url");
pub(crate) const CRL_URL: Text = Text("crl-url");
pub(crate) const TIMESTAMPS_IN: Text = Text("timestamps-in");
pub(crate) const TIMESTAMPS: Text = Text("timestamps");
pub(crate) const STAPLE: Text = Text("staple");
pub(crate) const YES: Text = Text("yes");
pub(crate) const PATH: Text = Text("path");
pub(crate) const PATH_SENT: Text = Text("path-sent");
pub(crate) const PATH_ELSEWHERE: Text = Text("path-elsewhere");
pub(crate) const PATH_ROOT: Text = Text("path-root");
pub(crate) const UNREADABLE: Text = Text("unreadable");
pub(crate) const SHOWN_BY: Text = Text("shown-by");
pub(crate) const SENT: Text = Text("sent");
pub(crate) const LINK: Text = Text("link");
pub(crate) const OTHER_CHAINS: Text = Text("other-chains");

// Transcripts.
pub(crate) const OPENED: Text = Text("opened");
pub(crate) const KERNEL: Text = Text("kernel");
pub(crate) const NOT_OPENED: Text = Text("not-opened");
pub(crate) const ENCRYPTED: Text = Text("encrypted");
pub(crate) const BESIDE: Text = Text("beside");
pub(crate) const STAPLED: Text = Text("stapled");
pub(crate) const TICKETS: Text = Text("tickets");
pub(crate) const NOT_ENCRYPTED: Text = Text("not-encrypted");
pub(crate) const CHOSEN: Text = Text("chosen");
pub(crate) const NOT_CHOSEN: Text = Text("not-chosen");
pub(crate) const ASKS_CERTIFICATE: Text = Text("asks-certificate");
pub(crate) const BYTES_CUT: Text = Text("bytes-cut");
pub(crate) const UNFINISHED: Text = Text("unfinished");
pub(crate) const BEYOND: Text = Text("beyond");
pub(crate) const LINES_LEFT_OUT: Text = Text("lines-left-out");
pub(crate) const OTHER_TALKS: Text = Text("other-talks");

// The line that moves.
pub(crate) const PROGRESS: Text = Text("progress");
pub(crate) const PROGRESS_ONE: Text = Text("progress-one");

// Titles of the columns of connections.
pub(crate) const COLUMN_PORT: Text = Text("column-port");
pub(crate) const COLUMN_TCP: Text = Text("column-tcp");
pub(crate) const COLUMN_GREETS: Text = Text("column-greets");
pub(crate) const COLUMN_TLS: Text = Text("column-tls");
pub(crate) const COLUMN_CERTIFICATE: Text = Text("column-certificate");
pub(crate) const COLUMN_AUTH: Text = Text("column-auth");
pub(crate) const COLUMN_TIME: Text = Text("column-time");
pub(crate) const LADDER: [Text; 7] = [
    COLUMN_PORT,
    COLUMN_TCP,
    COLUMN_GREETS,
    COLUMN_TLS,
    COLUMN_CERTIFICATE,
    COLUMN_AUTH,
    COLUMN_TIME,
];

/// Nothing was seen; no word, but a sign.
pub(crate) const NOT_SEEN: &str = "-";
