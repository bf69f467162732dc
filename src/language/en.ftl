### What reports say. A text is one line; {$port} stands for a value, {"\u00A0"} for a space
### that doesn't break. What findings say stands in the folder beside this, layer by layer.

## The words that stand for a judgement
healthy = OK
warnings = WARNING
inconclusive = INCONCLUSIVE
failure = FAILURE
error = ERROR
warning = WARNING
note = NOTE
you = you
network = network operator
provider = mail provider
domain-owner = domain owner
no-one = nobody
you-must = You must act: {$remedy}.
network-must = Network operator must act: {$remedy}.
provider-must = Mail provider must act: {$remedy}.
domain-owner-must = Domain owner must act: {$remedy}.
nobody-must = {$remedy}.
an-error = {$where}: counts as an error
warning-only = {$where}: counts as a warning only
note-only = {$where}: counts as a note only
certain = certain
likely = likely: what was seen points to it, but does not prove it
possible = possible: other causes fit what was seen as well
merely-likely = likely
merely-possible = possibly

## The first lines
about = {$target}: {$what}
on-port = {$title} (port {$ports})
on-ports = {$title} (ports {$ports})
nobody = Nobody needs to act.
all-well = all is well from here
well-by-token = all is well from here; log-in is by OAuth2 only
and = {$what} ({$others})
and-in-same = {$what}; {$others})
also = and: {$faults}
further = further errors: {$count}
too-little = too little was seen to say how it stands
so-far = {$ended}; so far: {$what}
again = You must act: run it again, with more time.
of-later = this report comes from a later version, which saw what this one does not know
use-later = You must act: judge it with that version.
byline = {$tool}, {$time}, {$ended} after {$took}
completed = complete
deadline = ended by its deadline
interrupted = interrupted

## Titles of the sections
connections = Connections
findings = Findings
notes = Notes
names = Names
queries = Questions to the DNS
paths = Path
certificates = Certificates
said = What the server said
transcripts = Transcripts
not-tested = Not tested
manners = What this run did
header = For the support desk

## The column of ways to log in where there is little room
auth-in-tls = AUTH in TLS

## Cards
where = where
why = why
do = do
who = who
sure = sure
seen = seen
beyond-shown = and {$count} more
see = see
but = but
on-mild-port = on port {$ports}
on-mild-ports = on ports {$ports}
evidence = observations {$ids}
explains = explains
as-above = as above
no-findings = None.
port = {$host} port {$ports}
ports = {$host} ports {$ports}
way = path to {$addr}
way-to-port = path to {$addr} port {$port}
way-to-ports = path to {$addr} ports {$ports}
at-addresses = {$where} ({$addrs})
as-told-by = {$name} as told by {$resolver}

## What was not tested
after-failure = {$subject}: {$steps}, because an earlier step failed
after-end = {$subject}: {$steps}, because the run ended first
left-out = {$subject}: {$steps}
only-v4 = IPv6 addresses, because only IPv4 was asked for
only-v6 = IPv4 addresses, because only IPv6 was asked for
no-trace = the path, because no trace was asked for
more-exchangers = {$hosts}, because no more than {$limit} mail exchangers are visited
more-addresses = {$addrs}, because no more than {$limit} addresses of {$host} are visited
other-ports = ports {$ports}, because others were asked for
logging-in = logging in and sending, because no password was given
not-connected = logging in and sending, because no connection came about
never-connected = logging in and sending, because nothing was connected to: no address to connect to was found
nowhere-to-call = all ports of {$hosts}, because no address to connect to was found
named-unchecked = {$hosts}: named in MX records, but only where signatures are not checked

## What the run did
connected = connections: {$open} opened, {$tried} tried; commands: {$commands} sent{$names}
asked-again = of these, to find out why TLS fails, one after the other: {$again}
introduced = {" "}(as {$name})
farewells = said farewell on {$said} of {$open} connections; answered: {$answered}
asked = DNS questions, those for names of routers too: {$questions}; packets to trace the path: {$packets}
no-secrets = no password was sent, no mail was sent

