//! The catalogues: every text in every language.
use std::fmt::Write as _;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use super::Language;
use crate::diagnosis;
use crate::knowledge::codes;

/// The attributes of a finding's message. Its value is the title.
pub(super) const CAUSE: &str = "cause";
pub(super) const REMEDY: &str = "remedy";
/// The title where it is about several ports.
pub(super) const PORTS: &str = "ports";

/// How English titles mention a port, and how they do where there are several.
const ONE_PORT: &str = "port {$port}";
const SEVERAL_PORTS: &str = "ports {$port}";

const EN: &[&str] = &[
    include_str!("en.ftl"),
    include_str!("en/dialogue.ftl"),
    include_str!("en/dns.ftl"),
    include_str!("en/path.ftl"),
    include_str!("en/tcp.ftl"),
    include_str!("en/tls.ftl"),
];

const JA: &[&str] = &[
    include_str!("ja.ftl"),
    include_str!("ja/auth.ftl"),
    include_str!("ja/cause.ftl"),
    include_str!("ja/dialogue.ftl"),
    include_str!("ja/dns.ftl"),
    include_str!("ja/expect.ftl"),
    include_str!("ja/explain.ftl"),
    include_str!("ja/other.ftl"),
    include_str!("ja/path.ftl"),
    include_str!("ja/pop.ftl"),
    include_str!("ja/provider.ftl"),
    include_str!("ja/tcp.ftl"),
    include_str!("ja/tls.ftl"),
];

const ZH_HANS: &[&str] = &[
    include_str!("zh-hans.ftl"),
    include_str!("zh-hans/auth.ftl"),
    include_str!("zh-hans/cause.ftl"),
    include_str!("zh-hans/dialogue.ftl"),
    include_str!("zh-hans/dns.ftl"),
    include_str!("zh-hans/expect.ftl"),
    include_str!("zh-hans/explain.ftl"),
    include_str!("zh-hans/other.ftl"),
    include_str!("zh-hans/path.ftl"),
    include_str!("zh-hans/pop.ftl"),
    include_str!("zh-hans/provider.ftl"),
    include_str!("zh-hans/tcp.ftl"),
    include_str!("zh-hans/tls.ftl"),
];

/// The files of a language.
pub(super) const fn files(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => EN,
        Language::Ja => JA,
        Language::ZhHans => ZH_HANS,
    }
}

/// The English of all rules, laid out as the other catalogues have it.
pub(super) fn rules() -> String {
    let mut text = String::new();
    for rule in diagnosis::rules() {
        let (id, title, cause, remedy) = (id(rule.code), rule.title, rule.cause, rule.remedy);
        let parts = [(CAUSE, cause), (REMEDY, remedy)];
        let ports = title.replace(ONE_PORT, SEVERAL_PORTS);
        let ports = Some((PORTS, ports.as_str())).filter(|(_, ports)| *ports != title);
        // Writing to memory does not fail.
        let _ = writeln!(text, "{id} = {title}");
        for (name, words) in parts.into_iter().chain(ports) {
            let _ = writeln!(text, "    .{name} = {words}");
        }
    }
    text
}

/// The key of what a rule says.
pub(super) fn id(code: &str) -> String {
    format!("finding-{}", code.replace('.', "-"))
}

/// The key of what an entry of the table of codes says.
pub(super) fn entry(id: &str) -> String {
    format!("explain-{id}")
}

/// The codes of the rules, and the ids of the entries of the table of codes, that a language doesn't
/// speak of; what they say is told in English.
pub fn missing(language: Language) -> Vec<String> {
    let rules = diagnosis::rules().map(|rule| rule.code);
    let rules = rules.filter(|code| !speaks_of(language, code)).map(str::to_owned);
    let entries = codes::entries().iter().map(|e| &e.id).filter(|_| language != Language::En);
    let entries = entries.filter(|id| !bundle(language).has_message(&entry(id))).cloned();
    rules.chain(entries).collect()
}

/// Whether a language speaks of a rule.
pub(super) fn speaks_of(language: Language, code: &str) -> bool {
    bundle(language).has_message(&id(code))
}

/// What a catalogue says by this key.
pub(super) fn said(language: Language, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    attribute(language, key, None, args)
}

/// The same, or what stands beside it by that name. An argument that isn't there stays visible.
pub(super) fn attribute(
    language: Language,
    key: &str,
    name: Option<&str>,
    args: &FluentArgs<'_>,
) -> Option<String> {
    let bundle = bundle(language);
    let message = bundle.get_message(key)?;
    let pattern = match name {
        None => message.value()?,
        Some(name) => message.get_attribute(name)?.value(),
    };
    Some(bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned())
}

/// What is said in this language, or else in English.
pub(super) fn own_or_english(
    language: Language,
    said: impl Fn(Language) -> Option<String>,
) -> String {
    said(language).or_else(|| said(Language::En)).expect("a test finds texts without English")
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static BUNDLES: [LazyLock<Bundle>; 3] = [
        LazyLock::new(|| read(Language::En, &rules())),
        LazyLock::new(|| read(Language::Ja, "")),
        LazyLock::new(|| read(Language::ZhHans, "")),
    ];
    &BUNDLES[language as usize]
}

fn read(language: Language, more: &str) -> Bundle {
    let tag = language.tag().parse().expect("our tags are well-formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks for mixed directions would show on terminals and shift columns.
    bundle.set_use_isolating(false);
    for text in files(language).iter().copied().chain([more]) {
        // A test finds what cannot be read and what stands there twice; here the rest serves.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(rest, _)| rest);
        bundle.add_resource_overriding(resource);
    }
    bundle
}
