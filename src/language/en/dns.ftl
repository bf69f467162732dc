### What is said of this layer: what findings say of details, and tables. What rules say
### stands in the rules.

## Titles of the columns of names and questions
column-type = type
column-name = name
column-answer = answer
column-ttl = TTL
column-answered-by = answered by
column-asked = asked
column-by = by
column-response = response

## What the name system said
no-record = none
no-such-name = name does not exist (NXDOMAIN)
null-mx = takes no mail (null MX)
alias = alias of {$target}
and-more = and {$count} more
dns-refused = refused by the resolver (REFUSED)
dns-failed = resolver failed ({$rcode})
unchecked = without checking signatures (CD): {$answer}
dns-silent = no answer in {$time}
answered-by = answered by {$server} {$transport}
tries = {$last}, try {$count}

## What the arguments of findings on names say
resolver-adds = {" "}The resolver adds: {$words}.
not-signatures = {" "}It is not about signatures (DNSSEC): without checking them it fails as well.
signatures-expired = So the signatures have run out: the zone was not signed anew in time. Only if other resolvers accept them, the clock of this one is fast.
signatures-early = So the time of the signatures has not come: the clock of the machine that signs is fast, or that of the resolver is slow.
keys-do-not-fit = So the domain's keys and signatures and the parent zone's DS record do not fit each other.
signatures-wrong = What is wrong with the signatures is not told.
sign-again = Sign the zone anew, and see why that was not done in time: look at the job that signs, at its keys, and at the clock of its machine. Then load the zone on every name server.
check-signer = Check the clock of the machine that signs the zone, and sign anew. If it is right and other resolvers accept the name, set the clock of this resolver.
fit-keys = Compare the DS record at the parent zone with the keys (DNSKEY) of the domain, on each of its name servers, and see that all of them send signatures (RRSIG): after a move to other name servers an old DS record is often left behind.
mend-signatures = Check the zone's signatures, keys and the DS record at the parent zone, on each name server: after a move to other name servers an old DS record is often left behind.
perhaps-signatures = {" "}It may be about signatures (DNSSEC) as well.
no-address = no address of that family
no-address-found = no address that could be found out
no-such-record = no such record
does-not-exist = no such name (NXDOMAIN)
refuses-to-answer = it refuses to answer (REFUSED)
resolver-unheard = The resolver cannot be reached from here, or what comes back is no answer: no network, a log-in page in front of it, or a wrong setting.
resolver-garbles = Something answers, and what it says is no answer to the question: the resolver is broken, or something on the way changes its answers or gives them in its place, as log-in pages do.
some-unheard = Other questions about the same domain are answered, so the resolver can be reached: likely its name servers, or something in front of them, don't answer these.
serves-others = It does not serve this network, or not this name.
refuses-some = It answers other questions about the same domain, and not these: a filter in it, or a wrong setting.
check-online = Check that this machine is online, past any log-in page, and which resolver it uses; try another one with --resolver.
answer-all-types = Have the domain's name servers answer questions of every type, over UDP and TCP. If another resolver (--resolver) gets an answer, look at this one.
serve-this-network = Let the resolver serve this network, or have this machine use another one (--resolver).
answer-these-too = Have the resolver answer these questions too, or have this machine use another one (--resolver).
could-not-answer = it could not answer ({$rcode})
the-resolver = the resolver