## What was looked at more than once
again-title = Tried again
again-line = {$subject}: {$looks}
again-after = {$time} later: {$what}
again-failed = {$step}: {$detail}
again-well = it worked
at-try = {$what}, try {$try}
try-number = try {$try}: {$what}
once-again = {$subject}, once more
no-time = {$subject}: {$steps}, because --deadline leaves no time for it
too-many = {$subject}: {$steps}, because too much had failed to try all of it again
retried = tried again, because --retries was asked for: connections {$connections}, questions for names {$questions}
waiting = {$time} until what failed is tried again ({$number} of {$of})

## For the support desk
tool = tool
system = system
started = started
target = target
understood = {$typed}, understood as {$role}
as-auto = host and domain {$name}
as-host = host {$name}
as-domain = domain {$name}
as-address = address {$name}
and-ports = {$what}, ports {$ports}
at = {$what}, at {$addr}
source = source
no-source = none: nothing was connected to
source-unknown = none: no connection came about
resolver = resolver
set-in = {$resolvers} (from {$source})
trust = trust store
trusted = {$source}; certificates: {$size}
trust-problem = {$trust}; {$problem}
sha256 = SHA-256
sha256-of = {$hash} (of the recording)
command = command
more = more
with-verbose = -v adds the full transcripts and the certificates in PEM
run = run
ran = {$ended}, {$took}

## Certificates
subject = subject
issuer = issuer
valid-for = names
valid = valid
from-until = {$from} until {$until} ({$left})
no-end = 9999-12-31 (no end)
days-left = {$days} d left
days-over = ended {$days} d ago
days-ahead = not yet valid, begins in {$days} d
key = key
signature = signature
serial = serial
fingerprint = SHA-256
key-fingerprint = TLSA 3 1 1
issuer-url = issuer at
ocsp-url = OCSP at
crl-url = CRL at
timestamps = SCTs
staple = must staple
yes = yes
path = path
path-sent = {$subject} ({$number}.)
path-elsewhere = {$subject} (not sent)
path-root = {$subject} (trusted root)
unreadable = can't be read, {$size} B
shown-by = Shown by {$where}:
sent = sent
link = {$subject} ← {$issuer}, until {$date}
other-chains = Other chains with findings, told by -v: {$count}.

## Transcripts
opened = connected from {$local}
kernel = {$opened}; RTT {$rtt}, MSS {$mss}{"\u00A0"}B, path MTU {$mtu}{"\u00A0"}B, sent again {$again}
not-opened = not connected: {$detail}
encrypted = {$version}, {$suite}, {$group}{$more}
beside = , {$what}
stapled = OCSP stapled
tickets = resumption tickets: {$count}
not-encrypted = no TLS: {$detail}
chosen = {$what} (offered {$offer})
not-chosen = no TLS: {$what} (offered {$offer})
asks-certificate = asks for a client certificate
bytes-cut = {$text} … ({$cut} B more)
unfinished = {$text} … (the line never ended, {$size} B)
beyond = unasked: {$text}
lines-left-out = (lines left out: {$count})
other-talks = Other conversations with findings, told by -v: {$count}.

## The line that moves
progress = {$done} of {$known} looked at: {$now}
progress-one = {$subject}: {$step}

## Titles of the columns of connections
column-port = port
column-tcp = TCP
column-greets = greets
column-tls = TLS
column-certificate = certificate
column-auth = AUTH clear → TLS
column-time = time

## The same in a further language
once-more = The same in English

## The certificate faults, for a cell
fault-self-signed = self-signed
fault-unknown-issuer = unknown issuer
fault-incomplete-chain = incomplete chain
fault-expired = expired
fault-not-yet-valid = not yet valid
fault-expires-soon = expires soon
fault-wrong-name = wrong name
fault-name-only-in-subject = no alternative name
fault-weak-key = weak key
fault-weak-signature = weak signature
fault-old-certificate-version = old X.509 version
fault-not-for-servers = not for servers
fault-intermediate-outdated = outdated intermediate
fault-unreadable-certificate = unreadable
fault-key-not-proven = key not proven
fault-chain-rejected = rejected
fault-ca-as-server = an authority's
fault-too-many-signatures = too many signatures
fault-name-constraints = name not permitted
fault-path-too-long = path too long
fault-not-an-authority = signed by no authority
fault-authority-not-for-servers = authority not for servers
fault-unknown-critical-extension = unknown extension
fault-revoked = revoked

