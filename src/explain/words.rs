//! The few words that stand around explanations.
use crate::knowledge::codes::{Kind, Lasting};

/// Before what it says.
pub const MEANS: &str = "means";
/// Before why it is said.
pub const WHY: &str = "why";
/// Before what to do.
pub const DO: &str = "do";
/// Before who must act.
pub const WHO: &str = "who";
/// Before whether it will pass.
pub const LASTS: &str = "lasts";
/// Before what its codes mean, where its words say more.
pub const CODES: &str = "codes";
/// Before whom it concerned.
pub const RECIPIENT: &str = "recipient";
/// Before which server said it.
pub const SERVER: &str = "server";
/// Before where it is written.
pub const SEE: &str = "see";
/// Where nothing was recognised.
pub const NOTHING: &str = "Nothing in this text is known: no reply of a server, no code, no error.";
/// Where there is more than is told.
pub const MORE: &str = "There is more in this text than is told here.";
/// Before the explanation of a code that is not known.
pub const UNKNOWN: &str =
    "This code and these words are not known. Its class alone says this much:";

/// What was recognised.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Smtp => "SMTP reply",
        Kind::Enhanced => "Enhanced status code",
        Kind::Imap => "IMAP response",
        Kind::Pop3 => "POP3 response",
        Kind::Socket => "Connection error",
        Kind::Tls => "TLS error",
        Kind::Text => "Known words",
        Kind::Class => "Unknown reply",
    }
}

/// The title of a finding's explanation.
pub const FINDING: &str = "Finding";

/// Whether it will pass.
pub const fn lasting(lasting: Lasting) -> &'static str {
    match lasting {
        Lasting::Permanent => "permanent: it stays so until something is changed",
        Lasting::Temporary => "temporary: the same may work later",
    }
}
