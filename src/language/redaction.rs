//! What is said of aliases.
use super::Text;

pub(crate) const REDACTED: Text = Text("redacted");
pub(crate) const REDACTED_BY: Text = Text("redacted-by");
pub(crate) const WITH_ALIASES: Text = Text("with-aliases");
