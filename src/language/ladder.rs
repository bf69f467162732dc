//! Words short enough for the cells of the ladder.
use super::Text;

/// The certificate faults, in as many words as a table has room for: by code.
pub(crate) const CERTIFICATE: &[(&str, Text)] = &[
    ("tls.self-signed", Text("fault-self-signed")),
    ("tls.unknown-issuer", Text("fault-unknown-issuer")),
    ("tls.incomplete-chain", Text("fault-incomplete-chain")),
    ("tls.expired", Text("fault-expired")),
    ("tls.not-yet-valid", Text("fault-not-yet-valid")),
    ("tls.expires-soon", Text("fault-expires-soon")),
    ("tls.wrong-name", Text("fault-wrong-name")),
    ("tls.name-only-in-subject", Text("fault-name-only-in-subject")),
    ("tls.weak-key", Text("fault-weak-key")),
    ("tls.weak-signature", Text("fault-weak-signature")),
    ("tls.old-certificate-version", Text("fault-old-certificate-version")),
    ("tls.not-for-servers", Text("fault-not-for-servers")),
    ("tls.intermediate-outdated", Text("fault-intermediate-outdated")),
    ("tls.unreadable-certificate", Text("fault-unreadable-certificate")),
    ("tls.key-not-proven", Text("fault-key-not-proven")),
    ("tls.chain-rejected", Text("fault-chain-rejected")),
    ("tls.ca-as-server", Text("fault-ca-as-server")),
    ("tls.too-many-signatures", Text("fault-too-many-signatures")),
    ("tls.name-constraints", Text("fault-name-constraints")),
    ("tls.path-too-long", Text("fault-path-too-long")),
    ("tls.not-an-authority", Text("fault-not-an-authority")),
    ("tls.authority-not-for-servers", Text("fault-authority-not-for-servers")),
    ("tls.unknown-critical-extension", Text("fault-unknown-critical-extension")),
    ("tls.revoked", Text("fault-revoked")),
];

/// The word for a certificate fault, if the code is that of one.
pub(crate) fn fault(code: &str) -> Option<Text> {
    CERTIFICATE.iter().find(|(c, _)| *c == code).map(|(_, word)| *word)
}

/// Why a handshake failed, in as many words as a table has room for: by code. `{$version}` is the
/// finding's.
const REASONS: &[(&str, Text)] = &[
    ("tls.old-version-only", Text("reason-old-version-only")),
    ("tls.version-intolerant", Text("reason-version-intolerant")),
    ("tls.static-rsa-only", Text("reason-static-rsa-only")),
    ("tls.dhe-only", Text("reason-dhe-only")),
    ("tls.weak-suites-only", Text("reason-weak-suites-only")),
    ("tls.old-suites-only", Text("reason-old-suites-only")),
    ("tls.odd-curve", Text("reason-odd-curve")),
    ("tls.odd-group", Text("reason-odd-group")),
    ("tls.odd-key", Text("reason-odd-key")),
    ("tls.no-certificate", Text("reason-no-certificate")),
    ("tls.client-certificate-demanded", Text("reason-client-certificate-demanded")),
    ("tls.name-refused", Text("reason-name-refused")),
    ("tls.sni-required", Text("reason-sni-required")),
    ("tls.large-hello-dropped", Text("reason-large-hello-dropped")),
];

/// The words for why a handshake failed, if the code is that of a reason.
pub(crate) fn reason(code: &str) -> Option<Text> {
    REASONS.iter().find(|(c, _)| *c == code).map(|(_, words)| *words)
}

pub(crate) const ALL_PORTS: Text = Text("all-ports");
pub(crate) const OPEN: Text = Text("open");
pub(crate) const REFUSED: Text = Text("refused");
pub(crate) const RESET: Text = Text("reset");
pub(crate) const NO_ANSWER: Text = Text("no-answer");
pub(crate) const UNREACHABLE: Text = Text("unreachable");
pub(crate) const UNREACHABLE_BY: Text = Text("unreachable-by");
pub(crate) const PROHIBITED_BY: Text = Text("prohibited-by");
pub(crate) const NOT_PERMITTED: Text = Text("not-permitted");
pub(crate) const NOT_POSSIBLE: Text = Text("not-possible");
pub(crate) const CUT_SHORT: Text = Text("cut-short");
pub(crate) const CLOSED: Text = Text("closed");
pub(crate) const SILENT: Text = Text("silent");
pub(crate) const GREETS: Text = Text("greets");
pub(crate) const STALLS: Text = Text("stalls");
pub(crate) const STRANGE: Text = Text("strange");
pub(crate) const NOT_READABLE: Text = Text("not-readable");
pub(crate) const DECLINED: Text = Text("declined");
pub(crate) const TOO_MUCH: Text = Text("too-much");
pub(crate) const AFTER_STARTTLS: Text = Text("after-starttls");
pub(crate) const NOT_OFFERED: Text = Text("not-offered");
pub(crate) const NOT_OFFERED_BUT: Text = Text("not-offered-but");
pub(crate) const STARTTLS_DECLINED: Text = Text("starttls-declined");
pub(crate) const INJECTED: Text = Text("injected");
pub(crate) const NOT_TLS: Text = Text("not-tls");
pub(crate) const ALERT: Text = Text("alert");
pub(crate) const FAILED: Text = Text("failed");
pub(crate) const OK_UNTIL: Text = Text("ok-until");
pub(crate) const ALSO_IN_CLEAR: Text = Text("also-in-clear");
pub(crate) const NONE: Text = Text("none");
