//! What the engine tells whoever watches, while it happens.
use std::time::Duration;

use probes::{Observation, Step, Subject};

/// A further round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number: 1, then 2.
    pub number: u8,
    /// How many were asked for.
    pub of: u8,
    /// How long is waited before it begins.
    pub wait: Duration,
}

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
    /// What failed is going to be looked at again, so much later.
    Waits(Round),
}
