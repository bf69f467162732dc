//! What is said of the recording itself.
use super::Text;

// The first lines.
pub(crate) const OF_LATER: Text = Text("of-later");
pub(crate) const USE_LATER: Text = Text("use-later");

// For the support desk.
pub(crate) const SHA256: Text = Text("sha256");
pub(crate) const SHA256_OF: Text = Text("sha256-of");
