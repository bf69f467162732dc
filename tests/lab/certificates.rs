//! What the host shows: a chain made on the spot by the `openssl` command, valid for 60 days.

use std::fs;
use std::path::{Path, PathBuf};

use super::command::{program, run};

/// What a certificate authority's certificate says about itself.
const AUTHORITY: &str = "basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
";

/// What a server's certificate says about itself (CA/Browser Forum's baseline, as far as needed).
const SERVER: &str = "basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:mail.lab.test
subjectKeyIdentifier=hash
";

/// Files in PEM for a server, and the root that its clients are to trust.
pub(crate) struct Certificates {
    /// What the server shows, the leaf first.
    pub(crate) chain: PathBuf,
    /// The key of the leaf.
    pub(crate) key: PathBuf,
    /// The lab's root.
    pub(crate) root: PathBuf,
}

impl Certificates {
    /// A leaf for `mail.lab.test` by an intermediate by the lab's root.
    pub(crate) fn issued(folder: &Path) -> Self {
        let desk = Desk { folder };
        desk.root();
        desk.issue("intermediate", "/O=mailprobe lab/CN=Lab Intermediate", AUTHORITY, "root");
        desk.issue("leaf", "/CN=mail.lab.test", SERVER, "intermediate");
        let chain = folder.join("chain.pem");
        let links = ["leaf.pem", "intermediate.pem"];
        let links = links.map(|link| fs::read(folder.join(link)).expect("openssl wrote it"));
        fs::write(&chain, links.concat()).expect("the folder takes a file");
        Self { chain, key: folder.join("leaf.key"), root: folder.join("root.pem") }
    }

    /// A leaf for `mail.lab.test` that nobody but its own key speaks for. The lab's root exists
    /// all the same, and has nothing to do with it.
    pub(crate) fn self_signed(folder: &Path) -> Self {
        let desk = Desk { folder };
        desk.root();
        desk.sign_itself("self", "/CN=mail.lab.test", SERVER);
        let [chain, key, root] = ["self.pem", "self.key", "root.pem"].map(|f| folder.join(f));
        Self { chain, key, root }
    }
}

/// Where certificates are issued: `name.key`, `name.csr`, `name.ext` and `name.pem` each.
struct Desk<'a> {
    folder: &'a Path,
}

impl Desk<'_> {
    fn root(&self) {
        self.sign_itself("root", "/O=mailprobe lab/CN=Lab Root", AUTHORITY);
    }

    /// A new key, and a certificate by that same key.
    fn sign_itself(&self, name: &str, subject: &str, says: &str) {
        self.request(name, subject, says);
        self.sign(name, &["-signkey", &format!("{name}.key")]);
    }

    /// A new key, and a certificate for it by an authority that exists.
    fn issue(&self, name: &str, subject: &str, says: &str, by: &str) {
        self.request(name, subject, &format!("{says}authorityKeyIdentifier=keyid\n"));
        let (certificate, key) = (format!("{by}.pem"), format!("{by}.key"));
        self.sign(name, &["-CA", &certificate, "-CAkey", &key]);
    }

    /// A new key on P-256, a request signed with it, and what the certificate is to say.
    fn request(&self, name: &str, subject: &str, says: &str) {
        fs::write(self.folder.join(format!("{name}.ext")), says).expect("the folder takes a file");
        let curve = "ec_paramgen_curve:P-256";
        let (key, request) = (format!("{name}.key"), format!("{name}.csr"));
        self.openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", curve, "-out", &key]);
        self.openssl(&["req", "-new", "-key", &key, "-subj", subject, "-out", &request]);
    }

    fn sign(&self, name: &str, with: &[&str]) {
        let [request, says, out] = ["csr", "ext", "pem"].map(|end| format!("{name}.{end}"));
        let start = ["x509", "-req", "-days", "60", "-in", &request];
        let end = ["-extfile", &says, "-out", &out];
        self.openssl(&[&start, with, &end].concat());
    }

    fn openssl(&self, arguments: &[&str]) {
        let mut command = program("openssl", arguments);
        command.current_dir(self.folder);
        run(command);
    }
}
