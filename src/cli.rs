//! The command line: what may be typed.
mod examples;
mod saved;
mod values;
mod wishes;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use probes::limits;

use crate::finding::Severity;
use crate::language::Language;
use crate::report::Format;
use crate::target::{self, Control, Port, Role, Trace};
use crate::trust::Whose;

pub use saved::{AsOf, Compare, Demands, Diagnose, Redact};

/// What the exit status of the process says. `--help` and the README show it.
pub const EXIT_STATUSES: &[(u8, &str)] = &[
    (0, "healthy"),
    (1, "warnings: it works, but something should be mended (--fail-on)"),
    (2, "failure: mail does not work, or not as --expect demands"),
    (3, "could not test: wrong usage, a local error, or too little was seen to say"),
];

/// What the exit status of `compare` says. Its help and the README show it.
pub const COMPARED: &[(u8, &str)] = &[
    (0, "the same: nothing of the target differs, and both looked at the same"),
    (1, "different, or something was looked at only once"),
    (2, "unusable: a file cannot be read or written, or they are about different targets"),
    (3, "wrong usage"),
];

/// The command line.
#[derive(Clone, Parser)]
#[command(
    name = "mailprobe",
    version,
    about = "Says why mail does not work, whose turn it is, and what to do",
    after_help = examples::after(examples::ALL),
    max_term_width = 100,
    arg_required_else_help = true,
    propagate_version = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Clone, Subcommand)]
pub enum Command {
    /// Look at a host or a domain from here, and say how it stands
    #[command(after_help = examples::after(examples::CHECK))]
    Check(Box<Check>),
    /// Do the same with a host that exists only in memory: no network, no root
    #[cfg(feature = "demo")]
    #[command(after_help = examples::after(examples::DEMO))]
    Demo(Demo),
    /// Judge a saved report again
    #[command(after_help = examples::after(examples::DIAGNOSE))]
    Diagnose(Diagnose),
    /// Say what differs between two saved reports: of two moments, or from two places
    #[command(after_help = examples::with(examples::COMPARE, COMPARED))]
    Compare(Compare),
    /// Put aliases in place of what tells whom a saved report is from
    #[command(after_help = examples::with(examples::REDACT, examples::REDACTED),
        after_long_help = examples::redaction())]
    Redact(Redact),
    /// Say what a server's reply, an error message or a whole bounce means, and what to do
    #[command(after_help = examples::with(examples::EXPLAIN, examples::EXPLAINED))]
    Explain(Explain),
    /// Print what a shell needs to complete the words of a mailprobe command
    #[command(after_help = examples::with(examples::COMPLETIONS, examples::PRINTED))]
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = examples::with(examples::MAN, examples::PRINTED))]
    Man,
    /// Print the JSON Schema (draft 2020-12) of a report or of a recording
    #[command(after_help = examples::with(examples::SCHEMA, examples::PRINTED))]
    Schema(Schema),
}

/// `check`.
#[derive(Clone, Args)]
pub struct Check {
    /// A host, a domain, a mail address (its domain), an IP address, HOST:PORT, or a URL
    #[arg(value_name = "TARGET", required = true, num_args = 1..=limits::TARGETS)]
    pub targets: Vec<String>,
    /// How to look.
    #[command(flatten)]
    pub look: Look,
    /// How to tell.
    #[command(flatten)]
    pub tell: Tell,
}

/// `demo`.
#[cfg(feature = "demo")]
#[derive(Clone, Args)]
pub struct Demo {
    /// What is wrong with the host; see --list
    #[arg(default_value = "path-port-25-dropped")]
    pub scenario: String,
    /// Show the scenarios, one per line
    #[arg(long)]
    pub list: bool,
    /// Open the ports of the scenario's hosts on this machine's loopback, as of now and until
    /// Ctrl-C, for other programs to look at
    #[arg(long, conflicts_with = "list")]
    pub serve: bool,
    /// With --serve: open each port at this number more, as 20025 for 25
    #[arg(long, value_name = "N", default_value_t = 20_000, requires = "serve")]
    pub port_base: u16,
    /// With --serve: write the certificate that the scenario trusts to this file, in PEM
    #[arg(long, value_name = "FILE", requires = "serve")]
    pub root: Option<PathBuf>,
    /// How to tell.
    #[command(flatten)]
    pub tell: Tell,
}

