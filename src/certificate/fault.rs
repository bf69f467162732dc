//! What can be wrong with a chain.
use crate::language::Text;

/// One thing that is wrong with a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The leaf is signed by its own key and is not itself trusted.
    SelfSigned,
    /// The chain ends at an authority that is not trusted.
    UnknownIssuer {
        /// Its name.
        issuer: String,
    },
    /// A certificate between the leaf and its root was not sent.
    IncompleteChain {
        /// The name of the missing one.
        missing: String,
        /// Where it can be had, if the leaf says so (RFC 5280 §4.2.2.1).
        url: Option<String>,
        /// Whether the missing certificate was seen, and what comes of it.
        filled: Filled,
    },
    /// The end of its validity is past.
    Expired {
        /// Whose.
        subject: String,
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// An intermediate certificate is out of its time.
    IntermediateOutdated {
        /// Whose.
        subject: String,
        /// The beginning of its validity, seconds since the Unix epoch.
        not_before: i64,
        /// The end of its validity, likewise.
        not_after: i64,
    },
    /// The beginning of its validity is to come.
    NotYetValid {
        /// Whose.
        subject: String,
        /// The beginning, seconds since the Unix epoch.
        not_before: i64,
    },
    /// The leaf is valid, but not for long.
    ExpiresSoon {
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The leaf is for other names (RFC 9525).
    WrongName {
        /// What it is for.
        names: Vec<String>,
        /// Why none of them fits, if one nearly does.
        why: Mismatch,
    },
    /// The leaf names no host where clients look, only in its subject (RFC 9525 §2).
    NameOnlyInSubject {
        /// Its subject.
        subject: String,
    },
    /// A key that clients refuse.
    WeakKey {
        /// Whose.
        subject: String,
        /// What kind of key.
        key: String,
    },
    /// A signature that clients refuse.
    WeakSignature {
        /// Whose.
        subject: String,
        /// Its algorithm.
        algorithm: String,
    },
    /// An X.509 version before 3.
    OldVersion {
        /// The version, as people count.
        version: u32,
    },
    /// The extended key usage does not allow servers (RFC 5280 §4.2.1.12).
    NotForServers,
    /// The leaf leads to a root, but says that it is an authority (RFC 5280 §4.2.1.9): programs
    /// differ on whether such a one may be a server's.
    CaAsServer,
    /// An authority on the way may not sign for such names (RFC 5280 §4.2.1.10).
    OutsideConstraints {
        /// Whose.
        authority: String,
        /// The names for which alone it may sign, if it says so.
        permitted: Vec<String>,
        /// The names for which it may not.
        excluded: Vec<String>,
    },
    /// An authority on the way lets fewer others stand below it (RFC 5280 §4.2.1.9).
    PathTooLong {
        /// Its name.
        authority: String,
        /// How many it lets stand below.
        most: u32,
    },
    /// A certificate that signed another does not say that it may (RFC 5280 §4.2.1.9).
    NotAnAuthority {
        /// Whose.
        subject: String,
    },
    /// An authority on the way may not sign for servers, says its extended key usage.
    AuthorityNotForServers {
        /// Its name.
        authority: String,
    },
    /// An extension that must be understood, and that clients don't know (RFC 5280 §4.2).
    UnknownCriticalExtension {
        /// Whose.
        subject: String,
        /// Its object identifier.
        oid: String,
    },
    /// The leaf says that an OCSP response comes with it, and none does (RFC 7633).
    NotStapled,
    /// The authority has revoked the leaf, says the stapled OCSP response.
    Revoked {
        /// When, seconds since the Unix epoch.
        at: i64,
        /// The number of the reason (RFC 5280 §5.3.1), if one is given.
        reason: Option<u8>,
    },
    /// The stapled OCSP response is not of today (RFC 6960 §4.2.2.1).
    StapleOutdated {
        /// Its beginning, seconds since the Unix epoch.
        from: i64,
        /// Its end, if it has one.
        until: Option<i64>,
    },
    /// The stapled OCSP response is for another certificate, or for one that the authority doesn't
    /// know.
    StapleMismatched,
    /// The stapled OCSP response is not signed by the authority, nor by whom it charged with that
    /// (RFC 6960 §4.2.2.2).
    StapleUnproven,
    /// The stapled OCSP response can't be parsed, or is an error message.
    StapleUnreadable {
        /// What it is instead.
        detail: String,
    },
    /// It is valid for longer than public authorities may make certificates.
    TermTooLong {
        /// For how long it is valid, days.
        days: i64,
        /// How long was allowed when it began, days.
        most: i64,
    },
    /// The root is past the end of its validity, which some programs look at.
    RootOutdated {
        /// Its name.
        subject: String,
        /// The end, seconds since the Unix epoch.
        not_after: i64,
    },
    /// The chain works, but breaks rules that some programs insist on (RFC 5280 §4).
    Irregular {
        /// What is against the rules, leaf first.
        what: Vec<Oddity>,
    },
    /// The chain works, but was not sent as it should be (RFC 8446 §4.4.2).
    Untidy {
        /// How.
        what: Vec<Mess>,
    },
    /// The leaf can't be parsed.
    Unreadable,
    /// So many certificates bear the same names that the search for a path was given up.
    TooManySignatures,
    /// No path was found for a reason that is none of the above.
    Rejected {
        /// What webpki says, or that a signature is of a kind that can't be checked.
        detail: String,
    },
}

/// What was seen of the certificate that is missing in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Nothing.
    No,
    /// It was seen in another chain of the same recording, and leads to a root.
    Elsewhere,
    /// It was fetched, and with it programs would find a way to a root.
    Fetched {
        /// All that is needed for that, by their places among what was fetched.
        places: Vec<usize>,
    },
    /// It was fetched, and is the issuer, but leads to no root.
    InVain {
        /// Why not.
        why: String,
        /// What was fetched on the way, by its places.
        places: Vec<usize>,
    },
    /// What was fetched is no certificate between, but a root that is not trusted: nothing is
    /// missing.
    ByRoot,
}

