use serde_json::{Value, json};

use super::super::sample::{
    HOSTILE, connect, expired, failed, hop_names, path, recording_of, seen, stop, target,
    written_of,
};
use super::*;
use crate::report::escape::is_hidden;
use probes::Service;

const V4: &str = "192.0.2.1";
const NOBODY: Value = Value::Null;

fn printed(observations: Vec<Value>, detail: Detail) -> String {
    let style = Style { detail, ..Style::default() };
    written_of(&recording_of(observations), &FORMAT, &style, &[])
}

/// The line of the first hop.
fn first_hop(answers: &[Value]) -> String {
    let text = printed(vec![path(0, V4, (None, "udp"), &[answers])], Detail::Normal);
    text.lines().nth(1).unwrap_or_default().to_owned()
}

fn extended(to: (Option<u16>, &str), answer: Value, detail: Detail) -> String {
    let mut one = path(0, V4, to, &[&[answer]]);
    let label = |number: u32| json!({ "label": number, "class": 0, "ttl": 1 });
    one["saw"]["tries"][0]["labels"] = json!([label(24001), label(16)]);
    printed(vec![one], detail).lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_path_looks_as_traceroute_prints_it() {
    let open = seen(0, V4, Service::Smtp, "connect", 9, connect());
    let near = expired("192.168.1.1");
    let hops: [&[Value]; 3] = [&[near.clone(), NOBODY, near], &[NOBODY], &[target("echo")]];
    let icmp = path(1, V4, (None, "icmp"), &hops);
    let names = hop_names(&icmp, &[("192.168.1.1", "gw.home.example")]);
    let tcp = path(2, V4, (Some(25), "tcp"), &[&[target("reset")]]);
    assert_eq!(
        printed(vec![open, icmp, names, tcp], Detail::Normal),
        "traceroute to mail.example.test (192.0.2.1), 30 hops max, ICMP\n \
         1  gw.home.example (192.168.1.1)  1.000 ms *  1.000 ms\n \
         2  *\n \
         3  192.0.2.1 (192.0.2.1)  3.000 ms\n\
         \n\
         traceroute to mail.example.test (192.0.2.1), 30 hops max, TCP to port 25\n \
         1  192.0.2.1 (192.0.2.1) <rst,ack>  1.000 ms\n"
    );
}

#[test]
fn an_address_is_said_again_when_it_changes() {
    let [one, two] = ["10.0.0.1", "10.0.0.2"].map(expired);
    assert_eq!(
        first_hop(&[one.clone(), two.clone(), two, one]),
        " 1  10.0.0.1 (10.0.0.1)  1.000 ms 10.0.0.2 (10.0.0.2)  1.000 ms  1.000 ms \
         10.0.0.1 (10.0.0.1)  1.000 ms"
    );
}

#[test]
fn messages_are_annotated_as_the_manual_says() {
    let mut too_big = stop("10.0.0.1", 3, 4);
    too_big["mtu"] = 1400.into();
    for (answer, sign) in [
        (stop("10.0.0.1", 3, 0), " !N"),
        (stop("10.0.0.1", 3, 1), " !H"),
        (stop("10.0.0.1", 3, 2), " !P"),
        (stop("10.0.0.1", 3, 13), " !X"),
        (stop("10.0.0.1", 3, 99), " !<99>"),
        (stop("10.0.0.1", 5, 1), " !<5-1>"),
        (stop("10.0.0.1", 3, 3), ""),
        (too_big, " !F-1400"),
        (stop("2001:db8::1", 1, 0), " !N"),
        (stop("2001:db8::1", 1, 1), " !X"),
        (stop("2001:db8::1", 1, 3), " !H"),
        (stop("2001:db8::1", 1, 5), " !<5>"),
    ] {
        let line = first_hop(&[answer]);
        assert!(line.ends_with(&format!("1.000 ms{sign}")), "{line}");
    }
}

#[test]
fn flags_and_labels_are_written_as_traceroute_does_when_asked() {
    let router = expired("10.0.0.1");
    let udp = (None, "udp");
    let labels = "<MPLS:L=24001,E=0,S=0,T=1/L=16,E=0,S=1,T=1>";
    assert!(extended(udp, router.clone(), Detail::Verbose).contains(labels));
    assert!(!extended(udp, router, Detail::Normal).contains("MPLS"));
    let open = extended((Some(25), "tcp"), target("open"), Detail::Normal);
    assert_eq!(open, " 1  192.0.2.1 (192.0.2.1) <syn,ack>  1.000 ms");
}

#[test]
fn what_was_not_traced_is_said_to_be_so() {
    assert_eq!(printed(vec![], Detail::Normal), "mail.example.test: no path was traced\n");
    let to = |hops: &[&[Value]]| failed(path(0, V4, (None, "icmp"), hops), "not-permitted");
    let never = printed(vec![to(&[])], Detail::Normal);
    assert!(never.ends_with("ICMP\nnot traced (it was not-permitted)\n"), "{never}");
    let begun = printed(vec![to(&[&[NOBODY]])], Detail::Normal);
    assert!(begun.ends_with(" 1  *\nnot traced to the end (it was not-permitted)\n"), "{begun}");
}

#[test]
fn no_name_of_a_router_acts_on_the_terminal() {
    let one = path(0, V4, (None, "icmp"), &[&[expired("10.0.0.1")]]);
    let names = hop_names(&one, &[("10.0.0.1", HOSTILE)]);
    for ascii in [false, true] {
        let style = Style { ascii, ..Style::default() };
        let recording = recording_of(vec![one.clone(), names.clone()]);
        let text = written_of(&recording, &FORMAT, &style, &[]);
        let acts = |c: char| c != '\n' && (c.is_control() || is_hidden(c));
        assert!(!text.chars().any(acts), "{text:?}");
        assert!(text.lines().count() == 2 && (!ascii || text.is_ascii()), "{text:?}");
    }
}
