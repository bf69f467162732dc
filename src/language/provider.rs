//! What is said of providers, and of what to use instead.
use probes::Protocol;

use crate::knowledge::providers::{Security, Tongue};

// The support desk's lines.
pub(crate) const PROVIDER: &str = "provider";
pub(crate) const WITH_SUPPORT: &str = "{$provider}, {$support}";
pub(crate) const ANSWERS_IN: &str = "{$provider}, {$support}, answers in {$languages}";

// What to use instead.
pub(crate) const INSTEAD: &str = "Use this instead";
pub(crate) const CHOICE: &str = "{$purpose}: {$host} port {$port}, {$security} ({$basis})";
pub(crate) const GOOD: &str = "answered, certificate good";
pub(crate) const PUBLISHED: &str = "not from this run: published by {$provider}";
pub(crate) const UNTIL_THEN: &str = "{$who} Until then use port {$port}, {$security}.";

/// What a protocol is used for.
pub(crate) const fn purpose(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Smtp => "sending",
        Protocol::Imap => "reading by IMAP",
        Protocol::Pop3 => "fetching by POP",
    }
}

/// Encryption as mail programs call it.
pub(crate) const fn security(security: Security) -> &'static str {
    match security {
        Security::Implicit => "SSL/TLS",
        Security::Starttls => "STARTTLS",
        Security::Plain => "no encryption",
    }
}

/// A language by its name.
pub(crate) const fn tongue(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::En => "English",
        Tongue::Ja => "Japanese",
        Tongue::Zh => "Chinese",
    }
}
