//! Chains as the good scenario's server sends them, but for what a test says.
use fixtures::Scenario;
use fixtures::certificate::Vault;
use mailprobe::certificate::{Case, Fault, judge};
use probes::bytes::Bytes;

/// The name that is asked for.
pub(crate) const NAME: &str = "mail.example.test";
/// The scenario's moment, s since the Unix epoch.
pub(crate) const NOW: i64 = 1_781_524_800;
/// One day, s.
pub(crate) const DAY: i64 = 86_400;

pub(crate) struct Chains {
    vault: Vault,
    sent: Vec<Bytes>,
    roots: Vec<Bytes>,
    ocsp: Option<Vec<u8>>,
}

impl Chains {
    /// With these lines of a scenario, which may set `certificates`.
    pub(crate) fn with(lines: &str) -> Self {
        let expect = "[expect]\nverdict = 'healthy'\nheadline = 'healthy'\nfindings = []\n";
        let text = format!("like = 'good'\nname = 'a chain'\n{lines}\n{expect}");
        let scenario = Scenario::parse(&text).expect("a lawful scenario");
        assert_eq!(scenario.now, NOW);
        let vault = scenario.vault();
        let sent = ders(&vault, "mail");
        let roots = ders(&vault, "root");
        let ocsp = vault.stapled("mail");
        Self { vault, sent, roots, ocsp }
    }

    /// What a server sends that shows the certificate of this name.
    pub(crate) fn sent(&self, name: &str) -> Vec<Bytes> {
        ders(&self.vault, name)
    }

    pub(crate) fn roots(&self) -> Vec<Bytes> {
        self.roots.clone()
    }

    /// The server's chain, by nothing but the root, as of the scenario's moment.
    pub(crate) fn case(&self) -> Case<'_> {
        let at = u64::try_from(NOW).expect("after 1970");
        Case {
            sent: &self.sent,
            seen: &[],
            roots: &self.roots,
            name: NAME,
            at,
            ocsp: self.ocsp.as_deref(),
        }
    }

    pub(crate) fn judge(&self) -> Vec<Fault> {
        judge(&self.case()).faults
    }
}

fn ders(vault: &Vault, name: &str) -> Vec<Bytes> {
    vault.sent(name).into_iter().map(Bytes).collect()
}
