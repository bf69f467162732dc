//! A server of one file by HTTP, written by hand, so that it shares nothing with the reader it is
//! to test.
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How the file is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    /// In pieces, without its length; the end of the connection is its end.
    Pieces,
    /// Again and again, without end.
    Endless,
    /// Byte by byte, one a second.
    Drips,
}

/// A server that runs as long as the test's process, and what it was asked.
pub(crate) struct Shelf {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Shelf {
    pub(crate) fn open(listener: TcpListener, file: Vec<u8>, manner: Manner) -> Self {
        let port = listener.local_addr().expect("it is bound").port();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let book = Arc::clone(&requests);
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                // Who goes away early has heard enough.
                let _ = serve(stream, &file, manner, &book);
            }
        });
        Self { port, requests }
    }

    /// What was asked so far, whole requests.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("nobody panics while writing").clone()
    }
}

/// A port for a server that is to be named before it is opened.
pub(crate) fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports")
}

fn serve(
    mut stream: TcpStream,
    file: &[u8],
    manner: Manner,
    book: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    book.lock().expect("nobody panics while writing").push(request);
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/pkix-cert\r\n\r\n")?;
    match manner {
        Manner::Pieces => file.chunks(100).try_for_each(|piece| stream.write_all(piece)),
        Manner::Endless => loop {
            stream.write_all(file)?;
        },
        Manner::Drips => file.iter().try_for_each(|byte| {
            thread::sleep(Duration::from_secs(1));
            stream.write_all(&[*byte])
        }),
    }
}
