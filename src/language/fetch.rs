//! What is said of certificates that were fetched.

// Certificates.
pub(crate) const PATH_FETCHED: &str = "{$subject} (fetched, not sent)";
pub(crate) const FETCHED_FROM: &str = "Fetched from {$url}, not sent by the server:";

// What the run did.
pub(crate) const FETCHES: &str =
    "certificates that servers did not send: {$tried} looked for, HTTP requests: {$sent}{$servers}";
