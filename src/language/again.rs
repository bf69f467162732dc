//! What is said of what was looked at more than once.
use super::Text;

pub(crate) const AGAIN_TITLE: Text = Text("again-title");
pub(crate) const AGAIN_LINE: Text = Text("again-line");
pub(crate) const AGAIN_AFTER: Text = Text("again-after");
pub(crate) const AGAIN_FAILED: Text = Text("again-failed");
pub(crate) const AGAIN_WELL: Text = Text("again-well");
pub(crate) const AT_TRY: Text = Text("at-try");
pub(crate) const TRY_NUMBER: Text = Text("try-number");
pub(crate) const ONCE_AGAIN: Text = Text("once-again");
pub(crate) const NO_TIME: Text = Text("no-time");
pub(crate) const TOO_MANY: Text = Text("too-many");
pub(crate) const RETRIED: Text = Text("retried");
pub(crate) const WAITING: Text = Text("waiting");
