//! What was seen in each step.
use probes::fetch::Fetch;
use probes::net::{HopAnswer, Icmp, TcpInfo};
use probes::tcp::Connect;
use probes::tls::hello::{Alert, Hello};
use probes::tls::{Handshake, Signature};
use probes::trace::{Large, Path, Try};
use probes::{Data, Failure, Observation, limits};

use super::Redactor;

impl Redactor {
    pub(super) fn observation(&mut self, observation: &Observation) -> Observation {
        let Observation { id, subject, step, nth, round, at_us, took_us, saw, failure } =
            observation;
        Observation {
            id: *id,
            subject: self.subject(subject),
            step: *step,
            nth: *nth,
            round: *round,
            at_us: *at_us,
            took_us: *took_us,
            saw: self.data(saw),
            failure: failure.as_ref().map(|f| self.failure_of(saw, f)),
        }
    }

    /// What failed may repeat what the server said.
    fn failure_of(&mut self, saw: &Data, failure: &Failure) -> Failure {
        let Failure { kind, detail } = self.failure(failure);
        let echo = if let Data::Reply(reply) = saw { self.echo(reply) } else { None };
        let told = echo.map(|echo| echo.within(detail.as_bytes(), true));
        let detail = told.map_or(detail, |told| String::from_utf8_lossy(&told).into_owned());
        Failure { kind, detail }
    }

    fn data(&mut self, saw: &Data) -> Data {
        match saw {
            Data::Confirmation(found) => Data::Confirmation(self.confirmation(found)),
            Data::Connect(connect) => Data::Connect(self.connect(connect)),
            Data::Fetch(fetch) => Data::Fetch(self.fetch(fetch)),
            Data::Handshake(handshake) => Data::Handshake(self.handshake(handshake)),
            Data::Hello(hello) => Data::Hello(self.hello(hello)),
            Data::HopNames(names) => Data::HopNames(self.hop_names(names)),
            Data::Lookup(lookup) => Data::Lookup(self.lookup(lookup)),
            Data::Nothing => Data::Nothing,
            Data::Path(path) => Data::Path(self.way(path)),
            Data::Reply(reply) => Data::Reply(self.reply(reply)),
            Data::Unknown => Data::Unknown,
        }
    }

    pub(super) fn failure(&mut self, failure: &Failure) -> Failure {
        let Failure { kind, detail } = failure;
        Failure { kind: *kind, detail: self.text(detail) }
    }

    fn connect(&mut self, connect: &Connect) -> Connect {
        let Connect { local, took_us, info, icmp } = connect;
        Connect {
            local: local.map(|at| self.socket(at)),
            took_us: *took_us,
            info: info.map(sizes),
            icmp: icmp.map(|icmp| self.icmp(icmp)),
        }
    }

    fn icmp(&mut self, icmp: Icmp) -> Icmp {
        let Icmp { from, kind, code, mtu } = icmp;
        Icmp { from: self.address(from), kind, code, mtu }
    }

    fn way(&mut self, path: &Path) -> Path {
        let Path { method, tries, large } = path;
        Path {
            method: *method,
            tries: tries.iter().map(|one| self.packet(one)).collect(),
            large: large.iter().map(|one| self.large(one)).collect(),
        }
    }

    /// Labels of MPLS have a meaning only to the two routers that agreed on them.
    fn packet(&mut self, one: &Try) -> Try {
        let Try { ttl, took_us, own_flow, answer, answer_ttl, labels } = one;
        Try {
            ttl: *ttl,
            took_us: *took_us,
            own_flow: *own_flow,
            answer: answer.map(|answer| self.hop_answer(answer)),
            answer_ttl: *answer_ttl,
            labels: labels.clone(),
        }
    }

    fn large(&mut self, one: &Large) -> Large {
        let Large { bytes, took_us, answer } = one;
        let answer = answer.map(|answer| self.hop_answer(answer));
        Large { bytes: *bytes, took_us: *took_us, answer }
    }

