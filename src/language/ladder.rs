//! Words short enough for the cells of the ladder.

/// The certificate faults, in as many words as a table has room for: by code.
pub(crate) const CERTIFICATE: &[(&str, &str)] = &[
    ("tls.self-signed", "self-signed"),
    ("tls.unknown-issuer", "unknown issuer"),
    ("tls.incomplete-chain", "incomplete chain"),
    ("tls.expired", "expired"),
    ("tls.not-yet-valid", "not yet valid"),
    ("tls.expires-soon", "expires soon"),
    ("tls.wrong-name", "wrong name"),
    ("tls.name-only-in-subject", "no alternative name"),
    ("tls.weak-key", "weak key"),
    ("tls.weak-signature", "weak signature"),
    ("tls.old-certificate-version", "old X.509 version"),
    ("tls.not-for-servers", "not for servers"),
    ("tls.intermediate-outdated", "outdated intermediate"),
    ("tls.unreadable-certificate", "unreadable"),
    ("tls.key-not-proven", "key not proven"),
    ("tls.chain-rejected", "rejected"),
    ("tls.ca-as-server", "an authority's"),
    ("tls.too-many-signatures", "too many signatures"),
    ("tls.name-constraints", "name not permitted"),
    ("tls.path-too-long", "path too long"),
    ("tls.not-an-authority", "signed by no authority"),
    ("tls.authority-not-for-servers", "authority not for servers"),
    ("tls.unknown-critical-extension", "unknown extension"),
    ("tls.revoked", "revoked"),
];

/// The word for a certificate fault, if the code is that of one.
pub(crate) fn fault(code: &str) -> Option<&'static str> {
    CERTIFICATE.iter().find(|(c, _)| *c == code).map(|(_, word)| *word)
}

/// Why a handshake failed, in as many words as a table has room for: by code. `{$version}` is the
/// finding's.
const REASONS: &[(&str, &str)] = &[
    ("tls.old-version-only", "{$version} only"),
    ("tls.version-intolerant", "{$version} at most"),
    ("tls.static-rsa-only", "static RSA only"),
    ("tls.dhe-only", "DHE only"),
    ("tls.weak-suites-only", "weak ciphers only"),
    ("tls.old-suites-only", "old ciphers only"),
    ("tls.odd-curve", "odd curve only"),
    ("tls.odd-group", "odd group only"),
    ("tls.odd-key", "odd key"),
    ("tls.no-certificate", "no certificate"),
    ("tls.client-certificate-demanded", "wants a certificate"),
    ("tls.name-refused", "refuses the name"),
    ("tls.sni-required", "wants a name"),
    ("tls.large-hello-dropped", "drops large hello"),
];

/// The words for why a handshake failed, if the code is that of a reason.
pub(crate) fn reason(code: &str) -> Option<&'static str> {
    REASONS.iter().find(|(c, _)| *c == code).map(|(_, words)| *words)
}

pub(crate) const NOT_SEEN: &str = "-";
pub(crate) const SPAN: &str = "{$least}–{$most}";
pub(crate) const ALL_PORTS: &str = "all {$count}";
pub(crate) const OPEN: &str = "open {$time}";
pub(crate) const REFUSED: &str = "refused";
pub(crate) const RESET: &str = "reset";
pub(crate) const NO_ANSWER: &str = "no answer {$time}";
pub(crate) const UNREACHABLE: &str = "unreachable";
pub(crate) const UNREACHABLE_BY: &str = "unreachable, says {$router}";
pub(crate) const PROHIBITED_BY: &str = "forbidden, says {$router}";
pub(crate) const NOT_PERMITTED: &str = "not permitted";
pub(crate) const NOT_POSSIBLE: &str = "no route";
pub(crate) const CUT_SHORT: &str = "cut short";
pub(crate) const CLOSED: &str = "closed";
pub(crate) const SILENT: &str = "silent {$time}";
pub(crate) const GREETS: &str = "greets: {$what}";
pub(crate) const STALLS: &str = "stalls {$time}";
pub(crate) const STRANGE: &str = "another protocol";
pub(crate) const NOT_READABLE: &str = "unreadable";
pub(crate) const DECLINED: &str = "declined";
pub(crate) const TOO_MUCH: &str = "too much";
pub(crate) const AFTER_STARTTLS: &str = "{$command}, {$what}";
pub(crate) const NOT_OFFERED: &str = "not offered";
pub(crate) const NOT_OFFERED_BUT: &str = "not offered, {$what}";
pub(crate) const STARTTLS_DECLINED: &str = "{$command} declined";
pub(crate) const INJECTED: &str = "{$command}, injected bytes";
pub(crate) const NOT_TLS: &str = "not TLS";
pub(crate) const ALERT: &str = "refused by alert";
pub(crate) const FAILED: &str = "failed";
pub(crate) const OK_UNTIL: &str = "until {$date}";
pub(crate) const AUTH_BOTH: &str = "{$clear} → {$tls}";
pub(crate) const AUTH_CLEAR: &str = "{$clear} → -";
pub(crate) const ALSO_IN_CLEAR: &str = "in clear {$clear} → {$tls}";
pub(crate) const NONE: &str = "none";
