//! What the tool knows beforehand: tables that ship with it, and pure look-ups in them.
//!
//! Nothing here is seen in a run, so nothing here is a fact of one: rules say by what they
//! recognised whom, and what a table says of it.
pub mod codes;
pub mod gateways;
pub mod providers;
pub mod refusals;
pub mod typo;
