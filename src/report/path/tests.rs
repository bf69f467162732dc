use serde_json::{Value, json};

use super::super::sample::{
    connect, expired, failed, hop_names, path, recording_of, seen, stop, target,
};
use super::*;
use probes::Service;

const V4: &str = "192.0.2.1";
const ICMP: (Option<u16>, &str) = (None, "icmp");
const NOBODY: Value = Value::Null;

fn tcp(port: u16) -> (Option<u16>, &'static str) {
    (Some(port), "tcp")
}

/// A router with this number.
fn r(number: u8) -> Value {
    expired(&format!("203.0.113.{number}"))
}

fn told_of(observations: Vec<Value>, detail: Detail) -> Vec<Block> {
    let recording = recording_of(observations);
    blocks(&Facts::new(&recording, recording.at), detail, Language::En)
}

fn ends(observations: Vec<Value>) -> String {
    match &told_of(observations, Detail::Normal)[0] {
        Block::Pairs(pairs) => pairs[0].1.clone(),
        other => panic!("no line: {other:?}"),
    }
}

fn ends_of(to: (Option<u16>, &str), hops: &[&[Value]]) -> String {
    ends(vec![path(0, V4, to, hops)])
}

/// The tables, each with its title before its rows.
fn tables(blocks: &[Block]) -> Vec<String> {
    let tables = blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(&table.groups[0]),
        _ => None,
    });
    let row = |cells: &Vec<String>| cells.join("|").trim_end_matches('|').replace('\u{a0}', " ");
    let lines = |g: &super::super::document::Group| {
        let rows: Vec<String> = g.rows.iter().map(|r| row(&r.cells)).collect();
        [vec![g.title.clone()], rows].concat().join("\n")
    };
    tables.map(lines).collect()
}

