//! Chains that were shuffled and damaged at random are accepted exactly where webpki accepts them.
use mailprobe::certificate::{Case, judge};
use probes::bytes::Bytes;

use crate::chains::{Chains, DAY, NAME, NOW};
use crate::client::accepts;

/// Random numbers that are the same in every run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).expect("it is below a usize")
    }
}

/// Certificates that belong together in many ways, good and bad.
fn cards() -> Chains {
    Chains::with(&format!(
        "certificates.other = {{ names = ['{NAME}'], issuer = 'branch' }}
         certificates.branch = {{ common_name = 'Branch', ca = true, key = 'ed25519' }}
         certificates.narrow = {{ common_name = 'Branch', key_of = 'branch', ca = true, permits = ['other.example'] }}
         certificates.late = {{ common_name = 'Example Issuing CA 1', organization = 'Example Trust',
             key_of = 'intermediate', issuer = 'root', ca = true, starts = -90, days = -1 }}
         certificates.bridge = {{ common_name = 'Example Root CA', organization = 'Example Trust',
             issuer = 'elder', key_of = 'root', ca = true }}
         certificates.elder = {{ common_name = 'Elder', issuer = 'elder', ca = true, key = 'ed25519' }}
         certificates.false = {{ common_name = 'Branch', issuer = 'intermediate' }}
         certificates.mail.send = ['mail', 'intermediate', 'other', 'branch', 'narrow', 'late', 'bridge', 'elder', 'false', 'root']"
    ))
}

fn compare(case: &Case<'_>, what: &str) -> bool {
    let told = judge(case);
    // Who trusts a server's own certificate asks for nothing more.
    let itself = case.sent.first().is_some_and(|leaf| case.roots.contains(leaf));
    let accepted = accepts(case);
    assert!(itself || told.is_accepted() == accepted, "{what}: webpki {accepted}, told {told:?}");
    assert!(told.is_accepted() || told.faults.iter().any(|f| f.is_refused()), "{what}");
    accepted
}

/// How often both said yes.
fn play(
    rounds: usize,
    mut change: impl FnMut(&mut Dice, &mut Vec<Bytes>, &mut Vec<Bytes>),
) -> usize {
    let cards = cards();
    let (all, elder) = (cards.sent("mail"), cards.sent("elder"));
    let mut dice = Dice(0x6d61_696c);
    let mut accepted = 0;
    for round in 0..rounds {
        let mut sent = vec![all[[0, 0, 2, 8][dice.roll(4)]].clone()];
        sent.extend((0..dice.roll(7)).map(|_| all[dice.roll(all.len())].clone()));
        let mut roots = [cards.roots(), elder.clone()].concat();
        roots.remove(dice.roll(3).min(1));
        change(&mut dice, &mut sent, &mut roots);
        let days = [0, 0, 0, 59, 61, -40][dice.roll(6)];
        let at = u64::try_from(NOW + days * DAY).expect("after 1970");
        let case = Case { sent: &sent, seen: &all, roots: &roots, name: NAME, at, ocsp: None };
        accepted += usize::from(compare(&case, &format!("round {round}")));
    }
    accepted
}

#[test]
fn chains_dropped_doubled_and_reordered_are_judged_as_webpki_does() {
    let accepted = play(1000, |_, _, _| {});
    assert!((50..950).contains(&accepted), "both said yes {accepted} times");
}

#[test]
fn chains_with_damaged_bytes_are_judged_as_webpki_does() {
    play(1000, |dice, sent, _| {
        let place = dice.roll(sent.len());
        damage(dice, &mut sent[place].0);
    });
}

#[test]
fn roots_with_damaged_bytes_are_used_as_webpki_does() {
    let accepted = play(1000, |dice, _, roots| {
        let place = dice.roll(roots.len());
        damage(dice, &mut roots[place].0);
    });
    assert!(accepted > 10, "both said yes {accepted} times");
}

fn damage(dice: &mut Dice, der: &mut Vec<u8>) {
    let place = dice.roll(der.len());
    match dice.roll(5) {
        0 => der.truncate(place),
        1 => der.push(0),
        _ => der[place] ^= 1 << dice.roll(8),
    }
}
