//! Every scenario as somebody would have run it who has something to hide.
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::LazyLock;

use fixtures::Scenario;
use mailprobe::diagnosis;
use mailprobe::language::Language;
use mailprobe::recording::Recording;
use mailprobe::report::{Detail, FORMATS, Report, Style, Verdict};
use probes::Data;
use probes::net::RecordData;

use crate::run::run;

/// All of them, by name.
pub(crate) fn all() -> &'static [(&'static str, Recording)] {
    static ALL: LazyLock<Vec<(&str, Recording)>> =
        LazyLock::new(|| Scenario::all().into_iter().map(|name| (name, case(name))).collect());
    &ALL
}

/// A scenario as it was seen, from a machine that tells much of its user.
pub(crate) fn case(name: &str) -> Recording {
    let scenario = Scenario::load(name).expect("it is listed");
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build().expect("a runtime for tests");
    given_away(runtime.block_on(run(scenario)).1)
}

/// A recording as a machine makes it that tells much of its user.
pub(crate) fn given_away(mut recording: Recording) -> Recording {
    let vantage = &mut recording.vantage;
    vantage.os = "Debian GNU/Linux 12 (bookworm), Linux 6.1.0-jdoe-notebook".to_owned();
    vantage.resolvers = vec!["192.168.1.1:53".parse().expect("a resolver")];
    vantage.resolvers_from = "/home/jdoe/resolv.conf".to_owned();
    let typed = &recording.asked.target.typed;
    vantage.command = format!("mailprobe check {typed} elsewhere.example -o /home/jdoe/a.json");
    vantage.ehlo_name = Some("jdoe-notebook.firma.example".to_owned());
    recording.trust.source = "system and /home/jdoe/ca.pem".to_owned();
    recording.trust.problems = vec!["could not read '/home/jdoe/x.pem': denied".to_owned()];
    recording
}

/// The recording in every form and language, in all detail.
pub(crate) fn told(recording: &Recording, languages: &[Language]) -> Vec<(String, String)> {
    let findings = diagnosis::diagnose(recording);
    let verdict = Verdict::of(recording, &findings);
    let style = Style { width: 200, detail: Detail::Verbose, ..Style::default() };
    let mut found = Vec::new();
    for format in FORMATS {
        let languages = if format.in_language { languages } else { &[Language::En] };
        for language in languages {
            let report =
                Report { recording, findings: &findings, verdict: &verdict, language: *language };
            let mut text = Vec::new();
            format.tell(&[report], &[*language], &style, &mut text).expect("memory takes it");
            let text = String::from_utf8(text).expect("reports are UTF-8");
            found.push((format!("{} in {language:?}", format.name), text));
        }
    }
    found
}

/// What must not be told of a recording, in lower case.
pub(crate) fn secrets(recording: &Recording) -> BTreeSet<String> {
    let words = ["jdoe", "notebook", "firma.example", "elsewhere.example", "gw.home.example"];
    let mut found: BTreeSet<String> = words.map(str::to_owned).into();
    let seen = || recording.observations.iter();
    let kept: BTreeSet<IpAddr> = seen().filter_map(|o| o.subject.addr()).collect();
    let local = seen().filter_map(|o| match &o.saw {
        Data::Connect(connect) => connect.local.map(|at| at.ip()),
        _ => None,
    });
    let resolver = recording.vantage.resolvers.iter().map(|at| at.ip());
    for addr in local.chain(resolver).filter(|addr| !kept.contains(addr)) {
        found.extend(forms(addr));
    }
    // In a network that answers for everybody, its gateway is what is looked at.
    let named = seen().filter_map(|o| match &o.saw {
        Data::Lookup(lookup) => Some(&lookup.answer.records),
        _ => None,
    });
    for record in named.flatten() {
        if let RecordData::Ptr { target } = &record.data {
            found.remove(target);
        }
    }
    found
}

/// How an address is written.
fn forms(addr: IpAddr) -> Vec<String> {
    let IpAddr::V4(v4) = addr else {
        let IpAddr::V6(v6) = addr else { return Vec::new() };
        let long = v6.segments().map(|s| format!("{s:x}")).join(":");
        return vec![addr.to_string(), long, format!("{:032x}", v6.to_bits())];
    };
    let [a, b, c, d] = v4.octets();
    let number = format!("{:08x}", v4.to_bits());
    let back = format!("{d}.{c}.{b}.{a}");
    vec![addr.to_string(), addr.to_string().replace('.', "-"), back, number]
}

/// Whether a text holds a word that no digits go before or follow.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].ends_with(|c: char| c.is_ascii_digit());
        let after = text[at + word.len()..].starts_with(|c: char| c.is_ascii_digit());
        !before && !after
    })
}
