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
dns-failed = resolver failed (SERVFAIL)
unchecked = without checking signatures (CD): {$answer}
dns-silent = no answer in {$time}
answered-by = answered by {$server} {$transport}
tries = {$last}, try {$count}

## What the arguments of findings on names say
resolver-adds = {" "}The resolver adds: {$words}.
not-signatures = {" "}It is not about signatures (DNSSEC): without checking them it fails as well.
perhaps-signatures = {" "}It may be about signatures (DNSSEC) as well.
no-address = no address of that family
no-address-found = no address that could be found out
no-such-record = no such record
does-not-exist = no such name (NXDOMAIN)
refuses-to-answer = it refuses to answer (REFUSED)
could-not-find-out = it could not find out (SERVFAIL)
the-resolver = the resolver