    fn hop_answer(&mut self, answer: HopAnswer) -> HopAnswer {
        match answer {
            HopAnswer::Icmp(icmp) => HopAnswer::Icmp(self.icmp(icmp)),
            HopAnswer::Open | HopAnswer::Reset | HopAnswer::Echo => answer,
        }
    }

    fn handshake(&mut self, handshake: &Handshake) -> Handshake {
        let Handshake {
            server_name,
            version,
            suite,
            group,
            chain,
            left_out,
            ocsp,
            client_certificate_asked,
            tickets,
            signature,
            info,
            heard,
        } = handshake;
        Handshake {
            server_name: server_name.clone(),
            version: self.word_of(version),
            suite: self.word_of(suite),
            group: self.word_of(group),
            chain: chain.clone(),
            left_out: *left_out,
            ocsp: ocsp.clone(),
            client_certificate_asked: *client_certificate_asked,
            tickets: *tickets,
            signature: signature.as_ref().map(|s| self.signature(s)),
            info: info.map(sizes),
            heard: heard.as_ref().map(|bytes| self.heard(bytes, limits::HEARD)),
        }
    }

    fn signature(&mut self, signature: &Signature) -> Signature {
        let Signature { scheme, failure } = signature;
        let failure = failure.as_ref().map(|f| self.failure(f));
        Signature { scheme: self.text(scheme), failure }
    }

    fn hello(&mut self, hello: &Hello) -> Hello {
        let Hello {
            server_name,
            messages,
            version,
            suite,
            extensions,
            group,
            prime_bits,
            alpn,
            timestamps,
            chain,
            left_out,
            alert,
            heard,
        } = hello;
        Hello {
            server_name: server_name.clone(),
            messages: messages.iter().map(|word| self.text(word)).collect(),
            version: self.word_of(version),
            suite: self.word_of(suite),
            extensions: extensions.iter().map(|word| self.text(word)).collect(),
            group: self.word_of(group),
            prime_bits: *prime_bits,
            alpn: self.word_of(alpn),
            timestamps: *timestamps,
            chain: chain.clone(),
            left_out: *left_out,
            alert: alert.as_ref().map(|alert| self.alert(alert)),
            heard: heard.as_ref().map(|bytes| self.heard(bytes, limits::HEARD)),
        }
    }

    fn alert(&mut self, alert: &Alert) -> Alert {
        let Alert { level, description } = alert;
        Alert { level: self.text(level), description: self.text(description) }
    }

    /// The word of a registry, or whatever a file says in its place.
    fn word_of(&mut self, word: &Option<String>) -> Option<String> {
        word.as_ref().map(|word| self.text(word))
    }

    /// What a portal in the way says is the network's, not the target's.
    fn fetch(&mut self, fetch: &Fetch) -> Fetch {
        let Fetch {
            url,
            lookups,
            to,
            request,
            status,
            content_type,
            location,
            size,
            certificates,
            left_out,
            beginning,
        } = fetch;
        Fetch {
            url: url.clone(),
            lookups: lookups.iter().map(|lookup| self.lookup(lookup)).collect(),
            to: *to,
            request: self.word_of(request),
            status: self.word_of(status),
            content_type: self.word_of(content_type),
            location: location.as_ref().map(|place| self.location(place)),
            size: *size,
            certificates: certificates.clone(),
            left_out: *left_out,
            beginning: beginning.as_ref().map(|bytes| self.heard(bytes, limits::HEARD)),
        }
    }

    /// What a URL asks for stands behind `?`, and may say for whom.
    fn location(&mut self, location: &str) -> String {
        let place = location.split(['?', '#']).next().unwrap_or_default();
        self.cut_text(place, location.len() >= limits::FETCH_FIELD)
    }
}

/// Times and sizes.
const fn sizes(info: TcpInfo) -> TcpInfo {
    let TcpInfo { rtt_us, rtt_variation_us, retransmits, unacked, mss, path_mtu } = info;
    TcpInfo { rtt_us, rtt_variation_us, retransmits, unacked, mss, path_mtu }
}
