//! `schema`: what programs can rely on.
use std::io::{self, Write};

use super::output::closed_is_fine;
use crate::cli::{Saved, Schema};
use crate::schema;

pub(super) fn run(asked: &Schema) -> Result<u8, String> {
    let schema = match asked.of {
        Saved::Report => schema::report(),
        Saved::Recording => schema::recording(),
    };
    closed_is_fine(writeln!(io::stdout(), "{schema:#}"))?;
    Ok(0)
}
