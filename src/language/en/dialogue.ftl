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

## What failed at first and worked later
own-connections = {" "}Connections of this run to the host at that moment: {$open}. That may itself be the reason, which a run with one port (--ports {$port}) shows.
servers-try-again = Leave it if it is rare: mail servers try again by themselves. If each run shows it, look at the server's limits for connections.
look-at-limits = Look at the server's log and at its limits for connections at the time of this run.

## What to do about a run that did not come to its end
let-it-end = Run it again, and let it end by itself.
give-more-time = Run it again, with a longer --deadline, or with fewer ports.
