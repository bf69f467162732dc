use super::*;

fn record(content_type: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("it is short").to_be_bytes();
    [&[content_type, 3, 1], &length[..], content].concat()
}

fn said(number: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("it is short").to_be_bytes();
    [&[number], &length[1..], body].concat()
}

/// TLS 1.0 with this suite, and `renegotiation_info`.
fn server_hello(suite: u16) -> Vec<u8> {
    let end = [&suite.to_be_bytes()[..], &[0, 0, 5, 0xff, 1, 0, 1, 0]].concat();
    said(2, &[&[3, 1][..], &[7; 32], &[0], &end].concat())
}

/// A flight with DHE over a prime of 1,020 bit, and a wish for a certificate.
fn flight() -> Vec<u8> {
    let prime = [&[0, 129, 0, 0x0f][..], &[0xff; 127], &[0, 1, 2]].concat();
    [
        server_hello(0x0033),
        said(11, &[0, 0, 9, 0, 0, 3, 1, 2, 3, 0, 0, 0]),
        said(12, &prime),
        said(13, &[1, 1, 0, 0]),
        said(14, &[]),
    ]
    .concat()
}

fn read(chunks: &[&[u8]]) -> (Hello, Result<bool, Failure>) {
    let (mut reader, mut hello) = (Reader::default(), Hello::default());
    let mut over = Ok(false);
    for chunk in chunks {
        over = reader.take(chunk, &mut hello);
        if over != Ok(false) {
            break;
        }
    }
    (hello, over)
}

fn kind(over: Result<bool, Failure>) -> Option<FailureKind> {
    over.err().map(|failure| failure.kind)
}

#[test]
fn a_flight_is_read_whatever_its_pieces() {
    let whole = record(HANDSHAKE, &flight());
    let split: Vec<u8> = flight().chunks(7).flat_map(|part| record(HANDSHAKE, part)).collect();
    let bytes: Vec<&[u8]> = split.chunks(1).collect();
    let (hello, over) = read(&[&whole]);
    assert_eq!(over, Ok(true));
    assert_eq!(read(&bytes), (hello.clone(), Ok(true)));
    assert_eq!(hello.version.as_deref(), Some("TLS 1.0"));
    assert_eq!(hello.suite.as_deref(), Some("TLS_DHE_RSA_WITH_AES_128_CBC_SHA"));
    assert_eq!(hello.extensions, ["renegotiation_info"]);
    assert_eq!(hello.chain, [Bytes(vec![1, 2, 3]), Bytes(vec![])]);
    assert_eq!(hello.prime_bits, Some(1020));
    assert!(hello.asks_for_certificate());
}

#[test]
fn a_curve_is_told_by_its_name() {
    let curve = said(12, &[3, 0, 21, 1, 4]);
    let (hello, _) = read(&[&record(HANDSHAKE, &[server_hello(0xc013), curve].concat())]);
    assert_eq!((hello.group.as_deref(), hello.prime_bits), (Some("secp224r1"), None));
    let explicit = said(12, &[1, 0, 21, 1, 4]);
    let (hello, over) = read(&[&record(HANDSHAKE, &[server_hello(0xc013), explicit].concat())]);
    assert_eq!((hello.group, over), (None, Ok(false)));
}

#[test]
fn a_hello_of_ssl_3_has_no_extensions() {
    let hello = said(2, &[&[3, 0][..], &[7; 32], &[0, 0, 5, 0]].concat());
    let (hello, over) = read(&[&record(HANDSHAKE, &hello)]);
    assert_eq!((hello.version.as_deref(), over), (Some("SSL 3.0"), Ok(false)));
}

#[test]
fn a_fatal_alert_ends_it_and_a_warning_does_not() {
    let (hello, over) = read(&[&record(ALERT, &[2, 40])]);
    assert!(hello.was_refused_by("handshake_failure"));
    assert_eq!(kind(over), Some(FailureKind::HandshakeAlert));
    let warned = [record(ALERT, &[1, 112]), record(HANDSHAKE, &flight())].concat();
    let (hello, over) = read(&[&warned]);
    assert!(hello.was_refused_by("unrecognized_name") && hello.suite.is_some());
    assert_eq!(over, Ok(true));
    let (_, over) = read(&[&record(ALERT, &[1, 0])]);
    assert_eq!(kind(over), Some(FailureKind::HandshakeAlert), "close_notify");
    let (hello, _) = read(&[&record(ALERT, &[9, 251])]);
    let told = hello.alert.map(|alert| (alert.level, alert.description));
    assert_eq!(told, Some(("9".to_owned(), "251".to_owned())));
}