## Why a handshake failed, for a cell
reason-old-version-only = {$version} only
reason-version-intolerant = {$version} at most
reason-static-rsa-only = static{"\u00A0"}RSA only
reason-dhe-only = DHE{"\u00A0"}only
reason-weak-suites-only = weak{"\u00A0"}ciphers only
reason-old-suites-only = old{"\u00A0"}ciphers only
reason-odd-curve = odd{"\u00A0"}curve only
reason-client-certificate-demanded = wants{"\u00A0"}a certificate
reason-name-refused = refuses{"\u00A0"}the name
reason-sni-required = wants{"\u00A0"}a name
reason-large-hello-dropped = drops{"\u00A0"}large hello

## What happened, for a cell
all-ports = all {$count}
open = open {$time}
refused = refused
reset = reset
no-answer = no answer {$time}
unreachable = unreachable
unreachable-by = unreachable, says {$router}
prohibited-by = forbidden, says {$router}
not-permitted = not permitted
not-possible = no route
cut-short = cut short
closed = closed
silent = silent {$time}
greets = greets: {$what}
stalls = stalls {$time}
strange = another protocol
not-readable = unreadable
declined = declined
too-much = too much
after-starttls = {$command}, {$what}
not-offered = not offered
not-offered-but = not offered, {$what}
starttls-declined = {$command} declined
injected = {$command}, injected bytes
not-tls = not TLS
alert = refused by alert
failed = failed
ok-until = until {$date}
also-in-clear = in clear {$clear} → {$tls}
none = none

## Titles of the columns of what TLS is accepted
column-where = where
column-versions = versions
column-older-ciphers = older ciphers
column-not-known = not known

## The table
scan = TLS accepted

## What the run did
scanned = of these, to see which TLS is accepted, one after the other on each port: {$count}
sent-pipelined = of these, to see what becomes of a command right behind STARTTLS (NOOP, CAPA): {$count}

## What binds a handshake to its connection
master-secret = extended master secret
renegotiation = secure renegotiation

## What was offered
static-rsa = static RSA
anonymous = anonymous
everything = everything up to TLS 1.2
without-name = everything up to TLS 1.2, without the name
without-hybrid = less, for a smaller first message
pipelined = a command right behind STARTTLS

## What became of a command in clear right behind STARTTLS
pipelined-inside = answered in TLS
pipelined-clear = answered in clear
pipelined-refused = ends the session
pipelined-ignored = ignored
pipelined-other = other words in TLS

## Steps
ipv4-address = IPv4 address
ipv6-address = IPv6 address
capabilities = capabilities
confirm = address of that name
farewell = farewell
greeting = greeting
why-tls-fails = why TLS fails
hop-names = names of routers
said-unasked = what is said unasked
ptr = name of the address
trace = path

## What stopped a step; detail is what the system, the library or the server said of it
told-failure = {$detail}
no-more = closed
run-ended = the run ended
said-no = declined
failed-alert = TLS alert
no-agreement = handshake failed
injected-bytes = injected bytes
name-unknown = no such name
forbidden-here = not permitted
no-way = no way there
no-tls = not TLS
said-closed = refused
resolver-refuses = refused by the resolver
was-reset = reset
resolver-fails = the resolver failed
no-answer-in-time = no answer in time
more-than-is-read = more than is read
no-reply = no reply of this protocol
cannot-be-reached = cannot be reached
other-failure = failed

## Certificates that were fetched
path-fetched = {$subject} (fetched, not sent)
fetched-from = Fetched from {$url}, not sent by the server:
fetches = certificates that servers did not send: {$tried} looked for, HTTP requests: {$sent}{$servers}
on-servers = {" "}({$servers})
timestamps-in = in the certificate: {$count}

## What became of ALPN, and what was offered and chosen
column-alpn = ALPN
column-pipelined = after STARTTLS
alpn-refused = refuses {$name}
alpn-ignored = ignored
alpn-not-registered = not for SMTP
alpn = ALPN {$name}
timestamps-beside = SCTs beside the certificate: {$count}
prime = DHE {$bits}{"\u00A0"}bit
every-exchange = TLS 1.3 with every key exchange
reason-odd-group = odd group only
reason-odd-key = odd key
reason-no-certificate = no certificate
fetch-step = issuer's certificate
off-limits = it is not asked

