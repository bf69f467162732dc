### What is said of this layer: what findings say of details. What rules say stands in the rules.

## Through which ports programs send
submission-seen = {$ports}, which answer from here
submission-usual = 587 (STARTTLS) or 465 (SSL/TLS)
send-by = If a program of yours sends through port 25, set it to port {$submission}, with SMTP authentication.{" "}

## What became of the offer of STARTTLS
if-they-answer = if they answer
implicit-seen = which answer from here: {$ports}
offer-missing = is missing, though STARTTLS works
offer-overwritten = is overwritten
hidden-by-either = STARTTLS is not among what the server says it can do, and it was understood all the same when it was asked for: either something on the way hides the offer, as mail inspection of firewalls and attackers do, or the server itself leaves it out.
overwritten-by = A word of what the server says it can do is overwritten with Xs, as mail inspection of firewalls does with words that it does not let pass.
tell-who-hides = Then run this from another network (a phone's). If STARTTLS is offered there, have mail inspection turned off in this one; if not, the server has to offer it.
stop-inspection = Then have mail inspection turned off on the firewall.
takes-encryption = {" "}(it also takes encryption out of the session)

## What came of STARTTLS where it was asked for
tls-unreadable = {" "}Usually it cannot read its certificate or key.
mend-files = Mend TLS on this service (certificate and key files).
try-later = Wait 10 min and run this again; if it stays so, send the server's words to the provider.
tls-all-the-same = {" "}This server went into TLS all the same when it was asked to; programs that keep to the rules don't ask.
refused-unoffered = When it is asked for all the same, the server refuses
unavailable-now = When it is asked for all the same, the server says "not now": its TLS is ill at the moment, or something on the way hides the offer. It says
lost-unoffered = When it was asked for all the same, no proper answer came: the server has no TLS here, or something on the way hides the offer and then cuts the session. What happened
switch-on-tls = Switch on TLS here. Until then use the implicit TLS port (465, 993, 995), if it answers.
mend-tls = Mend TLS on this service (certificate and key files), and offer it. Until then use the implicit TLS port (465, 993, 995), if it answers.
compare-offers = Use the implicit TLS port (465, 993, 995), if it answers. Then run this from another network (a phone's): if STARTTLS is offered there, have mail inspection turned off in this one; if not, TLS has to be switched on at the server.

## What a refusal is about
normal-on-25 = {" "}On port 25 that is normal for a machine that is no mail server.
not-by-25 = {" "}Programs send through 587 or 465, not 25.
refused-in-clear = {" "}It is said in clear, where TLS is expected, as limits on connections and block lists in front of a server do; whether this port speaks TLS to others is not known.

## What failed at first and worked later
own-connections = {" "}Connections of this run to the host at that moment: {$open}. That may itself be the reason, which a run with one port (--ports {$port}) shows.
servers-try-again = Leave it if it is rare: mail servers try again by themselves. If each run shows it, look at the server's limits for connections.
look-at-limits = Look at the server's log and at its limits for connections at the time of this run.

## What to do about a run that did not come to its end
let-it-end = Run it again, and let it end by itself.
give-more-time = Run it again, with a longer --deadline, or with fewer ports.
