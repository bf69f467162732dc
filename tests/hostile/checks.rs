//! What must hold of every run, whatever the other side does.
use std::collections::BTreeSet;
use std::time::Duration;

use fixtures::Expect;
use fixtures::hostile::{Behaviour, Manner, Stage};
use mailprobe::diagnosis;
use mailprobe::finding::{Finding, Severity};
use mailprobe::recording::Recording;
use mailprobe::report::Verdict;
use mailprobe::target::Trace;
use probes::{Data, Observation, Service, Step, Subject};
use serde_json::Value;

use crate::acts::acts;
use crate::measured::{AFTERWARDS, Measured};
use crate::spoken::unspoken;
use crate::told::differences;

/// The deadline of a run, if its row has no other.
pub(crate) const DEADLINE: Duration = Duration::from_secs(6);
/// How much later than its deadline a run may end by its own clock.
const GRACE: Duration = Duration::from_millis(250);

/// A behaviour, and what became of the runs against it.
pub(crate) struct Case {
    pub(crate) behaviour: Behaviour,
    pub(crate) stage: Stage,
    /// What was typed.
    pub(crate) words: Vec<String>,
    pub(crate) seen: Measured,
    /// The report for programs.
    pub(crate) report: Vec<u8>,
    /// Of `diagnose` on that report.
    pub(crate) again: Measured,
}

impl Case {
    /// Everything that is not as it must be, one line each.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let wrong = match Recording::load(&mut &self.report[..]) {
            Ok(recording) => self.compare(&recording),
            Err(why) => vec![format!("its report cannot be read: {why}; {}", self.seen.stderr)],
        };
        wrong.into_iter().map(|why| format!("{}: {why}", self.behaviour.name)).collect()
    }

    /// How long the run took by its own clock.
    pub(crate) fn took(&self) -> Duration {
        let report: Value = serde_json::from_slice(&self.report).unwrap_or_default();
        Duration::from_micros(report["recording"]["took_us"].as_u64().unwrap_or(u64::MAX))
    }

    fn compare(&self, recording: &Recording) -> Vec<String> {
        let findings = diagnosis::diagnose(recording);
        let verdict = Verdict::of(recording, &findings);
        let mut wrong = differences(&self.expected(), &verdict, &self.registered(&findings));
        let unspoken = unspoken(recording, &findings);
        wrong.extend((!unspoken.is_empty()).then(|| format!("nobody speaks for {unspoken:?}")));
        wrong.extend(self.bounds(recording));
        wrong.extend(self.judged_again());
        wrong.extend(self.rawness());
        wrong.extend(self.untold());
        wrong.extend(self.damage(recording, &findings));
        wrong.extend(self.rudeness(recording));
        wrong
    }

    /// What a terminal shows, with one space for all that is between two words.
    pub(crate) fn told(&self) -> String {
        let text = String::from_utf8_lossy(&self.seen.stdout);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether what the row is about took place, and is told.
    fn untold(&self) -> Vec<String> {
        let told = self.told();
        let lacks = self.behaviour.says.iter().filter(|says| !told.contains(*says));
        let mut wrong: Vec<_> = lacks.map(|says| format!("it does not say {says:?}")).collect();
        let meant = self.behaviour.below.resolver.manner != Manner::Honest;
        if meant && self.stage.asked().misled == 0 {
            wrong.push("its name server had no occasion to mean harm".to_owned());
        }
        wrong
    }

    /// What the row expects; which notes there are does not matter.
    fn expected(&self) -> Expect {
        Expect { notes: None, ..self.behaviour.scenario.expect.clone() }
    }

    /// The findings with the ports that are registered, in place of those of this machine.
    fn registered(&self, findings: &[Finding]) -> Vec<Finding> {
        let mut findings = findings.to_vec();
        for finding in &mut findings {
            finding.subject = finding.subject.endpoint().unwrap_or(finding.subject.clone());
            if let Subject::Endpoint { port, .. } = &mut finding.subject
                && let Some((service, _)) = self.stage.ports.iter().find(|(_, here)| *here == port)
            {
                *port = service.row().port;
            }
        }
        findings
    }

    fn here(&self, port: u16) -> Option<u16> {
        self.stage.ports.get(&Service::on(port)?).copied()
    }

    /// Its time and memory; and a trace that was wished for was made.
    fn bounds(&self, recording: &Recording) -> Vec<String> {
        let mut wrong = Vec::new();
        let look = mailprobe::cli::check("host.test", &self.words[2..]).expect("it ran").look;
        for (what, run) in [("check", &self.seen), ("diagnose", &self.again)] {
            wrong.extend(run.excess(AFTERWARDS).map(|why| format!("{what}: {why}")));
        }
        let (latest, own, took) = (look.deadline + GRACE, self.took(), self.seen.took);
        if own > latest || took > latest + AFTERWARDS {
            wrong.push(format!("it took {took:?}, by its own clock {own:?}"));
        }
        let sent = |o: &Observation| matches!(&o.saw, Data::Path(path) if !path.tries.is_empty());
        if look.trace != Trace::Off && !recording.observations.iter().any(sent) {
            wrong.push("no packet was sent to trace the path".to_owned());
        }
        wrong
    }

    /// The same findings, verdict and exit status as in the first place.
    fn judged_again(&self) -> Option<String> {
        let [first, second] = [&self.report, &self.again.stdout]
            .map(|text| serde_json::from_slice::<Value>(text).unwrap_or_default());
        let status = first["verdict"]["exit_status"].as_i64();
        let same = first["findings"] == second["findings"]
            && first["verdict"] == second["verdict"]
            && [&self.seen, &self.again].iter().all(|run| run.status.map(i64::from) == status);
        (!same).then(|| {
            let statuses = (self.seen.status, self.again.status, status);
            format!("diagnose says something else: {statuses:?} {}", self.again.stderr)
        })
    }

    /// Nothing of what a server says reaches a terminal as it is.
    fn rawness(&self) -> Option<String> {
        let Ok(text) = std::str::from_utf8(&self.seen.stdout) else {
            return Some("the text is no UTF-8".to_owned());
        };
        acts(text).or_else(|| acts(&self.seen.stderr)).map(|what| format!("it acts: {what}"))
    }

    /// Whether all else of the host was seen as healthy.
    fn damage(&self, recording: &Recording, findings: &[Finding]) -> Vec<String> {
        let mut wrong = Vec::new();
        for port in self.intact() {
            let here = self.here(port);
            let of = |o: &&Observation| o.subject.port() == here;
            let seen: Vec<_> = recording.observations.iter().filter(of).collect();
            let took_leave = seen.iter().any(|o| o.step == Step::Farewell && o.failure.is_none());
            let shook = seen.iter().any(|o| o.step == Step::Handshake && o.failure.is_none());
            let blames = |f: &Finding| f.because.is_none() && f.severity > Severity::Note;
            let named = findings.iter().any(|f| blames(f) && f.subject.port() == here);
            if !took_leave || !shook || named {
                wrong.push(format!("port {port} was not seen as healthy"));
            }
        }
        wrong
    }

    /// The ports that are well.
    pub(crate) fn intact(&self) -> Vec<u16> {
        if let Some(ports) = &self.behaviour.below.intact {
            return ports.clone();
        }
        let lines = &self.behaviour.scenario.expect.findings;
        let named: BTreeSet<u16> =
            lines.iter().flat_map(|l| l.split(' ')).filter_map(|word| word.parse().ok()).collect();
        let all = Service::ALL.iter().map(|service| service.row().port);
        all.filter(|port| !named.contains(port)).collect()
    }
}
