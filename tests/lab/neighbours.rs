//! Daemons of other makers, each on a machine of its own behind r4, with an address in IPv4.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::process::Child;

use super::aside;
use super::certificates::Certificates;
use super::command::{program, run, spawn};
use super::network::Network;

/// One daemon, as its maker left it but for a few lines.
pub(crate) struct Neighbour {
    /// Its machine, and the folder of its files.
    pub(crate) machine: &'static str,
    /// Under which name it is known.
    pub(crate) name: &'static str,
    /// Where it answers.
    pub(crate) ports: &'static [u16],
    /// Whose certificate it shows.
    shows: Shows,
    /// Who may read its key.
    owner: &'static str,
    /// Its files, with words between `@` that [`Neighbour::filled`] replaces.
    files: &'static [(&'static str, &'static str)],
    /// What the shell does in its folder before.
    before: &'static str,
    /// The program and its arguments.
    command: &'static str,
}

/// The certificate of a neighbour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// By the lab's authority.
    Issued,
    /// Its own.
    SelfSigned,
    /// None: it does not speak TLS.
    Nothing,
}

const EXIM: Neighbour = Neighbour {
    machine: "exim",
    name: "exim.lab.test",
    ports: &[25, 465, 587],
    shows: Shows::Issued,
    owner: "nobody",
    files: &[("exim.conf", include_str!("daemons/exim.conf"))],
    before: "install -d -o nobody spool log",
    command: "@ASIDE@/usr/sbin/exim4 -C @FOLDER@/exim.conf -bdf",
};

const POSTSCREEN: Neighbour = Neighbour {
    machine: "postscreen",
    name: "postscreen.lab.test",
    ports: &[25],
    shows: Shows::Issued,
    owner: "root",
    files: &[
        ("main.cf", include_str!("daemons/postscreen-main.cf")),
        ("master.cf", include_str!("daemons/postscreen-master.cf")),
    ],
    before: "install -d -m 700 -o postfix data queue/private; chmod 755 queue",
    command: "postfix -c @FOLDER@ start-fg",
};

const UNBOUND: Neighbour = Neighbour {
    machine: "unbound",
    name: "unbound.lab.test",
    ports: &[53],
    shows: Shows::Nothing,
    owner: "root",
    files: &[("unbound.conf", include_str!("daemons/unbound.conf"))],
    before: "printf '. 300 NS ns.lab.test.\nns.lab.test. 300 A 203.0.113.53\n' > hints",
    command: "@ASIDE@/usr/sbin/unbound -d -p -c @FOLDER@/unbound.conf",
};

/// All of them. What one needs of another stands before it.
pub(crate) const ALL: [Neighbour; 11] = [
    EXIM,
    Neighbour { machine: "exim-own", name: "exim-own.lab.test", shows: Shows::SelfSigned, ..EXIM },
    Neighbour {
        machine: "opensmtpd",
        name: "opensmtpd.lab.test",
        ports: &[25, 465, 587],
        shows: Shows::Issued,
        owner: "root",
        files: &[("smtpd.conf", include_str!("daemons/smtpd.conf"))],
        before: "",
        command: "@ASIDE@/usr/sbin/smtpd -d -f @FOLDER@/smtpd.conf",
    },
    Neighbour {
        machine: "cyrus",
        name: "cyrus.lab.test",
        ports: &[110, 143, 993, 995],
        shows: Shows::Issued,
        owner: "nobody",
        files: &[
            ("imapd.conf", include_str!("daemons/imapd.conf")),
            ("cyrus.conf", include_str!("daemons/cyrus.conf")),
        ],
        before: "install -d -o nobody conf conf/socket spool",
        command: "@ASIDE@/usr/lib/cyrus/bin/master -C @FOLDER@/imapd.conf -M @FOLDER@/cyrus.conf \
                  -p @FOLDER@/pid",
    },
    Neighbour {
        machine: "nginx",
        name: "mail.signed.test",
        ports: &[25, 110, 143, 465, 587, 993, 995],
        shows: Shows::Issued,
        owner: "nobody",
        files: &[("nginx.conf", include_str!("daemons/nginx.conf"))],
        before: "",
        command: "@ASIDE@/usr/sbin/nginx -p @FOLDER@ -e stderr -c @FOLDER@/nginx.conf",
    },
    POSTSCREEN,
    Neighbour {
        machine: "listed",
        name: "listed.lab.test",
        before: "install -d -m 700 -o postfix data queue/private; chmod 755 queue
            echo 'postscreen_access_list = static:reject' >> main.cf",
        ..POSTSCREEN
    },
    Neighbour {
        machine: "stunnel",
        name: "stunnel.lab.test",
        ports: &[993, 995],
        shows: Shows::Issued,
        owner: "root",
        files: &[("stunnel.conf", include_str!("daemons/stunnel.conf"))],
        before: "",
        command: "stunnel4 @FOLDER@/stunnel.conf",
    },
    Neighbour {
        machine: "bind",
        name: "bind.lab.test",
        ports: &[53],
        shows: Shows::Nothing,
        owner: "root",
        files: &[
            ("named.conf", include_str!("daemons/named.conf")),
            ("zone", include_str!("daemons/zone")),
        ],
        before: include_str!("daemons/sign.sh"),
        command: "@ASIDE@/usr/sbin/named -g -n 1 -c @FOLDER@/named.conf",
    },
    Neighbour {
        machine: "nsd",
        name: "nsd.lab.test",
        files: &[
            ("nsd.conf", include_str!("daemons/nsd.conf")),
            ("unsigned.test", include_str!("daemons/zone")),
            ("circle.test", include_str!("daemons/circle")),
        ],
        before: "",
        command: "@ASIDE@/usr/sbin/nsd -d -c @FOLDER@/nsd.conf",
        ..UNBOUND
    },
    UNBOUND,
];

