//! What everybody knows, so that it tells nothing of anybody.
use std::net::IpAddr;

/// Resolvers for the public.
const RESOLVERS: &[&str] = &[
    "1.0.0.1",
    "1.1.1.1",
    "8.8.4.4",
    "8.8.8.8",
    "9.9.9.9",
    "149.112.112.112",
    "208.67.220.220",
    "208.67.222.222",
    "94.140.14.14",
    "94.140.15.15",
    "223.5.5.5",
    "223.6.6.6",
    "119.29.29.29",
    "114.114.114.114",
    "2001:4860:4860::8844",
    "2001:4860:4860::8888",
    "2606:4700:4700::1001",
    "2606:4700:4700::1111",
    "2620:fe::9",
    "2620:fe::fe",
    "2620:119:35::35",
    "2620:119:53::53",
];

/// Who lists addresses, and where large providers explain what they say. What stands before these
/// names says which list or page it is.
const DOMAINS: &[&str] = &[
    "abuseat.org",
    "aka.ms",
    "barracudacentral.org",
    "cloudmark.com",
    "docs.microsoft.com",
    "go.microsoft.com",
    "help.yahoo.com",
    "invaluement.com",
    "learn.microsoft.com",
    "mailspike.net",
    "mailspike.org",
    "postmaster.yahooinc.com",
    "proofpoint.com",
    "psbl.org",
    "rfc-editor.org",
    "senderbase.org",
    "sendersupport.olc.protection.outlook.com",
    "sorbs.net",
    "spamcop.net",
    "spamhaus.com",
    "spamhaus.org",
    "spamrats.com",
    "support.apple.com",
    "support.google.com",
    "support.microsoft.com",
    "surriel.com",
    "talosintelligence.com",
    "uceprotect.net",
];

/// Names of this very machine.
const LOCAL: &[&str] = &["localhost", "localhost.localdomain", "localdomain"];

/// Words of protocols and of greetings. Where somebody is called so, nobody sees it in a text.
const USUAL: &[&str] = &[
    "access",
    "auth",
    "bad",
    "bye",
    "capa",
    "client",
    "data",
    "denied",
    "domain",
    "ehlo",
    "error",
    "esmtp",
    "from",
    "gateway",
    "hello",
    "helo",
    "help",
    "host",
    "id",
    "idle",
    "imap",
    "imap4",
    "lmtp",
    "login",
    "mail",
    "mailbox",
    "mailprobe",
    "mx",
    "no",
    "ok",
    "pass",
    "plain",
    "pop",
    "pop3",
    "quit",
    "rcpt",
    "ready",
    "relay",
    "rset",
    "sasl",
    "server",
    "service",
    "size",
    "smtp",
    "ssl",
    "starttls",
    "stls",
    "test",
    "tls",
    "to",
    "top",
    "uidl",
    "unknown",
    "user",
    "www",
];

/// Mailboxes of organisations, not of people (RFC 2142).
const ROLES: &[&str] = &[
    "abuse",
    "admin",
    "hostmaster",
    "info",
    "mailer-daemon",
    "noc",
    "noreply",
    "postmaster",
    "sales",
    "security",
    "support",
    "webmaster",
];

/// Whether it is a resolver for the public.
pub(super) fn is_resolver(addr: IpAddr) -> bool {
    RESOLVERS.iter().any(|known| known.parse() == Ok(addr))
}

/// Whether every machine calls itself so.
pub(super) fn is_local(name: &str) -> bool {
    LOCAL.contains(&name)
}

/// Whether a word, in lower case, is nobody's name alone.
pub(super) fn is_usual(word: &str) -> bool {
    USUAL.contains(&word) || is_local(word)
}

/// Whether a name, in lower case, is of a public list or page.
pub(super) fn is_name(name: &str) -> bool {
    DOMAINS.iter().any(|domain| is_within(name, domain))
}

/// Whether a name is this domain, or below it.
pub(super) fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether a mailbox is of no person.
pub(super) fn is_role(mailbox: &str) -> bool {
    ROLES.iter().any(|role| mailbox.eq_ignore_ascii_case(role))
}
