//! Packages that stand beside the machine's own: unpacked, because they can't be installed with
//! Postfix and Dovecot, or because nobody wants their services on the machine. `.ci/run` does it.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Users that the programs look for, though none of them does anything as such here.
const USERS: [&str; 3] = ["Debian-exim", "opensmtpd", "opensmtpq"];

/// What the shell does first, in the mount namespace that `ip netns exec` makes: these users and
/// this resolver are the machine's, and folders that are written into a program are there, and are
/// its own.
const STAGE: &str = "for file in passwd group resolv.conf; do
        mount --bind \"$0/$file\" /etc/$file
    done
    for own in /run /var/lib /var/spool; do mount -t tmpfs -o mode=755 none $own; done
    mkdir -p /var/lib/opensmtpd/empty
    exec \"$@\"";

/// Where the packages are unpacked: `usr`, `etc` and so on.
pub(crate) fn place() -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("aside");
    assert!(place.join("complete").exists(), "run .ci/run: it unpacks packages to {place:?}");
    place
}

/// Where their programs find their libraries.
pub(crate) fn libraries() -> String {
    let kind = format!("{}-linux-gnu", std::env::consts::ARCH);
    let folders = ["usr/lib", "lib"].map(|folder| place().join(folder).join(&kind));
    folders.map(|folder| folder.display().to_string()).join(":")
}

/// Writes what [`on_stage`] needs into this folder.
pub(crate) fn prepare(folder: &Path, resolver: IpAddr) {
    let text = format!("nameserver {resolver}\n");
    fs::write(folder.join("resolv.conf"), text).expect("the folder takes a file");
    for (name, line) in [("passwd", ":x:65534:65534::/:/bin/false\n"), ("group", ":x:65534:\n")] {
        let mut text = fs::read_to_string(Path::new("/etc").join(name)).expect("users have names");
        USERS.iter().for_each(|user| text += &format!("{user}{line}"));
        fs::write(folder.join(name), text).expect("the folder takes a file");
    }
}

/// The arguments by which a program runs as if its package were installed.
pub(crate) fn on_stage(folder: &Path, command: &[String]) -> Vec<String> {
    let libraries = format!("LD_LIBRARY_PATH={}", libraries());
    let start = ["env".to_owned(), libraries, "sh".into(), "-ec".into(), STAGE.into()];
    [&start[..], &[folder.display().to_string()], command].concat()
}