/// Which name servers are responsible for what, besides those in [`super::knot`].
const DELEGATED: [(&str, &[&str]); 2] =
    [("bind", &["signed", "altered", "expired"]), ("nsd", &["unsigned", "circle", "lost", "lame"])];

/// The neighbour on this machine, and its address.
pub(crate) fn find(machine: &str) -> (&'static Neighbour, IpAddr) {
    let at = ALL.iter().position(|one| one.machine == machine);
    let number = at.unwrap_or_else(|| panic!("no neighbour is called {machine}"));
    (&ALL[number], address(number))
}

/// The address of the neighbour with this number: the upper one of its link to r4.
fn address(number: usize) -> IpAddr {
    let [_, upper] = Network::ends(number);
    upper.into()
}

/// What name servers need to know of them: zones, and records in each.
pub(crate) fn records() -> [(&'static str, String); 3] {
    let [mut root, mut lab, mut reverse] = [const { String::new() }; 3];
    for (machine, zones) in DELEGATED {
        let (_, at) = find(machine);
        for zone in zones {
            root += &format!("{zone}.test. NS ns.{zone}.test.\nns.{zone}.test. A {at}\n");
        }
    }
    for (number, Neighbour { name, .. }) in ALL.iter().enumerate() {
        let at = address(number);
        if name.ends_with(".lab.test") {
            lab += &format!("{name}. A {at}\n");
        }
        let last = at.to_string().rsplit('.').next().map(str::to_owned).unwrap_or_default();
        reverse += &format!("{last}.113.0.203 PTR {name}.\n");
    }
    [(".", root), ("lab.test.", lab), ("in-addr.arpa.", reverse)]
}

impl Neighbour {
    /// Starts it, with its files in a folder of its own in the site's, and with a certificate that
    /// is made where [`Certificates::issued`] has been before.
    pub(crate) fn start(&self, network: &Network, folder: &Path, desk: &Path) -> Child {
        let (_, resolver) = find("unbound");
        aside::prepare(folder, resolver);
        match self.shows {
            Shows::Issued => self.take(folder, &Certificates::for_name(desk, self.name)),
            Shows::SelfSigned => self.take(folder, &Certificates::by_itself(desk, self.name)),
            Shows::Nothing => {}
        }
        for (name, text) in self.files {
            fs::write(folder.join(name), self.filled(text, folder)).expect("the folder is ours");
        }
        let mut before = program("sh", &["-ec", &self.filled(self.before, folder)]);
        before.current_dir(folder).env("LD_LIBRARY_PATH", aside::libraries());
        run(before);
        let command = self.filled(self.command, folder);
        let command: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
        let command = aside::on_stage(folder, &command);
        let command: Vec<_> = command.iter().map(String::as_str).collect();
        spawn(network.server(self.machine, &command), &folder.join("out"))
    }

    /// Puts what it shows where it may read it, and where others may not.
    fn take(&self, folder: &Path, shown: &Certificates) {
        let (chain, key) = (folder.join("chain.pem"), folder.join("key.pem"));
        fs::copy(&shown.chain, chain).expect("openssl wrote it");
        let [from, to] = [&shown.key, &key].map(|path| path.display().to_string());
        run(program("install", &["-m", "0600", "-o", self.owner, &from, &to]));
    }

    /// This text with what is known here: `@NAME@`, `@ADDRESS@`, the address of another neighbour
    /// by its machine, and where things are.
    fn filled(&self, text: &str, folder: &Path) -> String {
        let site = folder.parent().expect("a folder in the site's");
        let (_, own) = find(self.machine);
        let (_, nginx) = find("nginx");
        let words = [
            ("@NAME@", self.name.to_owned()),
            ("@ADDRESS@", own.to_string()),
            ("@NGINX@", nginx.to_string()),
            ("@ASIDE@", aside::place().display().to_string()),
            ("@FOLDER@", folder.display().to_string()),
            ("@SITE@", site.display().to_string()),
            ("@CHAIN@", folder.join("chain.pem").display().to_string()),
            ("@KEY@", folder.join("key.pem").display().to_string()),
        ];
        words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value))
    }
}