#[test]
fn what_is_no_tls_is_kept_and_told_from_tls_that_is_broken() {
    let (hello, over) = read(&[b"220 mail ESMTP\r\n"]);
    assert_eq!(kind(over), Some(FailureKind::NotTls));
    assert_eq!(hello.heard, Some(Bytes(b"220 mail ESMTP\r\n".to_vec())));
    for broken in [
        [record(HANDSHAKE, &server_hello(5)), b"220 hi".to_vec()].concat(),
        record(HANDSHAKE, &said(2, &[3, 1, 7])),
        record(ALERT, &[2]),
        record(23, &[1, 2, 3]),
    ] {
        let (_, over) = read(&[&broken]);
        assert_eq!(kind(over), Some(FailureKind::HandshakeFailed), "{broken:?}");
    }
}

#[test]
fn what_does_not_end_is_given_up() {
    let nothing = record(HANDSHAKE, &[]);
    let requests = record(HANDSHAKE, &said(0, &[]));
    let huge = record(HANDSHAKE, &[11, 0xff, 0xff, 0xff]);
    let part = record(HANDSHAKE, &[&[11, 0, 0xff, 0xff][..], &[0; 9000]].concat());
    for endless in [nothing, requests, huge, part] {
        let all = vec![&endless[..]; limits::HELLO_BYTES];
        let (hello, over) = read(&all);
        assert_eq!(kind(over), Some(FailureKind::TooMuch));
        assert!(hello.messages.len() <= MESSAGES);
    }
}

#[test]
fn no_beginning_and_no_changed_byte_of_a_flight_is_too_hard() {
    let whole = record(HANDSHAKE, &flight());
    for end in 0..whole.len() {
        let (_, over) = read(&[&whole[..end]]);
        assert_eq!(over, Ok(false), "{end}");
    }
    for at in 0..whole.len() {
        for change in [0x01, 0x7f, 0x80, 0xff] {
            let mut changed = whole.clone();
            changed[at] ^= change;
            let (hello, _) = read(&[&changed]);
            assert!(hello.messages.len() <= MESSAGES);
        }
    }
}

/// A ServerHello with these extensions, its record, and what is read of it.
fn with_extensions(
    random: &[u8; 32],
    extensions: &[(u16, &[u8])],
) -> (Hello, Result<bool, Failure>) {
    let sized = |bytes: &[u8]| {
        let length = u16::try_from(bytes.len()).expect("it is short").to_be_bytes();
        [&length[..], bytes].concat()
    };
    let all: Vec<u8> = extensions
        .iter()
        .flat_map(|(number, content)| [&number.to_be_bytes()[..], &sized(content)].concat())
        .collect();
    let body = [&[3, 3][..], random, &[0, 0x13, 1, 0], &sized(&all)].concat();
    read(&[&record(HANDSHAKE, &said(2, &body))])
}

#[test]
fn a_wish_for_another_key_is_told_by_its_group_and_ends_it() {
    use rustls::crypto::aws_lc_rs::cipher_suite::TLS13_AES_128_GCM_SHA256;
    let rustls::SupportedCipherSuite::Tls13(suite) = TLS13_AES_128_GCM_SHA256 else {
        panic!("it is one of TLS 1.3")
    };
    let hash = suite.common.hash_provider.hash(b"HelloRetryRequest");
    let random = hash.as_ref().try_into().expect("SHA-256 has 32 bytes");
    let wish = |random| with_extensions(random, &[(43, &[3, 4]), (51, &[1, 0])]);
    let (hello, over) = wish(&random);
    assert_eq!((hello.version.as_deref(), over), (Some("TLS 1.3"), Ok(true)));
    assert_eq!(hello.group.as_deref(), Some("ffdhe2048"));
    assert_eq!(hello.suite.as_deref(), Some("TLS_AES_128_GCM_SHA256"));
    assert_eq!(
        (hello.messages.clone(), hello.odd_group()),
        (vec![HELLO_RETRY_REQUEST.to_owned()], Some("ffdhe2048"))
    );
    assert_eq!(wish(&[7; 32]).0.messages, ["server_hello"]);
}

#[test]
fn what_extensions_add_is_kept_and_what_cannot_be_read_adds_nothing() {
    let alpn = &[0, 5, 4, b'i', b'm', b'a', b'p'][..];
    let list = &[0, 6, 0, 1, 9, 0, 1, 9][..];
    let (hello, over) = with_extensions(&[7; 32], &[(16, alpn), (18, list)]);
    assert_eq!((hello.alpn.as_deref(), hello.timestamps), (Some("imap"), 2));
    assert_eq!((hello.version.as_deref(), over), (Some("TLS 1.2"), Ok(false)));
    let named = ["application_layer_protocol_negotiation", "signed_certificate_timestamp"];
    assert_eq!(hello.extensions, named);
    let (hello, over) = with_extensions(&[7; 32], &[(16, &[0]), (18, &[9, 9]), (43, &[3, 0])]);
    assert_eq!((hello.alpn, hello.timestamps, over), (None, 0, Ok(false)));
    assert_eq!(hello.version.as_deref(), Some("TLS 1.2"), "an older one must not stand there");
}
