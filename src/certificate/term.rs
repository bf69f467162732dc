//! For how long a certificate may be valid.
use x509_parser::prelude::X509Certificate;

use super::Fault;
use super::extensions::is_public;

/// One day, s.
const DAY: i64 = 86_400;

/// How many days are allowed to certificates that begin at or after a moment, seconds since the
/// Unix epoch (CA/Browser Forum, Baseline Requirements §6.3.2; ballots 193, SC22, SC-081v3).
const ALLOWED: &[(i64, i64)] = &[
    // 2029-03-15, 2027-03-15, 2026-03-15, 2020-09-01, 2018-03-01.
    (1_868_227_200, 47),
    (1_805_068_800, 100),
    (1_773_532_800, 200),
    (1_598_918_400, 398),
    (1_519_862_400, 825),
];

/// Whether a certificate that says it is made under the rules for public authorities is valid for
/// longer than they allow. What else is trusted, a private authority, makes its own rules.
pub(super) fn too_long(leaf: &X509Certificate<'_>) -> Option<Fault> {
    let validity = leaf.validity();
    let (begin, end) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    let (_, most) = *ALLOWED.iter().find(|(since, _)| begin >= *since)?;
    // Both ends belong to it (RFC 5280 §4.1.2.5).
    let seconds = end.saturating_sub(begin).saturating_add(1);
    let days = seconds / DAY + i64::from(seconds % DAY > 0);
    (is_public(leaf) && days > most).then_some(Fault::TermTooLong { days, most })
}
