//! Notes what happens in a handshake beside the certificate, and takes no part in it.
use std::sync::{Arc, Mutex};

use rustls::client::{
    ClientSessionStore, ResolvesClientCert, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::{NamedGroup, SignatureScheme};

use crate::Data;

#[derive(Debug)]
pub(super) struct Witness {
    pub(super) draft: Arc<Mutex<Data>>,
}

impl Witness {
    /// In TLS 1.3 tickets come with whatever the server says next (RFC 8446 §4.6.1).
    fn count_ticket(&self) {
        match &mut *self.draft.lock().expect("nobody panics while holding the draft") {
            Data::Handshake(handshake) => handshake.tickets = handshake.tickets.saturating_add(1),
            Data::Reply(reply) => reply.tickets = reply.tickets.saturating_add(1),
            _ => {}
        }
    }
}

/// Has no certificate, as most who come.
impl ResolvesClientCert for Witness {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let mut draft = self.draft.lock().expect("nobody panics while holding the draft");
        if let Data::Handshake(handshake) = &mut *draft {
            handshake.client_certificate_asked = true;
        }
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

/// Keeps no session: each endpoint is seen as by somebody who comes for the first time.
impl ClientSessionStore for Witness {
    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        None
    }

    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {
        self.count_ticket();
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _: ServerName<'static>, _: Tls13ClientSessionValue) {
        self.count_ticket();
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}
