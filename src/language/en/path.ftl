### What is said of this layer: what findings say of details, and tables. What rules say
### stands in the rules.

## Titles of the columns of routers
column-hop = hop
column-address = address
column-round-trips = round trips
column-labels = labels

## Titles of the tables
path-to = to {$addr} by {$methods}
and-by = {" "}and by{" "}
to-port = {$method} to port {$ports}
to-ports = {$method} to ports {$ports}

## Where packets end
path-told = {$ports}: {$end}
one-hop = 1 hop
many-hops = {$count} hops
reached = reaches the host in {$hops}
reset-after = reset after {$hops}
forbidden = forbidden by {$who}
stopped = {$words}, says {$who}
host-after = the host after {$hops}
router-at = {$who} at hop {$hop}
router-within = {$who} within {$hops}
round = goes round between {$others} and {$last}
lost-after = SYN lost after {$place}
ends-after = no answer after {$place}
place = hop {$hop} ({$addr})
place-named = hop {$hop} ({$addr}, {$name})
nothing-answers = no router answers
yet-open = {$end}, which is no fault: connections get through
not-traced = not traced ({$detail})
not-to-the-end = not traced to the end ({$detail})
partly-traced = traced no farther than {$place} ({$detail})

## Cells
private = {$addr} private
shared = {$addr} shared (carrier NAT)
link-local = {$addr} link-local
unanswered = {$times}, unanswered {$lost} of {$of}
and-so-on = the same again

## Below the tables
silence = * is a packet that nobody answered. Routers answer such packets when they have time, and some never do; where others behind them answer, that is no fault.
spread = Several routers at one hop: the traffic is spread over several ways, which is no fault.
icmp-instead = The general path was traced by ICMP, because UDP was not possible here.
udp-instead = The general path was traced by UDP, because ICMP echo was not possible here.
large-lost = Packets of {$size}{"\u00A0"}B to {$addrs} get no answer, small ones do.
large-arrives = Packets of {$size}{"\u00A0"}B to {$addrs} get through.
too-big = {$router} says that packets beyond {$mtu}{"\u00A0"}B to {$addrs} do not fit.
too-big-for-one = {$router} says that packets of {$size}{"\u00A0"}B to {$addrs} do not fit.

## As traceroute prints it
no-path = {$target}: no path was traced

## What ICMP messages say
time-exceeded = time exceeded
prohibited = administratively prohibited
port-unreachable = port unreachable
network-unreachable = network unreachable
host-unreachable = host unreachable
packet-too-big = packet too big

## What the arguments of findings on paths say
before-first-router = before the first router
after-hop = after hop {$hop}, {$router}
without-trace = not traced
forbidden-after = forbidden by {$router}, {$place}
forbidden-by = forbidden by {$router}
none-tried = none was tried
host-is-up = The host answers other packets, so it is up: a firewall drops those to the mail ports.
dropped-or-down = A router drops the packets, or the host is down.
reach-address = Packets reach the address itself.
last-seen = Packets are last seen {$place}.
others-lost = Other packets of {$size} bytes to the host get no answer either, and small ones do.{" "}
do-not-fit = {$router} says that packets of {$size} bytes do not fit.{" "}

## What several hosts show
no-resolver-answers = no resolver answers
no-connection-answered = connections are not answered
only-resolver-answers = connections are not answered, though a resolver is
others-work = Other connections work: {$which}.
keep-silent = keep silent
refuse-connections = refuse connections
lost-near = Packets to a port that stays silent are last seen {$places}, while others go on.{" "}
over = {" "}over {$family}
dns-answers = The DNS does answer.
or-nothing-works = Or nothing at all works from here.
with-ports = {$what} ({$ports})
next-to-host = the last router that they pass has an address next to the host's
another-answers = and from here another host answers on port 25
