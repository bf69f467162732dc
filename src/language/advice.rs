//! What findings say where it depends on what else was seen: the reason, and what to do.
use std::net::IpAddr;

use super::Text;
use crate::finding::Arg;

// What the resolver says of signatures, and what to do about them.
pub(crate) const SIGNATURES_EXPIRED: Text = Text("signatures-expired");
pub(crate) const SIGNATURES_EARLY: Text = Text("signatures-early");
pub(crate) const KEYS_DO_NOT_FIT: Text = Text("keys-do-not-fit");
pub(crate) const SIGNATURES_WRONG: Text = Text("signatures-wrong");
pub(crate) const SIGN_AGAIN: Text = Text("sign-again");
pub(crate) const CHECK_SIGNER: Text = Text("check-signer");
pub(crate) const FIT_KEYS: Text = Text("fit-keys");
pub(crate) const MEND_SIGNATURES: Text = Text("mend-signatures");

// What to do about questions without an answer.
pub(crate) const CHECK_ONLINE: Text = Text("check-online");
pub(crate) const ANSWER_ALL_TYPES: Text = Text("answer-all-types");
pub(crate) const SERVE_THIS_NETWORK: Text = Text("serve-this-network");
pub(crate) const ANSWER_THESE_TOO: Text = Text("answer-these-too");

// Through which ports programs send.
pub(crate) const SUBMISSION_SEEN: Text = Text("submission-seen");
pub(crate) const SUBMISSION_USUAL: Text = Text("submission-usual");
pub(crate) const SEND_BY: Text = Text("send-by");

// What became of the offer of STARTTLS.
pub(crate) const OFFER_MISSING: Text = Text("offer-missing");
pub(crate) const OFFER_OVERWRITTEN: Text = Text("offer-overwritten");
pub(crate) const HIDDEN_BY_EITHER: Text = Text("hidden-by-either");
pub(crate) const OVERWRITTEN_BY: Text = Text("overwritten-by");
pub(crate) const IF_THEY_ANSWER: Text = Text("if-they-answer");
pub(crate) const IMPLICIT_SEEN: Text = Text("implicit-seen");
pub(crate) const TELL_WHO_HIDES: Text = Text("tell-who-hides");
pub(crate) const STOP_INSPECTION: Text = Text("stop-inspection");
pub(crate) const TAKES_ENCRYPTION: Text = Text("takes-encryption");

// What came of STARTTLS where it was asked for.
pub(crate) const TLS_UNREADABLE: Text = Text("tls-unreadable");
pub(crate) const MEND_FILES: Text = Text("mend-files");
pub(crate) const TRY_LATER: Text = Text("try-later");
pub(crate) const TLS_ALL_THE_SAME: Text = Text("tls-all-the-same");
pub(crate) const REFUSED_UNOFFERED: Text = Text("refused-unoffered");
pub(crate) const UNAVAILABLE_NOW: Text = Text("unavailable-now");
pub(crate) const LOST_UNOFFERED: Text = Text("lost-unoffered");
pub(crate) const SWITCH_ON_TLS: Text = Text("switch-on-tls");
pub(crate) const MEND_TLS: Text = Text("mend-tls");
pub(crate) const COMPARE_OFFERS: Text = Text("compare-offers");

// What a refusal is about.
pub(crate) const NORMAL_ON_25: Text = Text("normal-on-25");
pub(crate) const NOT_BY_25: Text = Text("not-by-25");
pub(crate) const REFUSED_IN_CLEAR: Text = Text("refused-in-clear");

// What a server did that is well now.
pub(crate) const OWN_CONNECTIONS: Text = Text("own-connections");
pub(crate) const SERVERS_TRY_AGAIN: Text = Text("servers-try-again");
pub(crate) const LOOK_AT_LIMITS: Text = Text("look-at-limits");

// How hosts that are compared are shut, and where that happens.
pub(crate) const KEEP_SILENT: Text = Text("keep-silent");
pub(crate) const REFUSE_CONNECTIONS: Text = Text("refuse-connections");
pub(crate) const LOST_NEAR: Text = Text("lost-near");
const OVER: Text = Text("over");

// What clocks and certificates say.
pub(crate) const CLOCK_BEFORE: Text = Text("clock-before");
pub(crate) const CLOCK_BEHIND: Text = Text("clock-behind");
pub(crate) const COMPARED_AS_WELL: Text = Text("compared-as-well");

// What opens connections, and whose fault that is.
pub(crate) const PROGRAM_HERE: Text = Text("program-here");
pub(crate) const SOMETHING_BETWEEN: Text = Text("something-between");
pub(crate) const SERVER_NOT_AT_FAULT: Text = Text("server-not-at-fault");
pub(crate) const SERVER_PERHAPS_NOT_AT_FAULT: Text = Text("server-perhaps-not-at-fault");

// By what name a server goes.
pub(crate) const GREETS_AS_ASKED: Text = Text("greets-as-asked");
pub(crate) const GREETS_AS_ANOTHER: Text = Text("greets-as-another");
pub(crate) const CALLED_AS_ASKED: Text = Text("called-as-asked");
pub(crate) const ADD_NAME: Text = Text("add-name");

/// Over which family something is so, if it is so over one only of those that there are.
pub(crate) fn over(so: impl Iterator<Item = IpAddr>, all: impl IntoIterator<Item = IpAddr>) -> Arg {
    let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = so.partition(IpAddr::is_ipv4);
    let (family, is_its) = match (v4.is_empty(), v6.is_empty()) {
        (false, true) => ("IPv4", true),
        (true, false) => ("IPv6", false),
        _ => return "".into(),
    };
    let other = all.into_iter().any(|addr| addr.is_ipv4() != is_its);
    if other { OVER.of([("family", family.into())]) } else { "".into() }
}
pub(crate) const LET_IT_END: Text = Text("let-it-end");
pub(crate) const GIVE_MORE_TIME: Text = Text("give-more-time");
