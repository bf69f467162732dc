//! What must hold of every run, whatever the other side does.
use std::collections::BTreeSet;
use std::time::Duration;

use fixtures::Expect;
use fixtures::hostile::{Behaviour, Stage};
use mailprobe::diagnosis;
use mailprobe::finding::Finding;
use mailprobe::recording::Recording;
use mailprobe::report::Verdict;
use probes::tls::hello::Part;
use probes::{Observation, Service, Step, Subject, limits};
use serde_json::Value;

use crate::measured::Measured;
use crate::spoken::unspoken;
use crate::told::differences;

/// The most memory of any run, KiB.
const MEMORY: i64 = 64 * 1024;
/// How much later than its deadline a run may end.
const GRACE: Duration = Duration::from_millis(250);
/// How often a name server is asked the same: twice, over TCP where it says so, and once more
/// without signatures; and the names of every address lead back to it.
const QUESTIONS: usize = 6 + limits::ADDRESSES;

/// A behaviour, and what became of the runs against it.
pub(crate) struct Case {
    pub(crate) behaviour: Behaviour,
    pub(crate) stage: Stage,
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
        wrong.extend(self.bounds());
        wrong.extend(self.judged_again());
        wrong.extend(self.rawness());
        wrong.extend(self.damage(recording, &findings));
        wrong.extend(self.rudeness(recording));
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

    fn bounds(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (what, run) in [("check", &self.seen), ("diagnose", &self.again)] {
            if run.peak > MEMORY {
                wrong.push(format!("{what} took {} KiB", run.peak));
            }
            if run.status.is_none() {
                wrong.push(format!("{what} did not end by itself: {}", run.stderr));
            }
        }
        let options = &self.behaviour.scenario.options;
        let wishes = mailprobe::cli::check("host.test", options).expect("lawful options");
        let own = options.iter().any(|word| word == "--deadline");
        let deadline = if own { wishes.look.deadline } else { Duration::from_secs(6) };
        if self.took() > deadline + GRACE {
            wrong.push(format!("it took {:?}", self.took()));
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
        let turns = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
        let isolates = |c| matches!(c, '\u{2066}'..='\u{2069}');
        let raw = |c: &char| (c.is_control() && *c != '\n') || turns(*c) || isolates(*c);
        text.chars().chain(self.seen.stderr.chars()).find(raw).map(|c| format!("raw {c:?}"))
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
            let named = findings.iter().any(|f| f.because.is_none() && f.subject.port() == here);
            if !took_leave || !shook || named {
                wrong.push(format!("port {port} was not seen as healthy"));
            }
        }
        wrong
    }

    fn intact(&self) -> Vec<u16> {
        if let Some(ports) = &self.behaviour.below.intact {
            return ports.clone();
        }
        let lines = &self.behaviour.scenario.expect.findings;
        let named: BTreeSet<u16> =
            lines.iter().flat_map(|l| l.split(' ')).filter_map(|word| word.parse().ok()).collect();
        let all = Service::ALL.iter().map(|service| service.row().port);
        all.filter(|port| !named.contains(port)).collect()
    }

    /// How often a port may be asked again.
    fn again(&self) -> usize {
        let scans = self.behaviour.scenario.options.iter().any(|word| word == "--tls-scan");
        if scans { Part::ALL.len() + 1 } else { limits::RETRIES }
    }

    /// One connection for each port, and those that the report names; and a farewell.
    fn rudeness(&self, recording: &Recording) -> Vec<String> {
        let mut wrong = Vec::new();
        for service in Service::ALL {
            let port = service.row().port;
            let visits = self.stage.visits(port);
            let here = self.stage.ports.get(service).copied();
            let named = recording.observations.iter().filter(|o| {
                o.subject.port() == here
                    && (o.step == Step::Connect || matches!(o.subject, Subject::Retry { .. }))
            });
            let named = named.count();
            if visits.len() > named.min(1 + self.again()) {
                wrong.push(format!("{} connections to {port}, told are {named}", visits.len()));
            }
            let intact = self.intact().contains(&port);
            if intact && visits.len() != 1 {
                wrong.push(format!("{} connections to {port}, which is well", visits.len()));
            }
            let owed = intact || self.behaviour.below.farewell.contains(&port);
            if owed && !visits.iter().any(|visit| visit.farewell) {
                wrong.push(format!("no farewell to {port}"));
            }
        }
        if self.stage.asked_most() > QUESTIONS {
            wrong.push(format!("one question {} times", self.stage.asked_most()));
        }
        wrong
    }
}
