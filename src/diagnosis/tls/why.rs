//! Why a handshake fails: what the server would have agreed to, by what it answered when it was
//! asked again.
use std::net::IpAddr;

use probes::tls::hello::{Hello, Offer, Worth};
use probes::{Observation, Step};

use crate::certificate::{self, Key};
use crate::diagnosis::facts::{Endpoint, Facts, Outcome, Retry};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const OLD_VERSION: Rule = Rule {
    code: "tls.old-version-only",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} speaks only {$version} on port {$port}",
    cause: "Whatever newer it was offered, the server agreed to {$version} ({$suite}) and to nothing better. Today's programs no longer speak that: it was given up because it can be broken.",
    remedy: "Switch on TLS 1.2 and TLS 1.3 on the server; if its software is too old for them, update it or put a current one in front of it.",
    reference: "RFC 8996, RFC 7568",
    check: |facts| chose(facts, |hello| hello.old_version().is_some()),
};

pub(super) const STATIC_KEY: Rule = Rule {
    code: "tls.static-rsa-only",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} knows only key exchange without forward secrecy on port {$port}",
    cause: "Offered everything, the server chose {$suite}: the key of its certificate encrypts every session (static RSA), so that whoever gets that key later can read all that was recorded. Many of today's programs no longer offer it; some still get through.",
    remedy: "Allow cipher suites with ECDHE on the server (TLS_ECDHE_… with AES-GCM), or switch on TLS 1.3.",
    reference: "RFC 9325 §4.1",
    check: |facts| is_worth(facts, Worth::StaticKey),
};

pub(super) const FINITE_FIELD: Rule = Rule {
    code: "tls.dhe-only",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} knows only key exchange by DHE ({$bits}\u{a0}bit) on port {$port}",
    cause: "Offered everything, the server chose {$suite}. Many of today's programs no longer offer DHE, and those that do refuse primes below 1024 or 2048 bit; some still get through.",
    remedy: "Allow cipher suites with ECDHE on the server (TLS_ECDHE_… with AES-GCM), or switch on TLS 1.3.",
    reference: "RFC 9325 §4.1, RFC 7919",
    check: |facts| is_worth(facts, Worth::FiniteField),
};

pub(super) const WEAK_SUITES: Rule = Rule {
    code: "tls.weak-suites-only",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} knows only ciphers that do not protect on port {$port}: {$suite}",
    cause: "Offered everything, the server chose this: it encrypts badly or not at all (NULL, EXPORT, RC4, DES, 3DES), or proves to nobody who it is (anon). No program of today agrees to that.",
    remedy: "Set the server's cipher suites back to what its software comes with, and update it if those are still of this kind.",
    reference: "RFC 9325 §4.1, RFC 7465",
    check: |facts| is_worth(facts, Worth::Weak),
};

pub(super) const OLD_SUITES: Rule = Rule {
    code: "tls.old-suites-only",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} knows only ciphers of an older kind on port {$port}: {$suite}",
    cause: "Offered everything, the server chose this. Today's programs prefer AES-GCM and ChaCha20; those that offer nothing else, as this tool does, fail, others still get through.",
    remedy: "Allow cipher suites with AES-GCM or ChaCha20 on the server (in TLS 1.2 those with ECDHE: TLS_ECDHE_…_GCM_…), or set them back to what its software comes with.",
    reference: "RFC 9325 §4.2",
    check: |facts| is_worth(facts, Worth::OldCipher),
};

pub(super) const ODD_CURVE: Rule = Rule {
    code: "tls.odd-curve",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} insists on a curve that few programs know on port {$port}: {$group}",
    cause: "Offered every curve, the server chose this for the key exchange. Programs offer X25519, P-256 and P-384.",
    remedy: "Allow X25519 and P-256 on the server (its setting is called curves or groups).",
    reference: "RFC 8422 §5.1.1, RFC 9325 §4.2.1",
    check: |facts| {
        chose(facts, |hello| !hello.is_tls13() && hello.is_current() && hello.odd_group().is_some())
    },
};