/// `explain`.
#[derive(Clone, Args)]
pub struct Explain {
    /// A reply, a code, an error message, or the code of a finding; - or nothing reads standard
    /// input, which may be a whole bounce
    // A response of POP3 begins with a hyphen. If more than one word could, none behind it would
    // be taken for an option.
    #[arg(allow_hyphen_values = true)]
    pub text: Option<String>,
    /// Further words of it
    #[arg(value_name = "WORD")]
    pub more: Vec<String>,
    /// Show all that is known, one per line
    #[arg(long)]
    pub list: bool,
    /// The form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Shape,
    /// In which language people are told: en, ja (日本語), zh-Hans (简体中文); without it, that of
    /// the locale
    #[arg(long, value_name = "TAG", value_parser = values::language)]
    pub language: Option<Language>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", alias = "colour", default_value = "auto")]
    pub color: When,
}

/// `completions`.
#[derive(Clone, Args)]
pub struct Completions {
    /// For which shell
    pub shell: Shell,
}

/// `schema`.
#[derive(Clone, Args)]
pub struct Schema {
    /// Of what
    #[arg(value_name = "WHAT", default_value = "report")]
    pub of: Saved,
}

/// What a program finds in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Saved {
    /// What --format json and --format ndjson write
    Report,
    /// What was seen, which is a part of a report
    Recording,
}

/// The form of what is no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How a target is looked at.
#[derive(Clone, Args)]
#[command(next_help_heading = "How to look")]
pub struct Look {
    /// Examine the target as this only; without it, as a domain if it has mail exchangers and
    /// as a host if it has addresses
    #[arg(long = "as", value_name = "ROLE", value_parser = values::role())]
    pub role: Option<Role>,
    /// Ports to try, as 25,587 or with the service that is spoken there, as 2525=submission;
    /// without it: 25, 465, 587, 110, 995, 143, 993
    #[arg(long, value_name = "PORT[=SERVICE]", value_delimiter = ',', value_parser = values::port)]
    pub ports: Vec<Port>,
    /// For one operation, as 5, 2.5s or 500ms; greetings get three times as much, replies and
    /// handshakes twice
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = values::timeout)]
    pub timeout: Duration,
    /// For everything about one target; then the report is written with what was seen so far
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = values::deadline)]
    pub deadline: Duration,
    /// Use IPv4 only
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    pub ipv4: bool,
    /// Use IPv6 only
    #[arg(short = '6', long)]
    pub ipv6: bool,
    /// Ask this resolver instead of those of the system; of several the first that answers is
    /// used, and what the others say is compared
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = values::resolver)]
    pub resolver: Vec<SocketAddr>,
    /// Connect to this address, whatever the DNS says; the name is still verified
    #[arg(long, value_name = "ADDR", value_parser = values::address)]
    pub connect: Option<IpAddr>,
    /// Try this host too, and compare: with a mail host of somebody else it shows whether your
    /// network blocks mail, or the target is down; up to 3
    #[arg(long, value_name = "HOST[:PORT]", value_parser = values::control)]
    pub control: Vec<Control>,
    /// Trust these authorities: system, mozilla (as of when this program was built), or only
    /// those in a PEM file
    #[arg(long, value_name = "system|mozilla|FILE", default_value = "system", value_parser = values::trust)]
    pub trust: Whose,
    /// Trust the certificates in this PEM file too, beside those of the system
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Introduce this machine to SMTP servers by this name instead of by its address
    #[arg(long, value_name = "NAME", value_parser = values::ehlo_name)]
    pub ehlo_name: Option<String>,
    /// How to trace the path
    #[arg(long, value_name = "HOW", default_value = "auto", value_parser = values::trace())]
    pub trace: Trace,
    /// Trace no farther than this many routers
    #[arg(long, value_name = "N", default_value_t = limits::HOPS,
        value_parser = values::up_to(limits::MOST_HOPS))]
    pub max_hops: u8,
    /// Packets for each router; over TCP, only those that have not answered get a second one
    #[arg(long, value_name = "N", default_value_t = limits::QUERIES,
        value_parser = values::up_to(limits::MOST_QUERIES))]
    pub trace_queries: u8,
    /// Trace to this port by TCP, or by UDP with --trace udp; without it, to a mail port that
    /// answers. Mail ports that do not answer are traced in any case
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    pub trace_port: Option<u16>,
    /// Ask every port that speaks TLS which old versions and ciphers it accepts, whether it knows
    /// ALPN, and whether a command that comes right behind STARTTLS in clear (NOOP, CAPA) counts
    /// inside TLS: up to 14 more connections to each, one after the other; may need a longer
    /// --deadline
    #[arg(long)]
    pub tls_scan: bool,
    /// Where a server does not send its whole certificate chain, fetch what is missing from the
    /// http:// address that its certificate names: up to 3 requests, told in the report
    #[arg(long)]
    pub fetch_aia: bool,
    /// Look again at what fails in a way that may pass, as silence or a busy server, up to so many
    /// times: after 1 s, then 2 s, 4 s and so on, one port of a host after the other, as long as
    /// --deadline leaves time
    #[arg(long, value_name = "N", default_value_t = 0,
        value_parser = clap::value_parser!(u8).range(..=i64::from(limits::ROUNDS)))]
    pub retries: u8,
    /// What must hold, in a file: ports that must be open or closed, days left of certificates,
    /// ways to log in and the like, and waivers. Ports that it names are looked at too
    #[arg(long, value_name = "FILE.toml")]
    pub expect: Option<PathBuf>,
}

