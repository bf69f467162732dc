//! How accounts log in, as their provider says. Only of what was asked for and answers.
use probes::{Protocol, Subject};

use super::super::facts::Facts;
use super::{names, questions, recognised};
use crate::finding::{Actor, Confidence, Match, Rule, Severity};
use crate::knowledge::providers::{AppPassword, EnableAccess, Provider, Sign, Username};

pub(super) const CLOSED: Rule = Rule {
    code: "provider.closed",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} has no mail hosts for programs",
    cause: "Its mail is read with its own program or with a browser only; no SMTP, IMAP or POP is offered.",
    remedy: "Use the provider's own program, or its web mail.",
    reference: "",
    check: |facts| passwords(facts, |p| p.app_password == AppPassword::NotOffered),
};

pub(super) const TOKENS_ONLY: Rule = Rule {
    code: "provider.tokens-only",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} takes no passwords from programs, only OAuth2",
    cause: "The provider has switched passwords off, whatever its servers still list.",
    remedy: "Choose \"OAuth2\" (also called modern authentication) in the mail program; if it doesn't know that, use one that does.",
    reference: "RFC 7628",
    check: |facts| {
        // The servers say it themselves, and that is told already.
        let told = facts
            .host_endpoints()
            .any(|e| e.mechanisms_in_tls().is_some_and(|mechanisms| mechanisms.tokens_only()));
        if told { vec![] } else { passwords(facts, Provider::tokens_only) }
    },
};

pub(super) const APP_PASSWORD: Rule = Rule {
    code: "provider.app-password",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} needs an app-specific password, not the account's own",
    cause: "The account's own password is refused to programs, even if it is right. Only a program that opens the provider's own log-in page (OAuth2) may do without.",
    remedy: "Create an app password in the security settings of the account, and give it to the mail program.",
    reference: "",
    check: |facts| passwords(facts, |p| p.app_password == AppPassword::Always),
};

pub(super) const APP_PASSWORD_PERHAPS: Rule = Rule {
    code: "provider.app-password-perhaps",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} needs an app-specific password where two-factor authentication is on",
    cause: "With a second factor the account's own password is refused to programs, even if it is right.",
    remedy: "If the account has two-factor authentication, create an app password in its settings, and give it to the mail program.",
    reference: "",
    check: |facts| passwords(facts, |p| p.app_password == AppPassword::WithSecondFactor),
};

pub(super) const MAIL_PASSWORD: Rule = Rule {
    code: "provider.mail-password",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} has a password for mail programs that is not the customer log-in's",
    cause: "The mailbox has a password of its own.",
    remedy: "Look it up, or set it, in the mail settings of the customer area.",
    reference: "",
    check: |facts| passwords(facts, |p| p.app_password == AppPassword::SeparateMailPassword),
};

pub(super) const AUTHORIZATION_CODE: Rule = Rule {
    code: "provider.authorization-code",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} needs an authorization code (授权码) instead of the password",
    cause: "Programs log in with a code that the web mail hands out; the log-in password is refused.",
    remedy: "Get the code (授权码, 客户端专用密码) in the settings of the web mail, and give it to the mail program as its password.",
    reference: "",
    check: |facts| passwords(facts, |p| p.app_password == AppPassword::AuthCode),
};

pub(super) const KEY: Rule = Rule {
    code: "provider.key",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} needs a key or token instead of the password",
    cause: "Programs log in with one that the provider's pages, or its own program, hand out.",
    remedy: "Create a key for SMTP in the account's settings, and use it as the password.",
    reference: "",
    check: |facts| {
        let keys = [AppPassword::ApiToken, AppPassword::SmtpToken, AppPassword::BridgePassword];
        passwords(facts, |p| keys.contains(&p.app_password))
    },
};

/// Of all providers that the name may belong to: this must hold whichever it is.
fn passwords(facts: &Facts<'_>, needs: impl Fn(&Provider) -> bool) -> Vec<Match> {
    let Some(found) = recognised(facts) else { return vec![] };
    let own = matches!(found.sign, Sign::Domain | Sign::Exchanger(_));
    let open = found.sign == Sign::Host && facts.host_endpoints().any(|e| e.is_open());
    let ids = questions(facts);
    if !(own || open) || ids.is_empty() || !found.providers.iter().all(|p| needs(p)) {
        return vec![];
    }
    vec![Match::on(&super::subject(facts), ids).with("provider", names(&found.providers))]
}

pub(super) const SWITCHED_ON_BY_USER: Rule = Rule {
    code: "provider.switched-on-by-user",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} lets programs in by {$protocols} only after that was switched on",
    cause: "The servers answer all the same, and refuse the log-in of an account for which it is off.",
    remedy: "Switch {$protocols} on in the settings of the web mail.",
    reference: "",
    check: |facts| switched(facts, EnableAccess::User),
};

