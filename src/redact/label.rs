//! Aliases for names, people and files.
use std::collections::HashMap;

/// What names that stand for others end in; nobody can own it (RFC 2606).
const END: &str = ".redacted.invalid";
/// Numbers beyond are none that an alias bears.
const MOST: u32 = 1_000_000;

/// For whom an alias stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// This machine.
    Client,
    /// A router.
    Router,
    /// Any other name of the DNS.
    Name,
    /// A person.
    User,
    /// A file.
    File,
    /// A network card.
    Hardware,
}

/// The aliases given so far.
#[derive(Default)]
pub(super) struct Labels {
    /// Whether aliases in the recording are ours.
    pub(super) is_marked: bool,
    next: HashMap<&'static str, u32>,
    hosts: HashMap<String, String>,
    users: HashMap<String, String>,
    files: HashMap<String, String>,
    hardware: HashMap<u64, String>,
}

impl Kind {
    const ALL: [Self; 6] =
        [Self::Client, Self::Router, Self::Name, Self::User, Self::File, Self::Hardware];

    const fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Router => "router",
            Self::Name => "name",
            Self::User => "user",
            Self::File => "file",
            Self::Hardware => "hardware",
        }
    }

    /// The number of an alias of this kind.
    fn number(self, text: &str) -> Option<u32> {
        let digits = text.strip_prefix(self.word())?.strip_prefix('-')?;
        let lawful = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        digits.parse().ok().filter(|number| lawful && *number < MOST)
    }
}

impl Labels {
    /// Those that stand in a text are not given to anybody else.
    pub(super) fn learn(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            for kind in Kind::ALL {
                if let Some(number) = kind.number(word) {
                    let last = self.next.entry(kind.word()).or_default();
                    *last = number.max(*last);
                }
            }
        }
    }

    /// The alias of a host name. Capitals and a final dot make no other name of it.
    pub(super) fn host(&mut self, kind: Kind, name: &str) -> String {
        let name = name.trim_end_matches('.').to_lowercase();
        let bare = name.strip_suffix(END);
        let ours = |bare: &str| Kind::ALL.iter().any(|kind| kind.number(bare).is_some());
        if self.is_marked && bare.is_some_and(ours) {
            return name;
        }
        if let Some(alias) = self.hosts.get(&name) {
            return alias.clone();
        }
        let alias = format!("{}{END}", self.fresh(kind));
        self.hosts.insert(name, alias.clone());
        alias
    }

    /// The alias of a person.
    pub(super) fn user(&mut self, name: &str) -> String {
        let name = name.to_lowercase();
        if self.is_marked && Kind::User.number(&name).is_some() {
            return name;
        }
        if let Some(alias) = self.users.get(&name) {
            return alias.clone();
        }
        let alias = self.fresh(Kind::User);
        self.users.insert(name, alias.clone());
        alias
    }

    /// The alias of a file.
    pub(super) fn file(&mut self, path: &str) -> String {
        if self.is_marked && Kind::File.number(path).is_some() {
            return path.to_owned();
        }
        if let Some(alias) = self.files.get(path) {
            return alias.clone();
        }
        let alias = self.fresh(Kind::File);
        self.files.insert(path.to_owned(), alias.clone());
        alias
    }

    /// The alias of a network card, by its address or by what else tells of it.
    pub(super) fn hardware(&mut self, card: u64) -> String {
        if let Some(alias) = self.hardware.get(&card) {
            return alias.clone();
        }
        let alias = self.fresh(Kind::Hardware);
        self.hardware.insert(card, alias.clone());
        alias
    }

    fn fresh(&mut self, kind: Kind) -> String {
        let last = self.next.entry(kind.word()).or_default();
        *last += 1;
        format!("{}-{last}", kind.word())
    }
}