/// How the report is told.
#[derive(Clone, Args)]
#[command(next_help_heading = "How to tell")]
pub struct Tell {
    /// The form of the report: of FILE if its name ends in none, or else of what appears here;
    /// without it, text
    #[arg(long, value_name = "FORMAT", value_parser = values::format())]
    pub format: Option<&'static Format>,
    /// Write the report to this file, in the form that its name ends in; may be given several
    /// times. Unless -q is given, the report still appears here
    #[arg(short, long, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// Put aliases in place of your addresses and names, those of your network and of mailboxes:
    /// a report to show to strangers. The target stays; `mailprobe redact --help` has the rest
    #[arg(long)]
    pub redact: bool,
    /// From which severity on a finding makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = values::severity())]
    pub fail_on: Severity,
    /// Tell only the first line; with -o nothing
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Tell notes, transcripts and certificates too
    #[arg(short, long)]
    pub verbose: bool,
    /// In which languages people are told, one below the other: en, ja (日本語), zh-Hans (简体中文);
    /// without it, that of the locale
    #[arg(long, value_name = "TAG[,TAG]", value_delimiter = ',', value_parser = values::language)]
    pub language: Vec<Language>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", alias = "colour", default_value = "auto")]
    pub color: When,
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

/// Reads a command line; the first word is the program. The error prints itself, and says what to
/// type instead; it stands also for `--help` and `--version`.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(words).map_err(advise)
}

/// What a `check` of this target with these further words would do. Scenarios have such words.
pub fn check(target: &str, options: &[String]) -> Result<Check, clap::Error> {
    let words = ["mailprobe", "check"].into_iter().chain(options.iter().map(String::as_str));
    match Cli::try_parse_from(words.chain(["--", target]))?.command {
        Command::Check(check) => Ok(*check),
        _ => unreachable!("the first word is check"),
    }
}

/// Many will type the target first.
fn advise(mut error: clap::Error) -> clap::Error {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return error;
    }
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && word.contains(['.', '@', ':'])
        && let Ok(target) = target::parse(word)
    {
        let tip = format!("to look at it: mailprobe check {}", target.typed);
        let tips = ContextValue::StyledStrs(vec![tip.into()]);
        error.insert(ContextKind::Suggested, tips);
    }
    error
}

#[cfg(test)]
mod tests;
