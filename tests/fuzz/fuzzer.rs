//! The fuzzer's side of the table: does with its bytes what `FUZZ` names.
#![no_main]
mod targets;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use targets::{TARGETS, Target};

static CHOSEN: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ").unwrap_or_default();
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    let found = TARGETS.iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("set FUZZ to one of {}", names.join(" ")))
});

fuzz_target!(|data: &[u8]| (CHOSEN.run)(data));
