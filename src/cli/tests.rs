//! What may be typed, and what is said of the rest.
use std::ffi::OsString;
use std::time::Duration;

use clap::CommandFactory;
use probes::Service;

use super::{COMPARED, Cli, EXIT_STATUSES, check, read};
use crate::language::Language;
use crate::target::{Asked, Family, From, Role, Trace};

fn asked(target: &str, options: &[&str]) -> Result<Asked, String> {
    let options: Vec<String> = options.iter().map(ToString::to_string).collect();
    let check = check(target, &options).map_err(|error| error.to_string())?;
    let mut asked = check.asked()?;
    assert_eq!(asked.len(), 1);
    asked.pop().ok_or_else(|| "nothing".to_owned())
}

fn ports(target: &str, options: &[&str]) -> Vec<(u16, &'static str)> {
    let asked = asked(target, options).unwrap_or_else(|error| panic!("{error}"));
    asked.ports.iter().map(|port| (port.port, port.service.row().name)).collect()
}

#[test]
fn the_definitions_hold_together() {
    Cli::command().debug_assert();
}

#[test]
fn without_options_all_seven_ports_are_tried_in_both_roles() {
    let asked = asked("a.example", &[]).expect("a good command line");
    assert_eq!(asked.ports.len(), Service::ALL.len());
    assert_eq!((asked.role, asked.ports_from), (Role::Auto, From::Default));
    assert_eq!((asked.family, asked.connect, asked.trace), (Family::Any, None, Trace::Auto));
}

#[test]
fn every_option_arrives_where_it_is_used() {
    let words = ["--as", "host", "-6", "--connect", "2001:db8::1", "--trace", "off"];
    let asked = asked("a.example", &words).expect("a good command line");
    assert_eq!((asked.role, asked.family, asked.trace), (Role::Host, Family::Ipv6, Trace::Off));
    assert_eq!(asked.connect.map(|addr| addr.to_string()).as_deref(), Some("2001:db8::1"));
    let words = ["--timeout", "500ms", "--deadline=2min", "--ehlo-name", "me.example"];
    let check = check("a.example", &words.map(str::to_owned)).expect("a good command line");
    assert_eq!(check.look.setup().limits.connect, Duration::from_millis(500));
    assert_eq!(check.look.setup().ehlo_name.as_deref(), Some("me.example"));
    assert_eq!(check.look.deadline, Duration::from_mins(2));
}

