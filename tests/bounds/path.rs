//! How far, how often and how long a trace asks.
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use mailprobe::recording::Recording;
use probes::trace::Path;
use probes::{Data, Observation, Step, limits};

use super::but_for;

const V4: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));
const RTT: Duration = Duration::from_millis(20);

#[tokio::test(start_paused = true)]
async fn a_router_gets_a_few_packets_and_the_target_fewer() {
    let recording = but_for("").await;
    let general = |o: &&Observation| o.step == Step::Trace && o.subject.port().is_none();
    for trace in recording.observations.iter().filter(general) {
        let Data::Path(path) = &trace.saw else { panic!("a path was traced") };
        let most = path.hops().values().map(Vec::len).max();
        assert_eq!(most, Some(usize::from(limits::QUERIES)));
        assert!(path.tries.iter().all(|t| t.ttl <= limits::AHEAD), "no packet went farther");
    }
}

#[tokio::test(start_paused = true)]
async fn routers_that_keep_silent_cost_one_wait_together() {
    let recording = behind_silence(3, "").await;
    let (path, took) = general_v4(&recording);
    assert_eq!(path.reached(V4), Some(4));
    // The target is known after a round trip; then the silence is waited for, once.
    assert!(took <= RTT + limits::HOP, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_target_behind_many_silent_routers_is_found_with_few_packets() {
    let recording = behind_silence(17, "").await;
    let (path, _) = general_v4(&recording);
    assert_eq!(path.reached(V4), Some(18));
    let bothered = path.tries.iter().filter(|t| t.reaches(V4)).count();
    assert!(bothered <= 10, "{bothered} packets reached the target");
}

#[tokio::test(start_paused = true)]
async fn where_nobody_answers_two_waits_are_enough() {
    let recording = behind_silence(9, "hosts.\"192.0.2.10\".ignores = [\"all\"]").await;
    let (path, took) = general_v4(&recording);
    assert!(path.tries.iter().all(|t| t.answer.is_none()), "{path:?}");
    assert!(took <= 2 * limits::HOP, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_trace_of_a_silent_port_ends_before_its_connect_timeout() {
    let recording = but_for("every.ports.25.tcp = \"silent\"").await;
    let ends = |step: Step| {
        let of_25 = recording.observations.iter().filter(move |o| o.subject.port() == Some(25));
        of_25.filter(move |o| o.step == step).map(|o| o.at_us + o.took_us).max()
    };
    let (traced, dialled) = (ends(Step::Trace), ends(Step::Connect));
    assert!(traced.is_some() && traced <= dialled, "{traced:?} {dialled:?}");
}

async fn behind_silence(routers: u8, and: &str) -> Recording {
    let silent = (1..=routers).map(|n| format!("{{ addr = \"203.0.113.{n}\", silent = true }}"));
    let silent = silent.collect::<Vec<_>>().join(", ");
    but_for(&format!("path.v4 = [{silent}]\n{and}")).await
}

/// The way to the IPv4 address, whatever its ports do, and the time that was taken to find it.
fn general_v4(recording: &Recording) -> (&Path, Duration) {
    let mut traces = recording.observations.iter().filter(|o| o.step == Step::Trace);
    let general = traces.find(|o| o.subject.addr() == Some(V4) && o.subject.port().is_none());
    let general = general.expect("it was traced");
    let Data::Path(path) = &general.saw else { panic!("a path was traced") };
    (path, Duration::from_micros(general.took_us))
}
