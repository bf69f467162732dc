//! What the host shows: a chain made on the spot by the `openssl` command, valid for 60 days.

use std::fs;
use std::net::IpAddr;
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

/// What `openssl req -x509` lets a certificate say by itself, and the name.
const SNAKEOIL: &str = "basicConstraints=critical,CA:TRUE
subjectAltName=DNS:mail.lab.test
subjectKeyIdentifier=hash
";

/// Where a leaf says that its issuer's certificate is. Nothing answers there.
const ISSUER_AT: &str = "caIssuers;URI:http://lab.test/intermediate.der";

/// What `openssl ca` wants to know.
const REGISTER: &str = "[ca]
default_ca = lab
[lab]
new_certs_dir = .
database = register
serial = serial
default_md = sha256
policy = any
[any]
commonName = supplied
";

/// The key that all have today.
const P_256: [&str; 2] = ["EC", "ec_paramgen_curve:P-256"];

/// A key that was fine until 2010.
const RSA_1024: [&str; 2] = ["RSA", "rsa_keygen_bits:1024"];

/// Files in PEM for a server, and the root that its clients are to trust.
#[derive(Clone)]
pub(crate) struct Certificates {
    /// What the server shows, the leaf first.
    pub(crate) chain: PathBuf,
    /// The key of the leaf.
    pub(crate) key: PathBuf,
    /// The lab's root.
    pub(crate) root: PathBuf,
}

/// One way in which what a server shows can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// The leaf ended in 2020.
    Expired,
    /// The leaf is for another name.
    OtherName,
    /// The intermediate is not sent; the leaf says where it is, as those of public authorities do.
    NoIntermediate,
    /// The authority is a private one, and sent up to its root.
    PrivateAuthority,
    /// The leaf has an RSA key of 1024 bit.
    ShortKey,
    /// The leaf is of X.509 version 1.
    VersionOne,
    /// The leaf is its own authority, as `openssl req -x509` makes it.
    OwnAuthority,
    /// The name stands in the subject only.
    NameInSubject,
}

impl Wrong {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Expired,
        Self::OtherName,
        Self::NoIntermediate,
        Self::PrivateAuthority,
        Self::ShortKey,
        Self::VersionOne,
        Self::OwnAuthority,
        Self::NameInSubject,
    ];

    /// The address of the host at which it is shown: one for each.
    pub(crate) fn address(self) -> IpAddr {
        IpAddr::from([192, 0, 2, 100 + self as u8])
    }
}

impl Certificates {
    /// A leaf for `mail.lab.test` by an intermediate by the lab's root.
    pub(crate) fn issued(folder: &Path) -> Self {
        let desk = Desk { folder };
        desk.root();
        desk.issue("intermediate", "/O=mailprobe lab/CN=Lab Intermediate", AUTHORITY, "root");
        desk.issue("leaf", "/CN=mail.lab.test", SERVER, "intermediate");
        desk.chain("leaf", &["intermediate"])
    }

    /// The same for another name, in a folder where [`Self::issued`] has been before.
    pub(crate) fn for_name(folder: &Path, name: &str) -> Self {
        let desk = Desk { folder };
        let says = SERVER.replace("mail.lab.test", name);
        desk.issue(name, &format!("/CN={name}"), &says, "intermediate");
        desk.chain(name, &["intermediate"])
    }

    /// A leaf for this name that nobody but its own key speaks for, in such a folder.
    pub(crate) fn by_itself(folder: &Path, name: &str) -> Self {
        let desk = Desk { folder };
        let says = SERVER.replace("mail.lab.test", name);
        desk.sign_itself(name, &format!("/CN={name}"), &says);
        desk.chain(name, &[])
    }

    /// An authority that nobody trusts, with the key that makes it one.
    pub(crate) fn authority(folder: &Path, subject: &str) -> Self {
        let desk = Desk { folder };
        desk.sign_itself("authority", subject, AUTHORITY);
        desk.chain("authority", &[])
    }

    /// A chain with one thing wrong, in a folder where [`Self::issued`] has been before.
    pub(crate) fn wrong(folder: &Path, how: Wrong) -> Self {
        let desk = Desk { folder };
        let (name, subject) = (format!("{how:?}"), "/CN=mail.lab.test");
        let other = SERVER.replace("mail.lab.test", "other.lab.test");
        let nameless = SERVER.replace("subjectAltName=DNS:mail.lab.test\n", "");
        let public = format!("{SERVER}authorityInfoAccess={ISSUER_AT}\n");
        match how {
            Wrong::Expired => desk.issue_for_2020(&name, subject, SERVER, "intermediate"),
            Wrong::OtherName => desk.issue(&name, "/CN=other.lab.test", &other, "intermediate"),
            Wrong::NoIntermediate => desk.issue(&name, subject, &public, "intermediate"),
            Wrong::PrivateAuthority => {
                desk.sign_itself("private", "/O=private/CN=Private Root", AUTHORITY);
                desk.issue(&name, subject, SERVER, "private");
            }
            Wrong::ShortKey => desk.issue_with(RSA_1024, &name, subject, SERVER, "intermediate"),
            Wrong::VersionOne => desk.issue_version_one(&name, subject, "intermediate"),
            Wrong::OwnAuthority => desk.sign_itself(&name, subject, SNAKEOIL),
            Wrong::NameInSubject => desk.issue(&name, subject, &nameless, "intermediate"),
        }
        let above: &[&str] = match how {
            Wrong::NoIntermediate | Wrong::OwnAuthority => &[],
            Wrong::PrivateAuthority => &["private"],
            _ => &["intermediate"],
        };
        desk.chain(&name, above)
    }