#[test]
fn resolvers_beyond_the_first_are_compared_with_it() {
    let views = |words: &[&str]| {
        let options: Vec<&str> = words.iter().flat_map(|word| ["--resolver", word]).collect();
        let asked = asked("a.example", &options).expect("a good command line");
        asked.views.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(views(&["192.0.2.1"]), [""; 0]);
    let all = ["192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.2:5353", "192.0.2.2"];
    assert_eq!(views(&all), ["192.0.2.2:53", "192.0.2.2:5353"]);
}

#[test]
fn ports_come_from_the_option_and_from_the_target() {
    let submission = (2525, "submission");
    assert_eq!(ports("a.example", &["--ports", "25,2525=submission"]), [(25, "smtp"), submission]);
    assert_eq!(ports("a.example:2525", &["--ports", "2525=submission"]), [submission]);
    assert_eq!(ports("a.example:587", &["--ports", "25,25"]), [(25, "smtp"), (587, "submission")]);
    assert_eq!(
        ports("a.example", &["--ports=imaps", "--ports=25=imap"]),
        [(993, "imaps"), (25, "imap")]
    );
    assert_eq!(ports("imap://a.example:1143", &[]), [(1143, "imap")]);
    assert_eq!(ports("smtp://a.example:465", &[]), [(465, "submissions")]);
}

#[test]
fn a_scheme_says_what_is_spoken_on_the_port_behind_it() {
    for (target, told) in [
        ("imaps://a.example:143", (143, "imaps")),
        ("pop3s://a.example:993", (993, "pop3s")),
        ("imaps://a.example:465", (465, "imaps")),
        ("imap://a.example:25", (25, "imap")),
        ("submission://a.example:25", (25, "submission")),
        ("smtp://a.example:587", (587, "submission")),
        ("smtps://a.example", (465, "submissions")),
        ("smtps://a.example:2465", (2465, "submissions")),
        ("ssl://a.example:993", (993, "imaps")),
        ("https://a.example:993/x", (993, "imaps")),
    ] {
        assert_eq!(ports(target, &[]), [told], "{target}");
    }
}

#[test]
fn an_error_says_what_to_type_instead() {
    for (target, options, tip) in [
        ("a.example:2525", vec![], "--ports 2525=submission"),
        ("tls://a.example:2525", vec![], "--ports 2525=submission"),
        ("gopher://a.example:143/x", vec![], "did you mean a.example:143?"),
        ("a.example", vec!["--ports=993,993=imap"], "cannot be both imaps and imap"),
        ("a..example", vec![], "did you mean a.example?"),
        ("a.example", vec!["--ports", "2525"], "2525=submission"),
        ("a.example", vec!["--ports", "25=mail"], "submissions, submission, pop3"),
        ("a.example", vec!["--timeout", "5 hours"], "500ms"),
        ("a.example", vec!["--timeout", "0"], "10ms"),
        ("a.example", vec!["--deadline", "1e9"], "500ms"),
        ("a.example", vec!["--resolver", "dns.example"], "192.0.2.53:5353"),
        ("a.example", vec!["--connect", "192.0.2.1:25"], "--ports"),
        ("a.example", vec!["--ehlo-name", "a b"], "mail.example.com"),
        ("a.example", vec!["--ehlo-name", "a\r\nQUIT"], "mail.example.com"),
        ("a.example", vec!["--as", "server"], "host, domain"),
        ("a.example", vec!["--forma", "json"], "--format"),
        ("a.example", vec!["--format", "jsn"], "json"),
        ("192.0.2.1", vec!["-6"], "leave one of them out"),
        ("a.example", vec!["-4", "--connect", "::1"], "leave one of them out"),
        ("192.0.2.1", vec!["--as", "domain"], "type the domain"),
        ("192.0.2.1", vec!["--connect", "192.0.2.2"], "type the name"),
    ] {
        let error = asked(target, &options).expect_err(tip);
        assert!(error.contains(tip), "{target} {options:?}: {error}");
    }
}

#[test]
fn whoever_forgets_the_command_is_told_which() {
    let words = ["mailprobe", "smtp://me:secret@smtp.zoho.com"].map(OsString::from);
    let error = read(words).err().expect("a command is missing").to_string();
    assert!(error.contains("mailprobe check smtp://me@smtp.zoho.com"), "{error}");
}

#[test]
fn a_password_in_a_target_is_not_said_again() {
    let error = asked("smtp://me:secret@a..example", &[]).expect_err("two dots");
    assert!(error.contains("smtp://a.example") && !error.contains("secret"), "{error}");
}

#[test]
fn every_help_ends_with_examples_and_exit_statuses() {
    let mut cli = Cli::command();
    for command in cli.get_subcommands_mut() {
        let statuses = match command.get_name() {
            "compare" => COMPARED,
            "explain" => super::examples::EXPLAINED,
            "redact" => super::examples::REDACTED,
            "completions" | "man" | "schema" => super::examples::PRINTED,
            _ => EXIT_STATUSES,
        };
        let help = command.render_long_help().to_string();
        let (_, end) =
            help.split_once("Examples:\n  mailprobe ").unwrap_or_else(|| panic!("{help}"));
        for (status, meaning) in statuses {
            assert!(end.contains(&format!("  {status}  {meaning}")), "{help}");
        }
    }
}

#[test]
fn what_costs_others_something_is_done_on_request_and_says_how_often() {
    let help = Cli::command().find_subcommand("check").cloned().map(|mut c| c.render_help());
    let help = help.expect("there is such a command").to_string();
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    // What becomes of a command behind STARTTLS is one more.
    let times = probes::tls::hello::Part::ALL.len() + 1;
    assert!(words.contains(&format!("up to {times} more connections to each")), "{words}");
    let fetches = format!("up to {} requests", probes::limits::FETCHES);
    assert!(words.contains(&fetches), "{words}");
    let fetch = |options| asked("mail.example.test", options).map(|asked| asked.fetch_aia);
    assert_eq!((fetch(&["--fetch-aia"]), fetch(&[])), (Ok(true), Ok(false)));
    let scans = |options| asked("mail.example.test", options).map(|asked| asked.tls_scan);
    assert_eq!((scans(&["--tls-scan"]), scans(&[])), (Ok(true), Ok(false)));
}

#[test]
fn languages_are_told_once_each_in_the_order_in_which_they_are_asked_for() {
    let told = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let check = check("a.example", &words).map_err(|error| error.to_string())?;
        Ok::<_, String>(check.tell.languages(Language::ZhHans))
    };
    assert_eq!(told(&[]), Ok(vec![Language::ZhHans]));
    let twice = ["--language", "ja,en", "--language=ja-JP"];
    assert_eq!(told(&twice), Ok(vec![Language::Ja, Language::En]));
    let error = told(&["--language", "zh-TW"]).expect_err("it is none of ours");
    assert!(error.contains("en, ja, zh-Hans"), "{error}");
}
