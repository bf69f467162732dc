//! What the engine tells whoever watches, while it happens.
use probes::{Observation, Step, Subject};

/// Something that just happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A subject is going to be looked at.
    Opened(&'a Subject),
    /// A step begins.
    Began(&'a Subject, Step),
    /// A step is over.
    Saw(&'a Observation),
    /// Steps were left out.
    Skipped(&'a Subject, &'a [Step]),
    /// Everything about a subject is over.
    Done(&'a Subject),
}
