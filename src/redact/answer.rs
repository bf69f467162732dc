//! What the DNS says. Names and addresses in it are what is looked at; who was asked is not.
use std::net::IpAddr;

use probes::dns::{Confirmation, HopName, HopNames, Lookup};
use probes::net::{Answer, Ede, Exchange, Question, Record, RecordData, Source, Unchecked, Via};

use super::Redactor;
use super::label::Kind;

impl Redactor {
    pub(super) fn lookup(&mut self, lookup: &Lookup) -> Lookup {
        let Lookup { question, answer } = lookup;
        Lookup { question: self.question(question), answer: self.answer(answer) }
    }

    pub(super) fn confirmation(&mut self, confirmation: &Confirmation) -> Confirmation {
        let Confirmation { lookups } = confirmation;
        Confirmation { lookups: lookups.iter().map(|lookup| self.lookup(lookup)).collect() }
    }

    fn question(&mut self, question: &Question) -> Question {
        let Question { name, kind, via } = question;
        let via = match *via {
            Via::Usual => Via::Usual,
            Via::Dns => Via::Dns,
            Via::Server { addr } => Via::Server { addr: self.socket(addr) },
        };
        Question { name: name.clone(), kind: *kind, via }
    }

    fn answer(&mut self, answer: &Answer) -> Answer {
        let Answer { exchanges, rcode, authentic_data, ede, records, left_out, unchecked } = answer;
        Answer {
            exchanges: exchanges.iter().map(|one| self.exchange(one)).collect(),
            rcode: *rcode,
            authentic_data: *authentic_data,
            ede: ede.iter().map(|one| self.ede(one)).collect(),
            records: records.iter().map(|one| self.record(one)).collect(),
            left_out: *left_out,
            unchecked: unchecked.as_ref().map(|Unchecked { rcode, records }| Unchecked {
                rcode: *rcode,
                records: records.iter().map(|one| self.record(one)).collect(),
            }),
        }
    }

    fn exchange(&mut self, exchange: &Exchange) -> Exchange {
        let Exchange { source, transport, checking_disabled, took_us, rcode, failure } = exchange;
        let source = match source {
            Source::Server { addr } => Source::Server { addr: self.socket(*addr) },
            Source::File { path } => Source::File { path: self.path(path) },
        };
        Exchange {
            source,
            transport: *transport,
            checking_disabled: *checking_disabled,
            took_us: *took_us,
            rcode: *rcode,
            failure: failure.as_ref().map(|f| self.failure(f)),
        }
    }

    fn ede(&mut self, ede: &Ede) -> Ede {
        let Ede { code, text } = ede;
        Ede { code: *code, text: self.text(text) }
    }

    /// A router that stays has its name too.
    pub(super) fn hop_names(&mut self, names: &HopNames) -> HopNames {
        let HopNames { names } = names;
        let names = names.iter().map(|HopName { addr, name }| {
            let name = name.as_ref().map(|name| match self.known.keeps(*addr) {
                true => name.clone(),
                false => self.labels.host(Kind::Router, name),
            });
            HopName { addr: self.address(*addr), name }
        });
        HopNames { names: names.collect() }
    }

    /// Stays as it is, where it is published of the target.
    fn record(&mut self, record: &Record) -> Record {
        let Record { name, ttl, data } = record;
        let data = match data {
            RecordData::A { addr } => match self.address((*addr).into()) {
                IpAddr::V4(addr) => RecordData::A { addr },
                IpAddr::V6(addr) => RecordData::Aaaa { addr },
            },
            RecordData::Aaaa { addr } => match self.address((*addr).into()) {
                IpAddr::V4(addr) => RecordData::A { addr },
                IpAddr::V6(addr) => RecordData::Aaaa { addr },
            },
            RecordData::Cname { target } => RecordData::Cname { target: target.clone() },
            RecordData::Mx { preference, exchange } => {
                RecordData::Mx { preference: *preference, exchange: exchange.clone() }
            }
            RecordData::Ptr { target } => RecordData::Ptr { target: target.clone() },
            RecordData::Other => RecordData::Other,
        };
        Record { name: name.clone(), ttl: *ttl, data }
    }
}
