//! Mail providers: which hosts, ports and ways to log in they publish.
//!
//! The tables lie in `providers/*.toml`, by region. Adding a provider is adding one entry there.
mod lookup;
#[cfg(test)]
mod tests;

use std::net::IpAddr;
use std::sync::LazyLock;

use probes::{Protocol, Service};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use lookup::{Recognised, Sign, of_domain, of_host, of_mx, of_webmail, recognise};
pub(in crate::knowledge) use lookup::{is_known, names};

/// A provider, or one of its services that has hosts of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// A word for it, unique.
    pub id: String,
    /// Its name as its customers know it.
    pub name: String,
    /// Which entries are the same company's.
    pub family: String,
    /// Where its accounts live: a country, `eu` or `global`.
    pub region: String,
    /// The domains of its addresses; none where customers bring their own.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The ends of the names of its mail exchangers.
    #[serde(default)]
    pub mx: Vec<String>,
    /// Whether domains of customers may be served by it too.
    #[serde(default = "yes")]
    pub own_domains: bool,
    /// Where people read mail with a browser: no mail host.
    #[serde(default)]
    pub webmail: Vec<String>,
    /// Where programs hand over mail, the provider's first choice first.
    #[serde(default)]
    pub submission: Vec<Place>,
    /// Where programs read mail by IMAP.
    #[serde(default)]
    pub imap: Vec<Place>,
    /// Where programs fetch mail by POP3.
    #[serde(default)]
    pub pop3: Vec<Place>,
    /// What is typed as the user name.
    pub username: Username,
    /// How programs may log in; none where they may not.
    pub auth: Vec<Auth>,
    /// Whether programs need another password than the account's.
    pub app_password: AppPassword,
    /// Who must allow programs to come, before they can.
    pub enable_access: EnableAccess,
    /// To which protocols that applies.
    #[serde(default = "Reading::both")]
    pub enable_for: Vec<Reading>,
    /// Which senders it takes.
    pub from_rule: FromRule,
    /// Where its customers get help.
    pub support: Option<String>,
    /// The languages in which help is given, the first best.
    #[serde(default)]
    pub support_lang: Vec<Tongue>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Where all this is from.
    pub sources: Vec<String>,
    /// How sure it is.
    pub verified: Verified,
}

/// A host and port that a provider publishes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name; `{…}` stands for what differs from customer to customer.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How it is encrypted.
    pub security: Security,
    /// Whether exactly this stands in a public catalogue.
    #[serde(default)]
    pub listed: bool,
}

/// How a connection is encrypted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// TLS before a word is said, which programs call SSL/TLS (RFC 8314 §3).
    Implicit,
    /// TLS on request (RFC 3207, RFC 2595).
    Starttls,
    /// Not at all.
    Plain,
}

/// What is typed as the user name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Username {
    /// The whole address.
    Address,
    /// What stands before the @.
    LocalPart,
    /// Either of them.
    LocalPartOrAddress,
    /// What stands before the @ for IMAP, and the whole address for sending.
    LocalPartForImap,
    /// Something that the provider hands out.
    Issued(String),
}

/// A way to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// A password, as it is.
    Password,
    /// A password that only proves itself (CRAM-MD5, APOP).
    PasswordEncrypted,
    /// A token from the provider's own page (RFC 7628).
    Oauth2,
}

/// Whether programs need another password than the account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppPassword {
    /// There is no such thing.
    None,
    /// Where the account has a second factor.
    #[serde(rename = "with-2fa")]
    WithSecondFactor,
    /// Always.
    Always,
    /// The mailbox has a password of its own.
    SeparateMailPassword,
    /// An authorization code (授权码) takes its place.
    AuthCode,
    /// A key of its programming interface takes its place.
    ApiToken,
    /// A token for sending takes its place.
    SmtpToken,
    /// The program between shows one.
    BridgePassword,
    /// Passwords are refused, whichever they are.
    NotAccepted,
    /// Programs can't log in at all.
    NotOffered,
    /// Not known.
    Unknown,
}

