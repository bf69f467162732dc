//! What is said of providers, and of what to use instead.
use probes::Protocol;

use super::Text;
use crate::knowledge::providers::{Security, Tongue};

// The support desk's lines.
pub(crate) const PROVIDER_KNOWN: Text = Text("provider-known");
pub(crate) const WITH_SUPPORT: Text = Text("with-support");
pub(crate) const ANSWERS_IN: Text = Text("answers-in");

// What to use instead.
pub(crate) const PUBLISHED_PLACE: Text = Text("published-place");
pub(crate) const INSTEAD: Text = Text("instead");
pub(crate) const CHOICE: Text = Text("choice");
pub(crate) const GOOD: Text = Text("good");
pub(crate) const PUBLISHED: Text = Text("published");
pub(crate) const UNTIL_THEN: Text = Text("until-then");

// For what, how, and in which language.
pub(crate) const SENDING: Text = Text("sending");
pub(crate) const READING: Text = Text("reading");
pub(crate) const FETCHING: Text = Text("fetching");
pub(crate) const IMPLICIT_TLS: Text = Text("implicit-tls");
pub(crate) const START_TLS: Text = Text("start-tls");
pub(crate) const NO_ENCRYPTION: Text = Text("no-encryption");
pub(crate) const ENGLISH: Text = Text("english");
pub(crate) const JAPANESE: Text = Text("japanese");
pub(crate) const CHINESE: Text = Text("chinese");

/// What a protocol is used for.
pub(crate) const fn purpose(protocol: Protocol) -> Text {
    match protocol {
        Protocol::Smtp => SENDING,
        Protocol::Imap => READING,
        Protocol::Pop3 => FETCHING,
    }
}

/// Encryption as mail programs call it.
pub(crate) const fn security(security: Security) -> Text {
    match security {
        Security::Implicit => IMPLICIT_TLS,
        Security::Starttls => START_TLS,
        Security::Plain => NO_ENCRYPTION,
    }
}

/// A language by its name.
pub(crate) const fn tongue(tongue: Tongue) -> Text {
    match tongue {
        Tongue::En => ENGLISH,
        Tongue::Ja => JAPANESE,
        Tongue::Zh => CHINESE,
    }
}
