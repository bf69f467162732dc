//! What a comparison says.
use super::Text;
use crate::compare::Kind;

pub(crate) const DIFF_SAME: Text = Text("diff-same");
pub(crate) const DIFF_DIFFERENT: Text = Text("diff-different");
pub(crate) const DIFF_BEFORE: Text = Text("diff-before");
pub(crate) const DIFF_AFTER: Text = Text("diff-after");
pub(crate) const DIFF_WHAT: Text = Text("diff-what");
pub(crate) const DIFF_OPEN: Text = Text("diff-open");
pub(crate) const DIFF_NO: Text = Text("diff-no");
pub(crate) const DIFF_REACHED: Text = Text("diff-reached");
pub(crate) const DIFF_LOST: Text = Text("diff-lost");
pub(crate) const DIFF_ROUND: Text = Text("diff-round");
pub(crate) const DIFF_CONDITIONS: Text = Text("diff-conditions");
pub(crate) const DIFF_APPEARED: Text = Text("diff-appeared");
pub(crate) const DIFF_CLEARED: Text = Text("diff-cleared");
pub(crate) const DIFF_ONLY: Text = Text("diff-only-from");
pub(crate) const DIFF_CHANGED: Text = Text("diff-changed");
pub(crate) const DIFF_UNSEEN_BEFORE: Text = Text("diff-unseen-before");
pub(crate) const DIFF_UNSEEN_AFTER: Text = Text("diff-unseen-after");
pub(crate) const DIFF_UNSEEN_FROM: Text = Text("diff-unseen-from");
pub(crate) const DIFF_UNDERNEATH: Text = Text("diff-underneath");
pub(crate) const DIFF_UNDERNEATH_FROM: Text = Text("diff-underneath-from");
pub(crate) const DIFF_NOT_COMPARED: Text = Text("diff-not-compared");
pub(crate) const DIFF_STAYED: Text = Text("diff-stayed");
pub(crate) const DIFF_RUNS: Text = Text("diff-runs");
pub(crate) const DIFF_SEEN_BEFORE: Text = Text("diff-seen-before");
pub(crate) const DIFF_SEEN_AFTER: Text = Text("diff-seen-after");
pub(crate) const DIFF_SEEN_FROM: Text = Text("diff-seen-from");
pub(crate) const DIFF_REDACTED: Text = Text("diff-redacted");
pub(crate) const DIFF_COUNTS: Text = Text("diff-counts");
pub(crate) const DIFF_NOTHING: Text = Text("diff-nothing");
pub(crate) const DIFF_NOTHING_SEEN: Text = Text("diff-nothing-seen");
pub(crate) const DIFF_PORTS_CLOSED: Text = Text("diff-ports-closed");
pub(crate) const DIFF_PORTS_OPENED: Text = Text("diff-ports-opened");
pub(crate) const DIFF_OPEN_ONLY: Text = Text("diff-open-only");
pub(crate) const DIFF_OTHERWISE: Text = Text("diff-otherwise");
pub(crate) const DIFF_OTHERWISE_FROM: Text = Text("diff-otherwise-from");
pub(crate) const DIFF_FIRST_APPEARED: Text = Text("diff-first-appeared");
pub(crate) const DIFF_FIRST_CLEARED: Text = Text("diff-first-cleared");
pub(crate) const DIFF_FIRST_ONLY: Text = Text("diff-first-only");
pub(crate) const DIFF_FINDINGS: Text = Text("diff-findings");
pub(crate) const DIFF_COUNT_APPEARED: Text = Text("diff-count-appeared");
pub(crate) const DIFF_COUNT_CLEARED: Text = Text("diff-count-cleared");
pub(crate) const DIFF_COUNT_ONLY: Text = Text("diff-count-only");
pub(crate) const DIFF_COUNT_CHANGED: Text = Text("diff-count-changed");
pub(crate) const DIFF_COUNT_UNSEEN: Text = Text("diff-count-unseen");
pub(crate) const DIFF_COUNT_STAYED: Text = Text("diff-count-stayed");
pub(crate) const DIFF_TURNED: Text = Text("diff-turned");
pub(crate) const DIFF_BYLINE: Text = Text("diff-byline");
pub(crate) const DIFF_DEMANDS: Text = Text("diff-demands");
pub(crate) const DIFF_OBSERVED: Text = Text("diff-observed");

/// What differs.
pub(crate) const fn difference(kind: Kind) -> Text {
    match kind {
        Kind::Tool => Text("diff-tool"),
        Kind::Ended => Text("diff-ended"),
        Kind::Role => Text("diff-role"),
        Kind::Ports => Text("diff-ports-asked"),
        Kind::Family => Text("diff-family"),
        Kind::Connect => Text("diff-connect"),
        Kind::Views => Text("diff-views"),
        Kind::Controls => Text("diff-controls"),
        Kind::Trace => Text("diff-how-traced"),
        Kind::TracePort => Text("diff-trace-port"),
        Kind::MaxHops => Text("diff-max-hops"),
        Kind::TlsScan => Text("diff-tls-scan"),
        Kind::FetchAia => Text("diff-fetch-aia"),
        Kind::Retries => Text("diff-retries"),
        Kind::Expect => Text("diff-expect"),
        Kind::EhloName => Text("diff-ehlo-name"),
        Kind::Resolvers => Text("diff-resolvers"),
        Kind::TrustStore => Text("diff-trust-store"),
        Kind::Exchangers => Text("diff-exchangers"),
        Kind::Ipv4 => Text("diff-ipv4"),
        Kind::Ipv6 => Text("diff-ipv6"),
        Kind::Aliases => Text("diff-aliases"),
        Kind::Dnssec => Text("diff-dnssec"),
        Kind::Pointers => Text("diff-pointers"),
        Kind::Reach => Text("diff-reach"),
        Kind::Greeting => Text("diff-greets"),
        Kind::Software => Text("diff-software"),
        Kind::StartTls => Text("diff-offers-tls"),
        Kind::Tls => Text("diff-tls"),
        Kind::Suite => Text("diff-suite"),
        Kind::Group => Text("diff-group"),
        Kind::CertificateRenewed => Text("diff-renewed"),
        Kind::CertificateRekeyed => Text("diff-rekeyed"),
        Kind::CertificateOlder => Text("diff-older"),
        Kind::CertificateOlderRekeyed => Text("diff-older-rekeyed"),
        Kind::CertificateReplaced => Text("diff-replaced"),
        Kind::Chain => Text("diff-chain"),
        Kind::Rooted => Text("diff-rooted"),
        Kind::AuthClear => Text("diff-auth-in-clear"),
        Kind::AuthTls => Text("diff-auth-inside-tls"),
        Kind::CapabilitiesClear => Text("diff-capabilities-clear"),
        Kind::CapabilitiesTls => Text("diff-capabilities-tls"),
        Kind::PathEnd => Text("diff-path-end"),
        Kind::Routers => Text("diff-routers"),
    }
}

/// The same, where nothing changed, but two places see different things.
pub(crate) const fn difference_of_places(kind: Kind) -> Text {
    match kind {
        Kind::CertificateRenewed | Kind::CertificateOlder => Text("diff-other-dates"),
        Kind::CertificateRekeyed | Kind::CertificateOlderRekeyed => {
            Text("diff-other-dates-and-key")
        }
        kind => difference(kind),
    }
}

/// Whether the words for it tell what became of it, and not only what it is.
pub(crate) const fn tells_itself(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::CertificateRenewed
            | Kind::CertificateRekeyed
            | Kind::CertificateOlder
            | Kind::CertificateOlderRekeyed
            | Kind::CertificateReplaced
    )
}
