//! Servers, and a DNS, that say anything: as lines of a scenario.
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// What servers say, rightly, wrongly or in the wrong place.
const WORDS: &[&str] = &[
    "220 {host} ESMTP ready",
    "220-{host} ESMTP",
    "250-{host} Hello jdoe-notebook.firma.example [198.51.100.23]",
    "250-{host} at your service, [2001:db8:51::23]",
    "250-STARTTLS",
    "250-AUTH=LOGIN PLAIN",
    "250-AUTH CRAM-MD5 XOAUTH2",
    "250 SIZE 0",
    "220 go ahead",
    "221 bye",
    "421 4.3.2 try again later",
    "451 4.7.1 greylisted 198.51.100.23",
    "502 5.5.1 no such command",
    "554 5.7.1 198-51-100-23.dyn.firma.example is blocked",
    "25",
    "250",
    "250+odd",
    "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] {host}",
    "* PREAUTH [CAPABILITY IMAP4rev1] jdoe",
    "* BYE [UNAVAILABLE] later",
    "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN",
    "* 1 FETCH {1000000}",
    "{tag} OK done",
    "{tag} NO [AUTHENTICATIONFAILED] no",
    "{tag} BAD what",
    "a1 OK too early",
    "+OK <1.2@{host}> ready",
    "+OK",
    "-ERR [SYS/TEMP] later",
    "STLS",
    "SASL PLAIN LOGIN",
    ".",
    "..",
    "HTTP/1.1 400 Bad Request",
    "SSH-2.0-OpenSSH_9.2",
    r"\x1b]0;pwned\x07\x1b[2J",
    "::error::x",
    "| a | `b` | </script> {$host}",
    "",
];

const VERBS: [&str; 9] =
    ["EHLO", "STARTTLS", "CAPABILITY", "CAPA", "STLS", "QUIT", "LOGOUT", "HELO", "*"];

const PORTS: [u16; 7] = [25, 465, 587, 110, 995, 143, 993];

const TCP: [&str; 7] = [
    "open",
    "refused",
    "silent",
    "unreachable",
    "prohibited",
    "accepts-then-resets",
    "accepts-then-closes",
];

const TLS: [&str; 16] = [
    "works",
    "1.2",
    "1.0",
    "ssl3",
    "static-rsa",
    "dhe",
    "null",
    "anonymous",
    "odd-group",
    "intolerant",
    "refuses-name",
    "never-answers",
    "resets",
    "alert-after-certificate",
    "garbage",
    "not-tls",
];

const ADDRS: [&str; 6] =
    ["192.0.2.10", "192.0.2.11", "10.0.0.7", "127.0.0.1", "0.0.0.0", "203.0.113.9"];

const NAMES: [&str; 7] = [
    "mail.example.test",
    "example.test",
    "other.example.test",
    "gone.example.test",
    r"od\.d\032\027.example.test",
    "xn--bcher-kva.example.test",
    "",
];

/// Words of the command line.
const OPTIONS: [&str; 7] = [
    "",
    "'--trace', 'off'",
    "'--tls-scan', '--trace', 'off'",
    "'--retries', '2', '--trace', 'off'",
    "'--deadline', '3s'",
    "'--trace', 'icmp'",
    "'--as', 'domain'",
];

/// A scenario of servers on one to three ports, and names that lead to them or elsewhere.
pub(crate) fn scenario() -> impl Strategy<Value = String> {
    let ports = subsequence(PORTS.to_vec(), 1..=3)
        .prop_flat_map(|numbers| numbers.into_iter().map(port).collect::<Vec<_>>());
    let targets = select(vec!["mail.example.test", "example.test", "mail.example.test:143"]);
    let names = (weighted(0.3, name("mail.example.test")), weighted(0.5, name("example.test")));
    let options = select(OPTIONS.to_vec());
    (ports, targets, names, options).prop_map(|(ports, target, (host, domain), options)| {
        let ports = ports.concat();
        let names = [host, domain].map(Option::unwrap_or_default).concat();
        format!(
            "like = 'good'\nname = 'anything'\ntarget = '{target}'\noptions = [{options}]\n\
             {names}{ports}\
             [expect]\nverdict = 'healthy'\nheadline = 'healthy'\nfindings = []\n"
        )
    })
}

