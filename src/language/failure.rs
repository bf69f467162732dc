//! What stopped a step, in words.
use probes::{Failure, FailureKind};

use super::Text;
use crate::finding::Arg;

// What stopped a step; detail is what the system, the library or the server said of it.
pub(crate) const TOLD_FAILURE: Text = Text("told-failure");
pub(crate) const NO_MORE: Text = Text("no-more");
pub(crate) const RUN_ENDED: Text = Text("run-ended");
pub(crate) const SAID_NO: Text = Text("said-no");
pub(crate) const FAILED_ALERT: Text = Text("failed-alert");
pub(crate) const NO_AGREEMENT: Text = Text("no-agreement");
pub(crate) const INJECTED_BYTES: Text = Text("injected-bytes");
pub(crate) const NAME_UNKNOWN: Text = Text("name-unknown");
pub(crate) const FORBIDDEN_HERE: Text = Text("forbidden-here");
pub(crate) const NO_WAY: Text = Text("no-way");
pub(crate) const NO_TLS: Text = Text("no-tls");
pub(crate) const SAID_CLOSED: Text = Text("said-closed");
pub(crate) const RESOLVER_REFUSES: Text = Text("resolver-refuses");
pub(crate) const WAS_RESET: Text = Text("was-reset");
pub(crate) const RESOLVER_FAILS: Text = Text("resolver-fails");
pub(crate) const NO_ANSWER_IN_TIME: Text = Text("no-answer-in-time");
pub(crate) const MORE_THAN_IS_READ: Text = Text("more-than-is-read");
pub(crate) const NO_REPLY: Text = Text("no-reply");
pub(crate) const CANNOT_BE_REACHED: Text = Text("cannot-be-reached");
pub(crate) const OFF_LIMITS: Text = Text("off-limits");
pub(crate) const OTHER_FAILURE: Text = Text("other-failure");

/// A failure: in English as it was recorded; else what kind it is, and that.
pub(crate) fn failure(failure: &Failure) -> Arg {
    let words = failed(failure.kind);
    TOLD_FAILURE.of([("words", words.into()), ("detail", Arg::from(&failure.detail))])
}

/// What kind of failure it is.
pub(crate) const fn failed(kind: FailureKind) -> Text {
    match kind {
        FailureKind::Closed => NO_MORE,
        FailureKind::CutShort => RUN_ENDED,
        FailureKind::Declined => SAID_NO,
        FailureKind::HandshakeAlert => FAILED_ALERT,
        FailureKind::HandshakeFailed => NO_AGREEMENT,
        FailureKind::Injected => INJECTED_BYTES,
        FailureKind::NoSuchName => NAME_UNKNOWN,
        FailureKind::NotPermitted => FORBIDDEN_HERE,
        FailureKind::NotPossible => NO_WAY,
        FailureKind::NotTls => NO_TLS,
        FailureKind::OffLimits => OFF_LIMITS,
        FailureKind::Refused => SAID_CLOSED,
        FailureKind::RefusedByResolver => RESOLVER_REFUSES,
        FailureKind::Reset => WAS_RESET,
        FailureKind::ServerFailure => RESOLVER_FAILS,
        FailureKind::TimedOut => NO_ANSWER_IN_TIME,
        FailureKind::TooMuch => MORE_THAN_IS_READ,
        FailureKind::Unexpected => NO_REPLY,
        FailureKind::Unreachable => CANNOT_BE_REACHED,
        FailureKind::Other => OTHER_FAILURE,
    }
}
