//! Ports as people write them.
use probes::Service;

use super::Port;

impl Port {
    /// The port of `25`, `2525=submission` or `imaps`. The error says what to write instead.
    pub fn named(text: &str) -> Result<Self, String> {
        let (number, word) = text.split_once('=').map_or((text, None), |(n, w)| (n, Some(w)));
        if let (Some(service), None) = (Service::named(number), word) {
            return Ok(Self { port: service.row().port, service });
        }
        let port = number.parse().ok().filter(|port| *port != 0);
        let port = port.ok_or("a port is a number from 1 to 65535, or the name of a service")?;
        let service = match word {
            Some(word) => Service::named(word)
                .ok_or_else(|| format!("{word:?} is no service; those are {}", services())),
            None => Service::on(port).ok_or_else(|| {
                format!(
                    "what is spoken there? type it as {port}=submission; services are {}",
                    services()
                )
            }),
        };
        service.map(|service| Self { port, service })
    }
}

fn services() -> String {
    Service::ALL.iter().map(|service| service.row().name).collect::<Vec<_>>().join(", ")
}
