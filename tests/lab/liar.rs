//! A router that lies: for every packet that the client sends to the host it tells of others that
//! died, which the client never sent.

use super::network::Network;
use super::site::ADDRESSES;

/// Who the lies seem to come from. No machine has this address.
pub(crate) const ADDRESS: &str = "203.0.113.66";

/// In IPv4 only, in Perl, which every Debian has. It sees all packets (a packet socket), sends
/// such with any source (a raw socket that takes whole IP packets), and says what it does.
///
/// Each lie quotes a packet of the client with one thing changed. With another host it belongs to
/// nobody, though the port or the number of the echo is one that the client uses: for an echo that
/// number is all that Linux looks at before it tells a socket. With the first bit of the source
/// port changed, that is below those that a program gets without asking. With the first bit of
/// the sequence number changed, it's a packet of the right socket that it did not send.
const SCRIPT: &str = r#"
use strict;
my ($client, $host, $other, $liar) = map { pack "C4", split /\./ } @ARGV;
socket my $seen, 17, 2, unpack "S", pack "n", 0x0800 or die "packet socket: $!";
socket my $lies, 2, 3, 255 or die "raw socket: $!";
$| = 1;
print "ready\n";

sub lie {
    my ($what, $quote) = @_;
    my $icmp = pack("CCnN", 11, 0, 0, 0) . $quote;
    my $sum = unpack "%32n*", $icmp;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    substr($icmp, 2, 2) = pack "n", ~$sum & 0xffff;
    my $length = 20 + length $icmp;
    my $packet = pack("CCnnnCCna4a4", 0x45, 0, $length, 0, 0, 64, 1, 0, $liar, $client) . $icmp;
    send $lies, $packet, 0, pack "Sna4x8", 2, 0, $client or die "send: $!";
    print "$what\n";
}

while (recv $seen, my $packet, 2048, 0 or 1) {
    next if length $packet < 28 or substr($packet, 12, 8) ne $client . $host;
    my $protocol = unpack "x9C", $packet;
    my $quote = substr $packet, 0, 28;
    lie("host $protocol", substr($quote, 0, 16) . $other . substr $quote, 20);
    lie("port $protocol", $quote ^ "\0" x 20 . "\x80" . "\0" x 7) if $protocol != 1;
    my $sequence = $protocol == 1 ? 26 : 24;
    my $change = "\0" x $sequence . "\x80" . "\0" x (27 - $sequence);
    lie("sequence $protocol", $quote ^ $change) if $protocol != 17;
}
"#;

/// The program for r1.
pub(crate) fn program(network: &Network) -> std::process::Command {
    let [host, _] = ADDRESSES;
    network.server("r1", &["perl", "-e", SCRIPT, "10.0.1.2", host, "192.0.2.11", ADDRESS])
}