## Providers, and what to use instead
provider-known = provider
with-support = {$provider}, {$support}
answers-in = {$provider}, {$support}, answers in {$languages}
published-place = {$host}:{$port} ({$security})
instead = Use this instead
choice = {$purpose}: {$host} port {$port}, {$security} ({$basis})
good = answered, certificate good
published = not from this run: published by {$provider}
until-then = {$who} Until then use port {$port}, {$security}.
sending = sending
reading = reading by IMAP
fetching = fetching by POP
implicit-tls = SSL/TLS
start-tls = STARTTLS
no-encryption = no encryption
english = English
japanese = Japanese
chinese = Chinese

## Explanations of replies and errors
means = means
lasts = lasts
codes = codes
recipient = recipient
server = server
nothing-known = Nothing in this text is known: no reply of a server, no code, no error.
more-in-text = There is more in this text than is told here.
class-alone = This code and these words are not known. Its class alone says this much:
kind-smtp = SMTP reply
kind-enhanced = Enhanced status code
kind-imap = IMAP response
kind-pop3 = POP3 response
kind-socket = Connection error
kind-tls = TLS error
kind-text = Known words
kind-class = Unknown reply
kind-finding = Finding
stays = permanent: it stays so until something is changed
passes = temporary: the same may work later
code-and-meaning = {$code}: {$meaning}

## Hosts with which the target is compared
comparison = Compared with
chosen-hosts = Chosen by you to compare with (--control), to tell trouble of the target from trouble of this network: {$hosts}.
compared = {$host} [{$addr}]: open: {$open}; not open: {$closed}
compared-to = of these, to the hosts to compare with, which you chose: {$count}

## The kind of trouble, as help pages call it
class-connection = connection
class-certificate = certificate
class-authentication = authentication
class-delivery = delivery
class-names = names (DNS)
of-class = kind: {$class}; {$byline}

## Comparisons of two runs
diff-same = SAME
diff-different = DIFFERENT
diff-before = before
diff-after = after
diff-what = what
diff-open = open
diff-no = no
diff-reached = reaches the host at hop {$hops}
diff-lost = last seen after hop {$hops}
diff-round = goes round between routers
diff-conditions = How the two runs differ
diff-appeared = Appeared
diff-cleared = Cleared
diff-only-from = Only from {$label}
diff-changed = Changed findings
diff-unseen-before = Found, but not looked at, or not asked for in the same way, before
diff-unseen-after = Not looked at any more, or not asked for in the same way
diff-unseen-from = Found from {$one}, not looked at, or not asked for in the same way, from {$other}
diff-underneath = What changed underneath
diff-underneath-from = What differs underneath
diff-not-compared = What could not be compared
diff-stayed = The same in both
diff-runs = The two runs
diff-seen-before = looked at only before: {$where}
diff-seen-after = looked at only after: {$where}
diff-seen-from = looked at only from {$label}: {$where}
diff-redacted = not comparable, redacted: the client's own and other private addresses, resolvers, routers, the EHLO name
diff-counts = findings: {$findings}; other facts: {$facts}
diff-nothing = nothing differs
diff-nothing-seen = nothing differs in what both looked at, but not everything was looked at twice, or asked for in the same way
diff-ports-closed = no longer open: {$ports}
diff-ports-opened = newly open: {$ports}
diff-open-only = open only from {$label}: {$ports}
diff-otherwise = changed: {$what}
diff-otherwise-from = different: {$what}
diff-first-appeared = appeared: {$title}
diff-first-cleared = cleared: {$title}
diff-first-only = only from {$label}: {$title}
diff-findings = Findings: {$counts}.
diff-count-appeared = appeared {$count}
diff-count-cleared = cleared {$count}
diff-count-only = only from {$label} {$count}
diff-count-changed = changed {$count}
diff-count-unseen = looked at only once, or asked otherwise {$count}
diff-count-stayed = the same {$count}
diff-turned = {$what}: {$before} → {$after}
diff-byline = {$tool}; {$one}: {$time}; {$other}: {$then}
diff-observed = observations
diff-tool = program
diff-ended = how the run ended
diff-role = examined as
diff-ports-asked = ports asked for
diff-family = families of addresses
diff-connect = address asked for
diff-views = resolvers compared
diff-controls = hosts to compare with
diff-how-traced = --trace
diff-trace-port = --trace-port
diff-max-hops = --max-hops
diff-tls-scan = --tls-scan
diff-fetch-aia = --fetch-aia
diff-retries = --retries
diff-expect = what must hold (--expect)
diff-demands = demands: {$demands}, waivers: {$waivers}, SHA-256: {$hash}…
diff-ehlo-name = --ehlo-name
diff-resolvers = resolvers
diff-trust-store = trust store
diff-exchangers = MX
diff-ipv4 = IPv4 addresses
diff-ipv6 = IPv6 addresses
diff-aliases = aliases (CNAME)
diff-dnssec = DNSSEC verified (AD)
diff-pointers = names of the address
diff-reach = TCP
diff-greets = greeting
diff-software = words of the greeting
diff-offers-tls = STARTTLS offered
diff-tls = TLS
diff-suite = cipher suite
diff-group = key exchange
diff-renewed = certificate renewed, same key
diff-rekeyed = certificate renewed, new key
diff-replaced = another certificate
diff-chain = sent above the certificate
diff-rooted = leads to a trusted root
diff-auth-in-clear = AUTH before TLS
diff-auth-inside-tls = AUTH in TLS
diff-capabilities-clear = capabilities before TLS
diff-capabilities-tls = capabilities in TLS
diff-path-end = where packets end
diff-routers = routers on the way
diff-older = an older certificate, same key
diff-older-rekeyed = an older certificate, another key
diff-other-dates = certificate with other dates, same key
diff-other-dates-and-key = certificate with other dates, another key