pub(super) const ODD_GROUP: Rule = Rule {
    code: "tls.odd-group",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} speaks only TLS 1.3 with the key exchange group {$group} on port {$port}",
    cause: "The server refuses TLS 1.2 and, offered TLS 1.3 with every group, wants a key of this one. Programs offer X25519, P-256 and P-384.",
    remedy: "Allow X25519 and P-256 on the server (its setting is called groups or curves).",
    reference: "RFC 8446 §9.1, §4.2.8",
    check: |facts| {
        found(facts, |e| answer(e, Offer::Tls13).filter(|hello| hello.saw.odd_group().is_some()))
    },
};

pub(super) const ODD_KEY: Rule = Rule {
    code: "tls.odd-key",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "The TLS handshake with {$host} fails for the key of its certificate (port {$port}): {$key}",
    cause: "All else that the server chose ({$version}, {$suite}) is what programs of today use. They don't check signatures made with such a key, and say so in the handshake; the server has no other certificate to go on with.",
    remedy: "Have the certificate issued anew with an RSA key of 2048 bit or more, or P-256.",
    reference: "RFC 5246 §7.4.2, RFC 8446 §4.4.2.2",
    check: odd_keys,
};

/// Where nothing else is to blame.
fn odd_keys(facts: &Facts<'_>) -> Vec<Match> {
    let odd = |e: &Endpoint<'_>| {
        let hello = all_offered(e).filter(|hello| hello.saw.is_todays())?.saw;
        let leaf = certificate::describe(&hello.chain.first()?.0)?;
        let odd = matches!(leaf.key, Key::Other(_));
        odd.then(|| with_choice(about(e), hello).with("key", leaf.key))
    };
    facts.endpoints().iter().filter_map(odd).collect()
}

pub(super) const NO_CERTIFICATE: Rule = Rule {
    code: "tls.no-certificate",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} shows an empty list where its certificate should be (port {$port})",
    cause: "The server speaks TLS and has no certificate to show, so nobody can tell whose it is; every program breaks off.",
    remedy: "Give the service a certificate with its key, and reload it.",
    reference: "RFC 8446 §4.4.2.4, RFC 5246 §7.4.2",
    check: |facts| chose(facts, Hello::shows_nothing),
};

pub(super) const CLIENT_CERTIFICATE: Rule = Rule {
    code: "tls.client-certificate-demanded",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} wants a certificate from whoever connects (port {$port})",
    cause: "The server asks for a client certificate during the handshake, and breaks off when it gets none. Mail programs have a password, but hardly ever a certificate.",
    remedy: "If everybody is to use this port, switch the demand for client certificates off on the server. If it is for those who have one, set it up in the mail program.",
    reference: "RFC 5246 §7.4.4",
    check: certificates_demanded,
};

/// A client is asked when the server has shown its own certificate; a handshake that fails before
/// fails for another reason.
fn certificates_demanded(facts: &Facts<'_>) -> Vec<Match> {
    let got_there = |e: &Endpoint<'_>| e.handshake().is_some_and(|h| !h.saw.chain.is_empty());
    let asks = |hello: &Hello| hello.asks_for_certificate();
    found(facts, |e| all_offered(e).filter(|hello| got_there(e) && asks(hello.saw)))
}

pub(super) const NAME_REFUSED: Rule = Rule {
    code: "tls.name-refused",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} breaks TLS off when it is asked for by this name (port {$port})",
    cause: "Not told for which name the client comes, the same server goes on; so it, or a proxy in front of it, does not know the name {$host}.",
    remedy: "Check the name against the provider's help page. If it is right, the provider must add {$host} to the names that the server, or the proxy in front of it, knows (SNI).",
    reference: "RFC 6066 §3",
    check: |facts| found(facts, |e| answer(e, Offer::WithoutName)),
};

pub(super) const NAME_WANTED: Rule = Rule {
    code: "tls.sni-required",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::You,
    title: "The server at {$addr} wants to be asked for by its name (port {$port})",
    cause: "It was asked for by its address, with which TLS can't send a name, and answers that it does not know for which name the client comes.",
    remedy: "Use the server's name instead of its address, here and in programs.",
    reference: "RFC 6066 §3",
    check: names_wanted,
};

/// Only where no name was sent.
fn names_wanted(facts: &Facts<'_>) -> Vec<Match> {
    const ALERTS: [&str; 2] = ["unrecognized_name", "missing_extension"];
    let refused = |hello: &Hello| ALERTS.iter().any(|alert| hello.was_refused_by(alert));
    let nameless = |e: &Endpoint<'_>| e.host.parse::<IpAddr>().is_ok();
    found(facts, |e| {
        let mut heard = e.retries.iter().filter_map(Retry::hello);
        heard.find(|hello| nameless(e) && hello.saw.version.is_none() && refused(hello.saw))
    })
}