    /// A leaf for `mail.lab.test` that nobody but its own key speaks for. The lab's root exists
    /// all the same, and has nothing to do with it.
    pub(crate) fn self_signed(folder: &Path) -> Self {
        let desk = Desk { folder };
        desk.root();
        desk.sign_itself("self", "/CN=mail.lab.test", SERVER);
        desk.chain("self", &[])
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
        self.issue_with(P_256, name, subject, says, by);
    }

    /// The same with another kind of key.
    fn issue_with(&self, kind: [&str; 2], name: &str, subject: &str, says: &str, by: &str) {
        self.request_with(kind, name, subject, &format!("{says}authorityKeyIdentifier=keyid\n"));
        let (certificate, key) = (format!("{by}.pem"), format!("{by}.key"));
        self.sign(name, &["-CA", &certificate, "-CAkey", &key]);
    }

    /// The same for the first three months of 2020: `openssl x509` of version 3.0 can't do that.
    fn issue_for_2020(&self, name: &str, subject: &str, says: &str, by: &str) {
        self.request(name, subject, &format!("{says}authorityKeyIdentifier=keyid\n"));
        self.write("ca.cnf", REGISTER);
        self.write("register", "");
        let [request, says, out] = ["csr", "ext", "pem"].map(|end| format!("{name}.{end}"));
        let (certificate, key) = (format!("{by}.pem"), format!("{by}.key"));
        let start = ["ca", "-batch", "-notext", "-create_serial", "-config", "ca.cnf"];
        let time = ["-startdate", "20200101000000Z", "-enddate", "20200331000000Z"];
        let with = ["-cert", &certificate, "-keyfile", &key, "-extfile", &says];
        self.openssl(&[&start[..], &time, &with, &["-in", &request, "-out", &out]].concat());
    }

    /// The same with nothing but subject and issuer, for which version 1 will do.
    fn issue_version_one(&self, name: &str, subject: &str, by: &str) {
        self.request(name, subject, "");
        let [request, out] = ["csr", "pem"].map(|end| format!("{name}.{end}"));
        let (certificate, key) = (format!("{by}.pem"), format!("{by}.key"));
        let start = ["x509", "-req", "-days", "60", "-in", &request, "-out", &out];
        self.openssl(&[&start[..], &["-CA", &certificate, "-CAkey", &key]].concat());
    }

    /// A new key on P-256, a request signed with it, and what the certificate is to say.
    fn request(&self, name: &str, subject: &str, says: &str) {
        self.request_with(P_256, name, subject, says);
    }

    fn request_with(&self, [algorithm, option]: [&str; 2], name: &str, subject: &str, says: &str) {
        self.write(&format!("{name}.ext"), says);
        let (key, request) = (format!("{name}.key"), format!("{name}.csr"));
        self.openssl(&["genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", &key]);
        self.openssl(&["req", "-new", "-key", &key, "-subj", subject, "-out", &request]);
    }

    fn sign(&self, name: &str, with: &[&str]) {
        let [request, says, out] = ["csr", "ext", "pem"].map(|end| format!("{name}.{end}"));
        let start = ["x509", "-req", "-days", "60", "-in", &request];
        let end = ["-extfile", &says, "-out", &out];
        self.openssl(&[&start, with, &end].concat());
    }

    /// What a server needs to show this leaf with these above it.
    fn chain(&self, leaf: &str, above: &[&str]) -> Certificates {
        let links = std::iter::once(&leaf).chain(above).map(|link| {
            fs::read_to_string(self.folder.join(format!("{link}.pem"))).expect("openssl wrote it")
        });
        let chain = format!("{leaf}-chain.pem");
        self.write(&chain, &links.collect::<String>());
        let [chain, key, root] =
            [chain, format!("{leaf}.key"), "root.pem".to_owned()].map(|f| self.folder.join(f));
        Certificates { chain, key, root }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).expect("the folder takes a file");
    }

    fn openssl(&self, arguments: &[&str]) {
        let mut command = program("openssl", arguments);
        command.current_dir(self.folder);
        run(command);
    }
}
