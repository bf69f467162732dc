//! What is said of certificates that were fetched.
use super::Text;

// Certificates.
pub(crate) const PATH_FETCHED: Text = Text("path-fetched");
pub(crate) const FETCHED_FROM: Text = Text("fetched-from");

// What the run did.
pub(crate) const FETCHES: Text = Text("fetches");
pub(crate) const ON_SERVERS: Text = Text("on-servers");
