### What is said of this layer: what findings say of details, and tables. What rules say
### stands in the rules.

## What the arguments of findings on TLS say
not-yet-valid = not yet valid
expired = expired
nobody-knows = which software is not known
switch-off-scanning = In that software, switch off the scanning of encrypted mail. Only if that can't be done, install its root certificate in every program that reads mail.
program-here = A program on this machine, or something on the way,
something-between = Something between this machine and the server
server-not-at-fault = The mail server is most likely not at fault.
server-perhaps-not-at-fault = If it is so, the mail server is not at fault.
clock-behind = By the clock of this machine it is {$now}, and the certificates are valid only from {$days}.
clock-before = By the clock of this machine it is {$now}, and the certificates expired on {$days}.
compared-as-well = {" "}That of {$control} (which you chose to compare with) is among them.
greets-as-asked = {" "}The server itself greets as {$name}, so the certificate ought to hold that name.
greets-as-another = {" "}The server greets as {$name}.
called-as-asked = {" "}The address of the server is called {$name} in the DNS (PTR), so the certificate ought to hold that name.
add-name = Have {$name} added to the certificate. Until then a program may use one of the names it is for, if the provider publishes it.
leave-out-mail = Ask whoever runs the network to leave mail servers out, or to have its root certificate installed on this machine.
of-port = port {$ports}
of-ports = ports {$ports}
perhaps-old = Something is wrong only with the one on {$ports}: it may be the old one.
not-tls-at-all = something that is not TLS
sent-again = Packets had to be sent again (× {$times}), which speaks for the way.
no-common-ground = Server and client found no common ground, or the server is set up wrongly.
older-may-work = {" "}This tool speaks TLS 1.2 and 1.3 with today's ciphers only; what it offered besides, to find out why, explains nothing. Older programs may still get through.
nothing-disputed = What stopped it is nothing that server and client could have agreed on otherwise; whose fault it is does not show.
no-certificate = No certificate was seen.
certificate-well = The certificate was shown, and it is in order.
certificate-wrong = A certificate was shown; what is wrong with it stands beside this.
other-service-sends = Another service of this host does send it.
to-be-had = The certificate says that it is to be had at {$url} (not fetched).
## What became of fetching a certificate, and why it is thought to be made on the way
is-not-sent = it is not sent
not-sent-or-private = it is not sent, or it is a private authority that this machine does not trust
was-fetched = What is missing was fetched from {$urls}; with that the chain leads to a trusted root.
put-it = What is missing lies at {$urls}: put it, as PEM, behind the server's own certificate.
fetched-no-root = What lies at {$urls} was fetched, but even with that no trusted root is reached: {$why}.
could-be-fetched = The certificate says that it is to be had at {$url} (not fetched; --fetch-aia does that).
another-lies-there = The certificate says that it is to be had at {$url}, but what lies there is not it.
could-not-be-fetched = The certificate says that it is to be had at {$url}, from where it could not be fetched: {$why}.
redirected = it is said to be at {$location}, and redirects are not followed
nothing-there = there is nothing (HTTP {$code})
server-answers = the server answers {$detail}
far-larger = it is far larger than a certificate
page-there = a web page lies there, and no certificate
too-slow = it came too slowly ({$size}{"\u00A0"}B in time)
broke-off = it broke off after {$size}{"\u00A0"}B
not-the-issuers = it is not the issuer's: it is that of "{$subject}"
ends-at = the way ends at "{$subject}", and at no trusted root
by-name = such software puts certificates of that name in place of the server's own
by-sameness = hosts of different domains show one and the same authority, which nobody vouches for

## What is accepted
level = {$what} ({$level})
sufficient = sufficient
phase-out = phase out
insufficient = insufficient
only-for = only for {$names}
not-for = not for {$names}
from-day = from {$from}
from-day-until = from {$from} until {$until}
revoked-because = The reason: {$reason}.

## Why a certificate was revoked
key-compromised = the key was compromised
authority-compromised = the authority was compromised
affiliation-changed = the owner's affiliation changed
superseded = another certificate takes its place
out-of-use = it is no longer in use
on-hold = it is on hold
right-withdrawn = a right was withdrawn
attributes-compromised = an attribute authority was compromised

## Why a name that nearly fits does not
too-deep = A wildcard stands for one part of a name, not for several.
bare = A wildcard stands for names below the domain, not for the domain itself.
partial = A wildcard must stand for a whole part of a name; programs ignore one beside other letters.
only-addresses = It is for addresses only, and for no name.
no-addresses = It is for names only, and for no address.
address-as-host = The address stands there as if it were a host's name; programs look for it as an address.
inside = A wildcard counts only as the first part of a name.
too-wide = A wildcard stands neither for every name, nor for all of a top-level domain.
letters = Letters outside of ASCII must stand there in their encoded form (xn--…).
other-kind = It is for no server at all: its names are of another kind.

## How a chain is untidy
sent-twice = A certificate is sent more than once.
out-of-order = The certificates are not in the order in which one signed the other.
root-sent = The root is sent too.
unreadable-sent = Something is sent that cannot be read.
unneeded = Nobody needs the certificate of "{$subject}".

## What breaks rules in certificates that work
odd = "{$subject}": {$what}
and-so-many = … (+{$count})
serial-negative = Its serial number is negative.
serial-zero = Its serial number is zero.
serial-long = Its serial number is longer than 20 bytes.
no-issuer-key = It does not name its issuer's key (authority key identifier).
key-identifier-critical = A key identifier in it is marked as critical.
odd-modulus = The length of its RSA key is no whole number of bytes.
access-unreadable = Where its issuer can be asked cannot be read in it (authority information access).
names-not-critical = It has no subject, so its alternative names should be critical, and are not.
names-critical = Its alternative names are marked as critical, though it has a subject.
usage-lacks-servers = Its extended key usage does not name servers, which programs of Apple want.
usage-critical = Its extended key usage is marked as critical.
leaf-may-sign = Its key may sign certificates, but it is no authority.
leaf-limits-names = It limits names (name constraints), which is for authorities only.
underscore = One of its names has an underscore, which host names can't have.
other-in-subject = Its subject names a host that is not among its alternative names.
no-own-key = It does not name its own key (subject key identifier).
policies-not-critical = Its limits on policies are not marked as critical.
limits-empty = Its limits on names (name constraints) are empty.
may-not-sign = Its key usage does not let it sign certificates.
nameless = It has no name.
no-authority = It does not say that it is an authority.
unknown-critical = It marks as critical what programs don't know.
signs-nothing = Its key usage does not let it sign handshakes (digital signature): programs that use GnuTLS or BoringSSL break off.

## What is written amiss in names, and what to do
marks = A name must stand there as it is: without a final dot, a space, a port or "://".
issue-anew = Have it issued anew for {$name}, written as it is asked for.
use-its-names = Check the name against what your provider publishes, and use one of those that the certificate is for, if it stands there; otherwise the provider must add {$name} to the certificate.
of-strangers = , of hosts that have little to do with each other,
no-certificate-there = it cannot be read as a certificate
other-key = "{$subject}" there has another key than the issuer
valid-only-from = is valid only from {$date}
expired-on = expired on {$date}
clock-may-be-slow = It may be that the clock of this machine is slow.
old-way = which many programs don't read (those that use OpenSSL or GnuTLS still do)
in-vain = and that is not this host either
some-know = Programs differ: those that use OpenSSL know it, those that use webpki don't.
clients-do-not = TLS clients don't.
