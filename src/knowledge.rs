//! What is known beforehand, as data: codes and words of servers.
pub mod codes;