/// Why a name that nearly fits does not (RFC 9525 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// The names are others.
    Other,
    /// A wildcard stands for one label, not for several.
    TooDeep,
    /// A wildcard doesn't stand for the domain below which it is.
    Bare,
    /// A wildcard must be a whole label.
    Partial,
    /// A host was asked for, and all names are addresses.
    OnlyAddresses,
    /// An address was asked for, and no name is one.
    NoAddress,
    /// An address was asked for, and stands there as if it were a host.
    AddressAsHost,
    /// A wildcard counts only as the first part of a name.
    Inside,
    /// A wildcard doesn't stand for all names, nor for all of a top-level domain.
    TooWide,
    /// Letters that are not ASCII must be written as A-labels (RFC 5280 §7.2).
    Letters,
    /// The name stands there with a final dot, a space, a port or as a URL.
    Marks,
    /// No name is of a kind that can be a server's.
    Kind,
}

/// What is against the rules in a certificate that works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// Whose it is.
    pub subject: String,
    /// What it is, a sentence.
    pub what: Text,
}

/// How a chain that works is untidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mess {
    /// The same certificate was sent more than once.
    Duplicate,
    /// The certificates are not in the order in which each signed the one before.
    Order,
    /// The root was sent, which whoever trusts it has.
    Root,
    /// One was sent to which the leaf doesn't lead.
    Unneeded {
        /// Whose; empty if it can't be parsed.
        subject: String,
    },
}

impl Fault {
    /// Whether a careful client refuses the chain for it. The others are worth a warning or a note.
    pub const fn is_refused(&self) -> bool {
        !matches!(
            self,
            Self::ExpiresSoon { .. }
                | Self::NotStapled
                | Self::StapleOutdated { .. }
                | Self::StapleMismatched
                | Self::StapleUnproven
                | Self::StapleUnreadable { .. }
                | Self::TermTooLong { .. }
                | Self::RootOutdated { .. }
                | Self::Irregular { .. }
                | Self::Untidy { .. }
        )
    }
}