/// One port of the host, on its IPv4 address.
fn port(number: u16) -> impl Strategy<Value = String> {
    let words = (of(script()), dialogue("on"), dialogue("tls_on"), weighted(0.2, script()));
    let ways = (
        select(vec!["offered", "hidden", "missing"]),
        weighted(0.3, select(TLS.to_vec())),
        weighted(0.2, select(TCP.to_vec())),
        weighted(0.1, 1_u32..2000),
    );
    (words, ways).prop_map(move |((greeting, clear, inside, injected), ways)| {
        let (starttls, tls, tcp, drip) = ways;
        let some = |name: &str, value: Option<String>| {
            value.map(|value| format!("{name} = {value}\n")).unwrap_or_default()
        };
        let quoted = |value: &str| format!("'{value}'");
        [
            some("starttls", Some(quoted(starttls))),
            some("greeting", greeting),
            clear,
            inside,
            some("injects", injected),
            some("tls", tls.map(quoted)),
            some("tcp", tcp.map(quoted)),
            some("drip", drip.map(|ms| format!("'{ms}ms'"))),
        ]
        .concat()
        .lines()
        .map(|line| format!("hosts.'192.0.2.10'.ports.{number}.{line}\n"))
        .collect()
    })
}

/// Replies to some commands.
fn dialogue(place: &'static str) -> impl Strategy<Value = String> {
    let verbs = subsequence(VERBS.to_vec(), 0..=3);
    (verbs, vec(script(), 3)).prop_map(move |(verbs, scripts)| {
        let replies = verbs.into_iter().zip(scripts);
        replies.map(|(verb, script)| format!("{place}.'{verb}' = {script}\n")).collect()
    })
}

/// What is said and done, as a list.
fn script() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => select(WORDS.to_vec()).prop_map(str::to_owned),
        2 => vec(any::<u8>(), 0..40).prop_map(|bytes| escaped(&bytes)),
        1 => (1_usize..6000).prop_map(|length| "x".repeat(length)),
        1 => (0_u32..120).prop_map(|tenths| format!("!wait {}ms", 100 * tenths)),
        1 => select(vec!["!close", "!reset"]).prop_map(str::to_owned),
    ];
    (vec(line, 0..5), weighted(0.1, Just("!repeat"))).prop_map(|(mut lines, again)| {
        // Who says nothing again and again says it without end, and without a pause.
        let says = lines.iter().any(|line| !line.starts_with('!'));
        lines.extend(again.filter(|_| says).map(str::to_owned));
        list(lines.iter().map(String::as_str))
    })
}

fn escaped(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'\'' | b'\\' | b'!' => format!("\\x{byte:02x}"),
        b' '..=b'~' => char::from(*byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    };
    bytes.iter().map(one).collect()
}

/// What the DNS knows of a name.
fn name(name: &'static str) -> impl Strategy<Value = String> {
    let addrs = vec(select(ADDRS.to_vec()), 0..3);
    let mx = vec((any::<u16>(), select(NAMES.to_vec())), 0..4);
    let cname = weighted(0.2, select(NAMES[..4].to_vec()));
    let rcode = select(vec!["noerror", "noerror", "servfail", "nxdomain", "refused", "formerr"]);
    let ede = weighted(0.3, (0_u16..40, "[^'\\p{Cc}]{0,20}"));
    let flags = (any::<bool>(), weighted(0.1, Just(true)), weighted(0.1, Just(true)));
    let records = (addrs, mx, cname);
    (records, rcode, ede, flags, any::<u32>()).prop_map(move |(records, rcode, ede, flags, ttl)| {
        let (addrs, mx, cname) = records;
        let (authentic, silent, bogus) = flags;
        let mx: Vec<String> = mx.iter().map(|(at, name)| format!("{at} {name}.")).collect();
        let mut lines = vec![
            format!("a = {}", list(addrs.into_iter())),
            format!("mx = {}", list(mx.iter().map(String::as_str))),
            format!("rcode = '{rcode}'"),
            format!("authentic = {authentic}"),
            format!("ttl = {ttl}"),
        ];
        lines.extend(cname.map(|cname| format!("cname = '{cname}'")));
        lines.extend(
            ede.map(|(code, text)| format!("ede = [{{ code = {code}, text = '{text}' }}]")),
        );
        lines.extend(silent.map(|_| "silent = true".to_owned()));
        lines.extend(bogus.map(|_| "bogus = true".to_owned()));
        lines.iter().map(|line| format!("dns.'{name}'.{line}\n")).collect()
    })
}

fn list<'l>(items: impl Iterator<Item = &'l str>) -> String {
    let items: Vec<String> = items.map(|item| format!("'{item}'")).collect();
    format!("[{}]", items.join(", "))
}
