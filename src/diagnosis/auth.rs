//! Ways to log in.
use probes::{Protocol, Service};

use super::facts::{Endpoint, Facts};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};

pub(super) const RULES: &[Rule] = &[NONE_OFFERED, CLEAR_TEXT, TOKENS_ONLY, OLD_ONLY];

const NONE_OFFERED: Rule = Rule {
    code: "auth.none-offered",
    severity: Severity::Error,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers no way to log in on port {$port}",
    cause: "Inside TLS the server lists no authentication mechanism, so no program can log in there: authentication is switched off, or this is no server for programs.",
    remedy: "Switch authentication on for this port. If the host name was typed by hand, check it against the provider's help page.",
    reference: "RFC 4954 §3, RFC 6409 §4.3",
    check: none_offered,
};

fn none_offered(facts: &Facts<'_>) -> Vec<Match> {
    let submission = |e: &&Endpoint<'_>| e.service != Service::Smtp;
    let told = facts.endpoints().iter().filter(submission);
    told.filter(|e| e.mechanisms_in_tls().is_some_and(|m| m.is_empty()))
        .filter_map(|e| Some((e, Match::on(e.subject, [e.tls_capabilities()?.id()]))))
        // USER and PASS need not be listed (RFC 2449 §6.3).
        .map(|(e, m)| match e.service.row().protocol {
            Protocol::Pop3 => m.confidence(Confidence::Medium),
            _ => m,
        })
        .collect()
}

const CLEAR_TEXT: Rule = Rule {
    code: "auth.clear-text",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} takes passwords in clear on port {$port} ({$mechanisms})",
    cause: "Ways to log in that hand over the password as it is are offered before encryption. A program that isn't set to demand TLS sends it readable.",
    remedy: "Offer log-in only inside TLS. Until then set programs to SSL/TLS or STARTTLS, never \"none\".",
    reference: "RFC 8314 §4.1, RFC 4954 §4, RFC 9051 §11.1",
    check: clear_text,
};

fn clear_text(facts: &Facts<'_>) -> Vec<Match> {
    let told = facts.endpoints().iter().filter_map(|e| Some((e, e.mechanisms_in_clear()?)));
    told.filter(|(_, mechanisms)| !mechanisms.plain().is_empty())
        .filter_map(|(e, mechanisms)| {
            let m = Match::on(e.subject, [e.clear_capabilities()?.id()]);
            Some(m.with("mechanisms", mechanisms.plain().join(", ")))
        })
        .collect()
}

const TOKENS_ONLY: Rule = Rule {
    code: "auth.oauth-only",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$host} takes no passwords on port {$port}, only OAuth2 ({$mechanisms})",
    cause: "The server offers only mechanisms that need a token from the provider's own log-in page. A program that asks for a password cannot log in.",
    remedy: "Choose \"OAuth2\" (also called modern authentication) in your mail program; if it doesn't know that, use one that does.",
    reference: "RFC 7628",
    check: tokens_only,
};

fn tokens_only(facts: &Facts<'_>) -> Vec<Match> {
    let told = facts.endpoints().iter().filter_map(|e| Some((e, e.mechanisms_in_tls()?)));
    told.filter(|(_, mechanisms)| mechanisms.tokens_only())
        .filter_map(|(e, mechanisms)| {
            let m = Match::on(e.subject, [e.tls_capabilities()?.id()]);
            Some(m.with("mechanisms", mechanisms.sasl.join(", ")))
        })
        .collect()
}

const OLD_ONLY: Rule = Rule {
    code: "auth.old-only",
    severity: Severity::Warning,
    confidence: Confidence::High,
    actor: Actor::Provider,
    title: "{$host} offers only old ways to log in on port {$port} ({$mechanisms})",
    cause: "They date from times without TLS, and many programs of today no longer know them, or no longer use them.",
    remedy: "Offer PLAIN inside TLS, or SCRAM. Until then choose \"encrypted password\" (CRAM-MD5, NTLM or APOP) in the program, if it has that.",
    reference: "RFC 8314 §4.1, RFC 6331",
    check: old_only,
};

fn old_only(facts: &Facts<'_>) -> Vec<Match> {
    let told = facts.endpoints().iter().filter_map(|e| Some((e, e.mechanisms_in_tls()?)));
    told.filter(|(_, mechanisms)| mechanisms.old_only())
        .filter_map(|(e, mechanisms)| {
            let m = Match::on(e.subject, [e.tls_capabilities()?.id()]);
            Some(m.with("mechanisms", mechanisms.words().join(", ")))
        })
        .collect()
}