pub(super) const INTOLERANT: Rule = Rule {
    code: "tls.version-intolerant",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} breaks TLS off when it is offered anything newer than {$version} (port {$port})",
    cause: "Instead of choosing an older version, as it should, the server gives up; asked for no more than {$version} it answers ({$suite}).",
    remedy: "Update the server's software, or what stands in front of it; it has to speak TLS 1.2 or 1.3.",
    reference: "RFC 5246 §E.1, RFC 8996",
    check: |facts| found(facts, |e| answer(e, Offer::Tls10)),
};

pub(super) const LARGE_HELLO: Rule = Rule {
    code: "tls.large-hello-dropped",
    severity: Severity::Error,
    confidence: Confidence::Medium,
    actor: Actor::Provider,
    title: "{$host} does not answer a TLS handshake whose first message is large (port {$port})",
    cause: "Without the hybrid key exchange (X25519MLKEM768), which makes the first message longer than one packet, the handshake comes about. The server, or a firewall or load balancer on the way, does not put the message together.",
    remedy: "Update the server's software and what stands in front of it. If it works from another network, it is a firewall of this one. Until then programs get through that don't offer hybrid key exchange.",
    reference: "RFC 8446 §5.1",
    check: large_hellos,
};

fn large_hellos(facts: &Facts<'_>) -> Vec<Match> {
    let works = |retry: &Retry<'_>| retry.handshake().is_some_and(|h| h.failure.is_none());
    let such = facts.endpoints().iter().filter(|e| e.retries.iter().any(works));
    such.map(about).collect()
}

/// The endpoints that chose a suite of this worth, though they speak TLS 1.2: what an older version
/// can't do is no matter of settings.
fn is_worth(facts: &Facts<'_>, worth: Worth) -> Vec<Match> {
    chose(facts, |hello| hello.is_current() && hello.worth() == Some(worth))
}

/// The endpoints that, offered all there is, chose such.
fn chose(facts: &Facts<'_>, such: impl Fn(&Hello) -> bool) -> Vec<Match> {
    found(facts, |e| all_offered(e).filter(|hello| such(hello.saw)))
}

/// The answer where all was offered that the server might take.
fn all_offered<'r>(endpoint: &Endpoint<'r>) -> Option<Outcome<'r, Hello>> {
    const ALL: [Offer; 4] = [Offer::Everything, Offer::WithoutName, Offer::Tls13, Offer::Ssl3];
    ALL.iter().find_map(|offer| answer(endpoint, *offer))
}

/// The answer to an offer, if it was one: a version, and a suite that was offered.
fn answer<'r>(endpoint: &Endpoint<'r>, offer: Offer) -> Option<Outcome<'r, Hello>> {
    let retry = endpoint.retries.iter().find(|retry| retry.offer == offer)?;
    retry.hello().filter(|hello| hello.saw.version.is_some() && hello.saw.worth().is_some())
}

/// The endpoints where such an answer is found, with what it says.
fn found<'r>(
    facts: &Facts<'r>,
    which: impl Fn(&Endpoint<'r>) -> Option<Outcome<'r, Hello>>,
) -> Vec<Match> {
    let such = facts.endpoints().iter().filter_map(|e| Some((e, which(e)?.saw)));
    such.map(|(e, hello)| with_choice(about(e), hello)).collect()
}

/// What the server chose, for the words.
fn with_choice(m: Match, hello: &Hello) -> Match {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    m.with("version", word(&hello.version))
        .with("suite", word(&hello.suite))
        .with("group", word(&hello.group))
        .with("bits", hello.prime_bits.unwrap_or_default())
}

/// On the handshake that failed, on what came of asking again, and on whatever went wrong then.
fn about(endpoint: &Endpoint<'_>) -> Match {
    let again = endpoint.retries.iter().flat_map(|retry| &retry.seen);
    let matters =
        |o: &&&Observation| o.failure.is_some() || matches!(o.step, Step::Hello | Step::Handshake);
    let shaken = endpoint.handshake().map(|h| h.id());
    Match::on(endpoint.subject, shaken.into_iter().chain(again.filter(matters).map(|o| o.id)))
}