## Aliases in place of what tells whom a report is from
redacted = redacted
redacted-by = by the policy {$policy}; addresses and names of the client, of its network and of people are aliases, the same ones throughout: addresses for documentation (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8:fffe::/47) or of the same private range, names in .redacted.invalid, user-1, file-1, hardware-1
with-aliases = {$byline}; redacted: user-1, name-1.redacted.invalid and the like are aliases

## What must hold, and what is put up with
mx-missing = missing: {$hosts}
mx-further = further: {$hosts}
mx-preference = {$host} has preference {$is}, not {$must}
waived-until = until {$until}: {$reason}
waived-label = waived
waived-word = {$severity} (waived)
waived-since = waived {$waived}
and-waived = {$byline}; {$waived}
waived = waived: {$codes}

## Pictures, and the page that holds them
contents = Contents
reports = Reports
drawn = At a glance
for-programs = This page also holds the whole report for programs. To judge it again: mailprobe diagnose FILE
timeline = What was done when
timeline-shows = Steps: {$steps}, in {$took}. {$failed}
none-failed = Every step came to its end.
these-failed = What failed: {$what}.
these-unfinished = Not finished in time: {$what}.
every-step = Every step in numbers
column-number = no.
more-rows = and {$count} more, none worse than these; the table below has them
more-steps = Further steps, in the part for programs: {$count}.
step-of = {$subject}: {$step}
asked-once-more = {$what}, asked again
column-begins = begins at
column-takes = takes
column-step = step
column-outcome = result
tone-good = as it should be
tone-indifferent = failed, but nobody minds
tone-doubtful = warning
tone-bad = error
this-machine = this machine
silent-hop = no answer
every-hop = Every hop in numbers
nor-the-host = * (nor does the host answer)
route-shows = Hops: {$hops}. {$end}
more-pictures = Further ones, told below in words: {$count}.
chain-of = Certificates of {$where}
seal-leaf = server
seal-between = intermediate
seal-root = root
seal-unknown = neither sent nor trusted
seal-unused = sent as no. {$number}, not needed: {$subject}
sent-at = sent as no. {$number}
not-sent-seen = not sent; seen elsewhere
not-sent-fetched = not sent; fetched
in-store = in the trust store
signed-by = signed by
until-day = until {$date}
expired-root = expired root
untidy = sent untidily
leads-to-root = The chain leads to a trusted root.
leads-nowhere = The chain does not lead to a trusted root.