/// Who must allow programs to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnableAccess {
    /// Nobody.
    None,
    /// The user, in the settings of the account.
    User,
    /// The administrator of the domain.
    Admin,
    /// Whoever pays.
    Paid,
    /// Not known.
    Unknown,
}

/// A protocol by which mail is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// RFC 9051.
    Imap,
    /// RFC 1939.
    Pop3,
}

/// Which senders a provider takes from an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromRule {
    /// The account's own address and its aliases.
    Own,
    /// Any, but it writes the account's address over them.
    Rewrites,
    /// Those for which the account has been given the right.
    SendAsRight,
    /// Those that were proven to belong to the account.
    VerifiedIdentity,
    /// Those of the account's domains.
    DomainOnly,
    /// Not known.
    Unknown,
}

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tongue {
    /// English.
    En,
    /// Japanese.
    Ja,
    /// Chinese.
    Zh,
}

/// How sure an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verified {
    /// Every protocol's host stands in Thunderbird's catalogue with some port.
    Ispdb,
    /// Some stand there.
    IspdbPartial,
    /// The provider's own page was read.
    Official,
    /// The provider's own page was read, but for what it says of errors only.
    OfficialCodesOnly,
    /// Two independent sources.
    Multi,
    /// One source.
    Single,
    /// None.
    Unverified,
}

/// The tables as they ship.
const TABLES: &[&str] = &[
    include_str!("providers/zoho.toml"),
    include_str!("providers/world.toml"),
    include_str!("providers/german.toml"),
    include_str!("providers/europe.toml"),
    include_str!("providers/east.toml"),
    include_str!("providers/america.toml"),
    include_str!("providers/japan.toml"),
    include_str!("providers/asia.toml"),
    include_str!("providers/senders.toml"),
];

/// One of the tables.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    provider: Vec<Provider>,
}

static ALL: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let read = |text: &&str| toml::from_str::<Table>(text).expect("a test reads every table");
    TABLES.iter().map(read).flat_map(|table| table.provider).collect()
});

/// All providers, in the order of the tables.
pub fn all() -> &'static [Provider] {
    &ALL
}

impl Provider {
    /// Where it speaks this protocol, its first choice first.
    pub fn places(&self, protocol: Protocol) -> &[Place] {
        match protocol {
            Protocol::Smtp => &self.submission,
            Protocol::Imap => &self.imap,
            Protocol::Pop3 => &self.pop3,
        }
    }

    /// All places, for sending first.
    pub fn all_places(&self) -> impl Iterator<Item = &Place> {
        self.submission.iter().chain(&self.imap).chain(&self.pop3)
    }

    /// Whether mail is read there, and not only sent.
    pub fn is_for_mailboxes(&self) -> bool {
        !self.imap.is_empty() || !self.pop3.is_empty()
    }

    /// Whether anybody else says the same.
    pub fn is_verified(&self) -> bool {
        self.verified != Verified::Unverified
    }

    /// Whether a token is the only way to log in.
    pub fn tokens_only(&self) -> bool {
        self.auth == [Auth::Oauth2]
    }
}

impl Place {
    /// Whether a program could connect there as it stands: it needs nothing filled in, and is on
    /// another machine than the program.
    pub fn is_public(&self) -> bool {
        !self.host.contains('{') && self.host.parse::<IpAddr>().is_err()
    }

    /// Whether the port is this one and TLS begins in the same way.
    pub fn is_like(&self, port: u16, service: Service) -> bool {
        self.port == port && (self.security == Security::Implicit) == service.implicit_tls()
    }
}

impl Reading {
    fn both() -> Vec<Self> {
        vec![Self::Imap, Self::Pop3]
    }

    /// The protocol.
    pub const fn protocol(self) -> Protocol {
        match self {
            Self::Imap => Protocol::Imap,
            Self::Pop3 => Protocol::Pop3,
        }
    }
}

const fn yes() -> bool {
    true
}