fn remarks(blocks: &[Block]) -> Vec<&str> {
    let texts = blocks.iter().filter_map(|b| match b {
        Block::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn large(mut path: Value, answers: &[Value]) -> Value {
    let one = |answer: &Value| match answer {
        Value::Null => json!({ "bytes": 1500, "took_us": 9 }),
        answer => json!({ "bytes": 1500, "took_us": 9, "answer": answer }),
    };
    path["saw"]["large"] = answers.iter().map(one).collect();
    path
}

#[test]
fn one_line_puts_the_ends_of_all_paths_to_an_address_together() {
    let lost = |id, port| path(id, V4, tcp(port), &[&[r(1)], &[r(2)], &[NOBODY]]);
    let named = lost(0, 25);
    let names = hop_names(&named, &[("203.0.113.2", "r2.isp.example")]);
    let names_too = hop_names(&lost(1, 465), &[("203.0.113.2", "r2.isp.example")]);
    let whole = |id, to, end| path(id, V4, to, &[&[r(1)], &[r(2)], &[r(3)], &[end]]);
    let icmp = whole(2, ICMP, target("echo"));
    let submission = whole(3, tcp(587), target("open"));
    let all = vec![icmp, submission, named, names, lost(1, 465), names_too];
    assert_eq!(
        ends(all),
        "25, 465: SYN lost after hop 2 (203.0.113.2, r2.isp.example); \
         587, ICMP: reaches the host in 4 hops"
    );
}

#[test]
fn every_end_is_told_as_it_was_seen() {
    let near = &[r(1)][..];
    assert_eq!(ends_of(tcp(25), &[&[target("open")]]), "25: reaches the host in 1 hop");
    assert_eq!(ends_of(tcp(25), &[near, &[target("reset")]]), "25: reset after 2 hops");
    assert_eq!(ends_of(ICMP, &[near, &[NOBODY]]), "ICMP: no answer after hop 1 (203.0.113.1)");
    assert_eq!(ends_of(ICMP, &[&[NOBODY]]), "ICMP: no router answers");
    assert_eq!(ends_of((None, "udp"), &[&[stop(V4, 3, 3)]]), "UDP: reaches the host in 1 hop");
    let rejected = ends_of(tcp(25), &[near, &[stop(V4, 3, 3)]]);
    assert_eq!(rejected, "25: port unreachable, says the host after 2 hops");
    let round: Vec<Vec<Value>> = [1, 2, 3, 2, 3, 2, 3].map(|n| vec![r(n)]).to_vec();
    let round: Vec<&[Value]> = round.iter().map(Vec::as_slice).collect();
    assert_eq!(ends_of(ICMP, &round), "ICMP: goes round between 203.0.113.2 and 203.0.113.3");
}

#[test]
fn a_router_that_refuses_stands_where_other_packets_ended() {
    let refuses = |code| stop("203.0.113.1", 3, code);
    let forbidden = ends_of(tcp(25), &[&[r(1)], &[refuses(13)]]);
    assert_eq!(forbidden, "25: forbidden by 203.0.113.1 at hop 1");
    let unreachable = ends_of(tcp(25), &[&[r(1)], &[refuses(1)]]);
    assert_eq!(unreachable, "25: host unreachable, says 203.0.113.1 at hop 1");
    let hidden = ends_of(tcp(25), &[&[NOBODY], &[refuses(13)]]);
    assert_eq!(hidden, "25: forbidden by 203.0.113.1 within 2 hops");
}

#[test]
fn a_port_that_was_refused_by_a_router_has_its_place_in_the_line() {
    let saw = json!({ "kind": "connect", "icmp": stop("203.0.113.1", 3, 13) });
    let refused = failed(seen(0, V4, Service::Smtp, "connect", 9, saw), "unreachable");
    let icmp = path(1, V4, ICMP, &[&[r(1)], &[target("echo")]]);
    let line = ends(vec![refused, icmp]);
    assert_eq!(line, "25: forbidden by 203.0.113.1 at hop 1; ICMP: reaches the host in 2 hops");
}

#[test]
fn a_trace_that_did_not_come_to_an_end_says_why() {
    let broken = |hops: &[&[Value]]| ends(vec![failed(path(0, V4, ICMP, hops), "cut-short")]);
    assert_eq!(broken(&[]), "ICMP: not traced (it was cut-short)");
    assert_eq!(
        broken(&[&[r(1)]]),
        "ICMP: traced no farther than hop 1 (203.0.113.1) (it was cut-short)"
    );
}

#[test]
fn where_connections_get_through_no_answer_is_no_fault() {
    let open = seen(0, V4, Service::Smtp, "connect", 9, connect());
    let silent = |id, to| path(id, V4, to, &[&[r(1)], &[NOBODY]]);
    let line = ends(vec![open, silent(1, tcp(25)), silent(2, tcp(110)), silent(3, ICMP)]);
    let fine = "no answer after hop 1 (203.0.113.1), which is no fault: connections get through";
    let lost = "110: SYN lost after hop 1 (203.0.113.1)";
    assert_eq!(line, format!("25, ICMP: {fine}; {lost}"));
}

#[test]
fn methods_that_show_the_same_share_a_table() {
    let icmp = path(0, V4, ICMP, &[&[r(1), r(1)], &[r(2), NOBODY], &[target("echo")]]);
    let same = path(1, V4, tcp(587), &[&[r(1)], &[NOBODY], &[target("open")]]);
    let told = told_of(vec![icmp.clone(), same], Detail::Normal);
    assert_eq!(
        tables(&told),
        ["to 192.0.2.1 by ICMP and by TCP to port 587\n\
          1|203.0.113.1||1.0 ms 1.0 ms 1.0 ms\n\
          2|203.0.113.2||2.0 ms * *\n\
          3|192.0.2.1||3.0 ms 3.0 ms"]
    );
    for other in [
        path(1, V4, tcp(587), &[&[r(6)], &[r(7)], &[target("open")]]),
        path(1, V4, tcp(587), &[&[r(1)], &[target("reset")]]),
        path(1, V4, tcp(587), &[&[r(1)], &[r(2)], &[NOBODY]]),
    ] {
        assert_eq!(tables(&told_of(vec![icmp.clone(), other], Detail::Normal)).len(), 2);
    }
}

#[test]
fn methods_that_met_different_routers_at_few_hops_share_a_table_too() {
    let icmp = path(0, V4, ICMP, &[&[r(1)], &[r(2)], &[target("echo")]]);
    let same = path(1, V4, tcp(587), &[&[r(1)], &[r(7)], &[target("open")]]);
    let told = told_of(vec![icmp, same], Detail::Normal);
    assert!(tables(&told)[0].contains("2|203.0.113.2||2.0 ms\n|203.0.113.7||2.0 ms\n"));
    assert_eq!(remarks(&told), [Language::En.text(language::SPREAD)]);
}

#[test]
fn of_many_packets_those_without_an_answer_are_counted() {
    let hop: Vec<Value> = (0..10).map(|n| if n < 4 { NOBODY } else { r(1) }).collect();
    let told = told_of(vec![path(0, V4, ICMP, &[&hop, &[target("echo")]])], Detail::Normal);
    assert!(tables(&told)[0].contains("1|203.0.113.1||1.0 ms, unanswered 4 of 10\n"));
}

#[test]
fn where_there_is_little_room_times_are_a_span() {
    let echo = path(0, V4, ICMP, &[&[r(1), r(1), NOBODY], &[target("echo")]]);
    let told = told_of(vec![echo], Detail::Normal);
    let [Block::Pairs(_), Block::Table(table), ..] = &told[..] else { panic!("{told:?}") };
    let briefer = table.briefer.as_ref().expect("there is one");
    let times = briefer.groups[0].rows.iter().map(|row| row.cells[3].replace('\u{a0}', " "));
    assert_eq!(times.collect::<Vec<_>>(), ["1.0 ms *", "2.0 ms"]);
}

#[test]
fn several_routers_at_a_hop_are_shown_each_once() {
    let spread = path(0, V4, ICMP, &[&[r(1)], &[r(2), NOBODY, r(3), r(2)], &[target("echo")]]);
    let told = told_of(vec![spread], Detail::Normal);
    assert!(tables(&told)[0].contains("2|203.0.113.2||2.0 ms * 2.0 ms\n|203.0.113.3||2.0 ms\n"));
    assert_eq!(
        remarks(&told),
        [Language::En.text(language::SILENCE), Language::En.text(language::SPREAD)]
    );
}

#[test]
fn of_very_many_routers_at_a_hop_some_are_counted_only() {
    let hop: Vec<Value> = (1..=20).map(r).collect();
    let told = told_of(vec![path(0, V4, ICMP, &[&hop, &[target("echo")]])], Detail::Normal);
    let table = &tables(&told)[0];
    assert!(table.contains("|203.0.113.16||") && !table.contains("|203.0.113.17||"));
    assert!(table.contains("\n|and 4 more\n2|"), "{table}");
}

#[test]
fn addresses_that_are_not_public_are_said_to_be_so() {
    for (addr, told) in [
        ("10.1.2.3", "10.1.2.3 private"),
        ("172.32.0.1", "172.32.0.1"),
        ("100.64.0.1", "100.64.0.1 shared (carrier NAT)"),
        ("100.128.0.1", "100.128.0.1"),
        ("169.254.1.1", "169.254.1.1 link-local"),
        ("fd00::1", "fd00::1 private"),
        ("fe80::1", "fe80::1 link-local"),
        ("2001:db8::1", "2001:db8::1"),
    ] {
        assert_eq!(router::address(addr.parse().expect("an address"), Language::En), told);
    }
}

#[test]
fn labels_are_for_those_who_want_all_detail() {
    let mut labelled = path(0, V4, ICMP, &[&[r(1)], &[target("echo")]]);
    let label = |number: u32| json!({ "label": number, "class": 0, "ttl": 1 });
    labelled["saw"]["tries"][0]["labels"] = json!([label(24001), label(16)]);
    let told = |detail| tables(&told_of(vec![labelled.clone()], detail)).concat();
    assert!(told(Detail::Verbose).contains("1.0 ms|MPLS 24001, 16\n"));
    assert!(!told(Detail::Normal).contains("MPLS"));
}

#[test]
fn packets_that_go_round_are_shown_for_two_rounds() {
    let round = [1, 2, 3, 2, 3, 2, 3, 2].map(|n| [r(n)]);
    let round: Vec<&[Value]> = round.iter().map(|hop| &hop[..]).collect();
    let told = tables(&told_of(vec![path(0, V4, ICMP, &round)], Detail::Normal));
    assert!(told[0].ends_with("5|203.0.113.3||5.0 ms\n6–8|the same again"), "{told:?}");
}

#[test]
fn silence_is_one_row_and_the_packet_to_the_host_is_no_hop() {
    let mut silent = path(0, V4, tcp(25), &[&[r(1)], &[NOBODY], &[NOBODY], &[NOBODY]]);
    silent["saw"]["tries"][3]["ttl"] = 30.into();
    let told = told_of(vec![silent], Detail::Normal);
    assert!(tables(&told)[0].ends_with("1|203.0.113.1||1.0 ms\n2–3|* (nor does the host answer)"));
    assert_eq!(remarks(&told), [""; 0]);
}

#[test]
fn loss_that_goes_on_to_the_end_is_not_called_harmless() {
    let lossy = |end: &[Value]| {
        let lossy = path(0, V4, ICMP, &[&[r(1), NOBODY], end]);
        remarks(&told_of(vec![lossy], Detail::Normal)).len()
    };
    assert_eq!(lossy(&[target("echo"), target("echo")]), 1);
    assert_eq!(lossy(&[target("echo"), NOBODY]), 0);
}

#[test]
fn large_packets_are_told_of_where_something_is_odd_or_all_is_told() {
    let told = |answers: &[Value], detail| {
        let whole = path(0, V4, ICMP, &[&[target("echo")]]);
        remarks(&told_of(vec![large(whole, answers)], detail)).concat().replace('\u{a0}', " ")
    };
    let lost = "Packets of 1500 B to 192.0.2.1 get no answer, small ones do.";
    assert_eq!(told(&[NOBODY, NOBODY], Detail::Normal), lost);
    assert_eq!(told(&[NOBODY], Detail::Verbose), "");
    assert_eq!(told(&[NOBODY, target("echo")], Detail::Normal), "");
    let fine = "Packets of 1500 B to 192.0.2.1 get through.";
    assert_eq!(told(&[target("echo")], Detail::Verbose), fine);
    let mut too_big = stop("203.0.113.7", 3, 4);
    too_big["mtu"] = 1400.into();
    let narrow = "203.0.113.7 says that packets beyond 1400 B to 192.0.2.1 do not fit.";
    assert_eq!(told(&[too_big], Detail::Normal), narrow);
}

#[test]
fn a_method_that_took_the_place_of_another_is_named() {
    let mut other = path(0, V4, ICMP, &[&[stop(V4, 3, 3)]]);
    other["saw"]["method"] = "udp".into();
    let told = told_of(vec![other], Detail::Normal);
    assert!(tables(&told)[0].starts_with("to 192.0.2.1 by UDP\n"));
    assert_eq!(remarks(&told), [Language::En.text(language::UDP_INSTEAD)]);
}
