//! A file that is written whole or not at all.
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What will be in the file.
pub(super) struct Sheet {
    path: PathBuf,
    text: Vec<u8>,
}

/// A file beside the one that is meant. It goes away unless it is renamed.
struct Draft {
    path: PathBuf,
}

impl Sheet {
    /// Finds out whether the file can be written.
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let sheet = Self { path: path.to_owned(), text: Vec::new() };
        if !sheet.is_device() {
            let tried = place(path).and_then(|place| Draft::beside(&place));
            tried.map_err(|error| sheet.failed(&error))?;
        }
        Ok(sheet)
    }

    /// Takes what is to be in the file.
    pub(super) const fn text(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// Writes it. Whoever looks at the file sees the old one or the new one, whole.
    pub(super) fn finish(self) -> Result<(), String> {
        let written = if self.is_device() {
            OpenOptions::new()
                .write(true)
                .open(&self.path)
                .and_then(|mut to| to.write_all(&self.text))
        } else {
            self.replace()
        };
        written.map_err(|error| self.failed(&error))
    }

    /// A file that is there keeps its place and its permissions: somebody may be waiting for it.
    fn replace(&self) -> io::Result<()> {
        let path = place(&self.path)?;
        let (draft, mut file) = Draft::beside(&path)?;
        if let Ok(there) = fs::metadata(&path) {
            file.set_permissions(there.permissions())?;
        }
        file.write_all(&self.text)?;
        file.sync_all()?;
        fs::rename(&draft.path, &path)
    }

    /// Something that must not be replaced by a file, as `/dev/null` or a pipe.
    fn is_device(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|found| !found.is_file() && !found.is_dir())
    }

    fn failed(&self, error: &io::Error) -> String {
        format!("write {}: {error}", self.path.display())
    }
}

/// Where a file is, or will be: where links lead, which stay.
fn place(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows (path_resolution(7)).
    const LINKS: usize = 40;
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&place) {
            Ok(next) => place = place.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("links lead round in a circle"))
}

impl Draft {
    /// A new file in the same directory, for nobody but its owner: a report holds names and
    /// addresses of the network it was made in.
    fn beside(path: &Path) -> io::Result<(Self, File)> {
        let named = !path.is_dir() && !path.as_os_str().as_encoded_bytes().ends_with(b"/");
        let Some(name) = path.file_name().filter(|_| named) else {
            return Err(io::ErrorKind::IsADirectory.into());
        };
        let hidden = format!(".{}.{}", name.to_string_lossy(), std::process::id());
        let draft = Self { path: path.with_file_name(hidden) };
        let file = private().write(true).create_new(true).open(&draft.path)?;
        Ok((draft, file))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the rename there is nothing to remove.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}