pub(super) const SWITCHED_ON_BY_ADMIN: Rule = Rule {
    code: "provider.switched-on-by-admin",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "At {$provider} the administrator may have switched {$protocols} off",
    cause: "The servers answer all the same, and refuse the log-in of an account for which it is off.",
    remedy: "If log-in is refused, ask the administrator of the domain whether {$protocols} is allowed.",
    reference: "",
    check: |facts| switched(facts, EnableAccess::Admin),
};

pub(super) const PAID: Rule = Rule {
    code: "provider.paid",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "{$provider} lets programs in only with plans that are paid for ({$protocols})",
    cause: "The servers answer all the same, and refuse the log-in of other accounts.",
    remedy: "If log-in is refused, look whether the plan includes {$protocols}.",
    reference: "",
    check: |facts| switched(facts, EnableAccess::Paid),
};

/// Which of the protocols that answer somebody must have allowed first.
fn switched(facts: &Facts<'_>, by: EnableAccess) -> Vec<Match> {
    let providers = published(facts);
    let needs = |protocol| {
        let all = providers.iter().all(|p| {
            p.enable_access == by && p.enable_for.iter().any(|r| r.protocol() == protocol)
        });
        all && is_open(facts, protocol)
    };
    let known = [(Protocol::Imap, "IMAP"), (Protocol::Pop3, "POP")];
    let words: Vec<&str> = known.into_iter().filter(|(p, _)| needs(*p)).map(|(_, w)| w).collect();
    let told = (!providers.is_empty() && !words.is_empty()).then(|| about(facts, &providers));
    told.flatten().map(|m| m.with("protocols", words.join(" / "))).into_iter().collect()
}

pub(super) const WHOLE_ADDRESS: Rule = Rule {
    code: "provider.user-name-address",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The user name at {$provider} is the whole mail address",
    cause: "A log-in with only the part before the @ is refused.",
    remedy: "Set the user name to the whole address.",
    reference: "",
    check: |facts| {
        user_name(facts, |p, sends| match p.username {
            Username::Address => true,
            Username::LocalPartForImap => sends,
            _ => false,
        })
    },
};

pub(super) const LOCAL_PART: Rule = Rule {
    code: "provider.user-name-local-part",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The user name at {$provider} is only the part before the @",
    cause: "A log-in with the whole address may be refused.",
    remedy: "Set the user name to the part before the @.",
    reference: "",
    check: |facts| {
        user_name(facts, |p, sends| match p.username {
            Username::LocalPart => true,
            Username::LocalPartForImap => !sends,
            _ => false,
        })
    },
};

pub(super) const ISSUED_NAME: Rule = Rule {
    code: "provider.user-name-issued",
    severity: Severity::Note,
    confidence: Confidence::High,
    actor: Actor::You,
    title: "The user name at {$provider} is one that it hands out: {$form}",
    cause: "A log-in with the mail address is refused.",
    remedy: "Look the user name up on the provider's pages.",
    reference: "",
    check: |facts| {
        let issued = |p: &Provider, _: bool| matches!(p.username, Username::Issued(_));
        let form = published(facts).first().and_then(|p| match &p.username {
            Username::Issued(form) => Some(form.clone()),
            _ => None,
        });
        let found = user_name(facts, issued).into_iter();
        found.filter_map(|m| Some(m.with("form", form.as_ref()?))).collect()
    },
};

/// `needs` is told whether the host is for sending.
fn user_name(facts: &Facts<'_>, needs: impl Fn(&Provider, bool) -> bool) -> Vec<Match> {
    let providers = published(facts);
    let name = facts.asked().target.name.as_str();
    let sends = |p: &Provider| p.submission.iter().any(|place| place.host == name);
    let all = !providers.is_empty() && providers.iter().all(|p| needs(p, sends(p)));
    let any = facts.host_endpoints().any(|e| e.is_open());
    (all && any).then(|| about(facts, &providers)).flatten().into_iter().collect()
}

/// Who publishes the host.
fn published(facts: &Facts<'_>) -> Vec<&'static Provider> {
    recognised(facts).filter(|f| f.sign == Sign::Host).map(|f| f.providers).unwrap_or_default()
}

fn is_open(facts: &Facts<'_>, protocol: Protocol) -> bool {
    facts.host_endpoints().any(|e| e.service.row().protocol == protocol && e.is_open())
}

fn about(facts: &Facts<'_>, providers: &[&'static Provider]) -> Option<Match> {
    let host = Subject::Host { host: facts.asked().target.name.clone() };
    let ids = questions(facts);
    (!ids.is_empty()).then(|| Match::on(&host, ids).with("provider", names(providers)))
}
