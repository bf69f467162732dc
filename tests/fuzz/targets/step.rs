//! One step after a connection was made: our own ClientHellos, and files by HTTP.
use std::net::{IpAddr, Ipv4Addr};

use probes::session::Setup;
use probes::tls::hello::{Offer, Part};
use probes::{Data, Service, Session, Step, Subject, limits};

use super::choices::Choices;
use super::peer::{Stage, staged};

const ADDR: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 10));

const OFFERS: [Offer; 9] = [
    Offer::Everything,
    Offer::WithoutName,
    Offer::Tls13,
    Offer::Tls10,
    Offer::Ssl3,
    Offer::Scan(Part::Tls12),
    Offer::Scan(Part::Alpn),
    Offer::Scan(Part::Cbc),
    Offer::Scan(Part::Ssl3),
];

/// What answers a ClientHello of ours.
pub(crate) fn hello(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (host, service, port) = ("mail.example.test".to_owned(), Service::Imaps, 993);
    let offer = *choices.of(&OFFERS);
    let subject = Subject::Retry { host, addr: ADDR, port, service, offer };
    let seen = look(subject, &[Step::Connect, Step::Hello], choices.rest());
    let Data::Hello(hello) = seen else { panic!("no hello: {seen:?}") };
    assert!(hello.chain.len() <= limits::CHAIN && hello.extensions.len() <= 4 * limits::CHAIN);
    // Any answer will do, as long as there is one.
    let _ = (hello.is_todays(), hello.worth(), hello.old_version(), hello.odd_group());
    assert!(Part::ALL.iter().all(|part| !part.is_in(&hello) || hello.suite.is_some()));
}

/// What answers a request for a certificate that is missing.
pub(crate) fn http(data: &[u8]) {
    let mut choices = Choices::new(data);
    let (host, addr) = ("mail.example.test".to_owned(), ADDR);
    let url = match choices.below(3) {
        0 => "http://192.0.2.80/issuer.cer".to_owned(),
        1 => "http://[2001:db8::80]:8080/issuer.p7c".to_owned(),
        _ => choices.text(),
    };
    let subject = Subject::Issuer { url, host, addr };
    let seen = look(subject, &[Step::Fetch], choices.rest());
    let Data::Fetch(fetch) = seen else { panic!("nothing fetched: {seen:?}") };
    assert!(fetch.certificates.len() <= limits::CHAIN);
    assert!(fetch.beginning.as_ref().is_none_or(|b| b.0.len() <= limits::HEARD));
    let fields = [&fetch.status, &fetch.content_type, &fetch.location];
    assert!(fields.into_iter().flatten().all(|field| field.len() <= limits::FETCH_FIELD));
    // Any answer will do, as long as there is one.
    let _ = (fetch.code(), fetch.is_redirect(), fetch.is_page(), fetch.server());
}

/// What the last of these steps saw, if none before it failed.
fn look(subject: Subject, steps: &[Step], script: &[u8]) -> Data {
    staged(async {
        let (stage, setup) = (Stage::new(script), Setup::default());
        let mut session = Session::new(&stage, subject, &setup);
        let mut seen = Data::Nothing;
        for step in steps {
            // How it failed is no matter: what it had seen by then is what is looked at.
            let _ = step.observe(&mut session).await;
            seen = session.take_draft();
        }
        seen
    })
}
