//! The page of a GitHub Actions job: Markdown behind what was written there before.
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::report::Detail;

/// Bytes that a step may write there.
const MOST: u64 = 1 << 20;

/// Where jobs of GitHub Actions take what they show on their page; none elsewhere.
pub(super) fn path() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Appends the text with as much detail as there is room for, and no more than `detail`.
pub(super) fn append(
    path: &Path,
    detail: Detail,
    text: impl Fn(Detail) -> io::Result<Vec<u8>>,
) -> Result<(), String> {
    let failed = |error: io::Error| format!("write {}: {error}", path.display());
    let used = fs::metadata(path).map_or(0, |found| found.len());
    for detail in
        [Detail::Verbose, Detail::Normal, Detail::Quiet].into_iter().filter(|d| *d <= detail)
    {
        let mut text = text(detail).map_err(failed)?;
        if used > 0 {
            text.insert(0, b'\n');
        }
        if used.saturating_add(text.len() as u64) <= MOST {
            let mut file =
                OpenOptions::new().append(true).create(true).open(path).map_err(failed)?;
            return file.write_all(&text).map_err(failed);
        }
    }
    Err(format!("write {}: there is no room for more than {} MiB", path.display(), MOST >> 20))
}
