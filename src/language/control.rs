//! What is said of hosts with which the target is compared.
use super::Text;

pub(crate) const COMPARISON: Text = Text("comparison");
pub(crate) const CHOSEN_HOSTS: Text = Text("chosen-hosts");
pub(crate) const COMPARED: Text = Text("compared");
pub(crate) const COMPARED_TO: Text = Text("compared-to");

// The kind of trouble.
pub(crate) const OF_CLASS: Text = Text("of-class");
pub(crate) const CLASS_NAMES: Text = Text("class-names");
pub(crate) const CLASS_CONNECTION: Text = Text("class-connection");
pub(crate) const CLASS_CERTIFICATE: Text = Text("class-certificate");
pub(crate) const CLASS_AUTHENTICATION: Text = Text("class-authentication");
pub(crate) const CLASS_DELIVERY: Text = Text("class-delivery");
