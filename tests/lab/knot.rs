//! Knot DNS, which knows the whole world: `lab.test`, one host elsewhere, both reverse trees, and
//! that all else is not.

use std::fs;
use std::path::Path;
use std::process::Child;

use super::command::spawn;
use super::network::Network;

/// Its address.
pub(crate) const ADDRESS: &str = "203.0.113.53";

const CONFIGURATION: &str = "server:
    listen: [ 203.0.113.53@53, 2001:db8:53::53@53 ]
    rundir: FOLDER
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: info
database:
    storage: FOLDER
template:
  - id: default
    storage: FOLDER
    file: zone.%s
    zonefile-sync: -1
    journal-content: none
zone:
  - domain: .
  - domain: lab.test
  - domain: in-addr.arpa
  - domain: ip6.arpa
";

/// The zones, and what stands in each beside SOA and NS.
const ZONES: [(&str, &str); 4] = [
    (
        ".",
        "mail.elsewhere.test. A 203.0.113.130
mail.elsewhere.test. AAAA 2001:db8:3::20
",
    ),
    (
        "lab.test.",
        "ns A 203.0.113.53
ns AAAA 2001:db8:53::53
@ MX 10 mail
@ TXT \"v=spf1 mx -all\"
_dmarc TXT \"v=DMARC1; p=reject\"
mail A 192.0.2.10
mail AAAA 2001:db8:2::10
_submissions._tcp SRV 0 1 465 mail
_submission._tcp SRV 10 1 587 mail
_imaps._tcp SRV 0 1 993 mail
_pop3s._tcp SRV 10 1 995 mail
",
    ),
    (
        "in-addr.arpa.",
        "2.1.0.10 PTR client.lab.test.
1.1.0.10 PTR r1.lab.test.
2.100.51.198 PTR r2.lab.test.
3.113.0.203 PTR r3.lab.test.
20.113.0.203 PTR r4.lab.test.
10.2.0.192 PTR mail.lab.test.
",
    ),
    (
        "ip6.arpa.",
        "2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2 PTR client.lab.test.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2 PTR r1.lab.test.
2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.1.0.0.8.b.d.0.1.0.0.2 PTR r2.lab.test.
3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.2.0.0.8.b.d.0.1.0.0.2 PTR r3.lab.test.
4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.0.0.8.b.d.0.1.0.0.2 PTR r4.lab.test.
0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.8.b.d.0.1.0.0.2 PTR mail.lab.test.
",
    ),
];

/// Starts it on `dns`, with all its files in this folder, and with more records in these zones.
pub(crate) fn start(network: &Network, folder: &Path, more: &[(&str, String)]) -> Child {
    let place = folder.display().to_string();
    let file = folder.join("knot.conf");
    fs::write(&file, CONFIGURATION.replace("FOLDER", &place)).expect("the folder takes a file");
    for (origin, records) in ZONES {
        let more = more.iter().filter(|(zone, _)| *zone == origin);
        let more: String = more.map(|(_, records)| records.as_str()).collect();
        let text = format!(
            "$ORIGIN {origin}
$TTL 300
@ SOA ns.lab.test. hostmaster.lab.test. 1 3600 900 86400 60
@ NS ns.lab.test.
{records}{more}"
        );
        // What `%s` in the configuration stands for: the name without the last dot.
        let file = format!("zone.{}", origin.trim_end_matches('.'));
        fs::write(folder.join(file), text).expect("the folder takes a file");
    }
    let command = network.server("dns", &["knotd", "-c", &file.display().to_string()]);
    spawn(command, &folder.join("log"))
}
