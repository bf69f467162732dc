//! What must hold, and what is put up with.
use super::Text;

pub(crate) const MX_MISSING: Text = Text("mx-missing");
pub(crate) const MX_FURTHER: Text = Text("mx-further");
pub(crate) const MX_PREFERENCE: Text = Text("mx-preference");
pub(crate) const WAIVED_UNTIL: Text = Text("waived-until");
pub(crate) const AND_WAIVED: Text = Text("and-waived");
pub(crate) const WAIVED_LABEL: Text = Text("waived-label");
pub(crate) const WAIVED_WORD: Text = Text("waived-word");
pub(crate) const WAIVED_SINCE: Text = Text("waived-since");
pub(crate) const WAIVED: Text = Text("waived");
