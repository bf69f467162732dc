//! What the arguments of findings say, where they are more than names and numbers.
use super::Text;

// What the arguments of findings on names say.
pub(crate) const RESOLVER_ADDS: Text = Text("resolver-adds");
pub(crate) const NOT_SIGNATURES: Text = Text("not-signatures");
pub(crate) const PERHAPS_SIGNATURES: Text = Text("perhaps-signatures");
pub(crate) const NO_ADDRESS: Text = Text("no-address");
pub(crate) const NO_ADDRESS_FOUND: Text = Text("no-address-found");
pub(crate) const NO_SUCH_RECORD: Text = Text("no-such-record");
pub(crate) const DOES_NOT_EXIST: Text = Text("does-not-exist");
pub(crate) const REFUSES_TO_ANSWER: Text = Text("refuses-to-answer");
pub(crate) const RESOLVER_UNHEARD: Text = Text("resolver-unheard");
pub(crate) const RESOLVER_GARBLES: Text = Text("resolver-garbles");
pub(crate) const SOME_UNHEARD: Text = Text("some-unheard");
pub(crate) const SERVES_OTHERS: Text = Text("serves-others");
pub(crate) const REFUSES_SOME: Text = Text("refuses-some");
pub(crate) const COULD_NOT_ANSWER: Text = Text("could-not-answer");
pub(crate) const THE_RESOLVER: Text = Text("the-resolver");

// What the arguments of findings on paths say.
pub(crate) const BEFORE_FIRST_ROUTER: Text = Text("before-first-router");
pub(crate) const AFTER_HOP: Text = Text("after-hop");
pub(crate) const WITHOUT_TRACE: Text = Text("without-trace");
pub(crate) const FORBIDDEN_AFTER: Text = Text("forbidden-after");
pub(crate) const FORBIDDEN_BY: Text = Text("forbidden-by");
pub(crate) const NONE_TRIED: Text = Text("none-tried");
pub(crate) const HOST_IS_UP: Text = Text("host-is-up");
pub(crate) const DROPPED_OR_DOWN: Text = Text("dropped-or-down");
pub(crate) const REACH_ADDRESS: Text = Text("reach-address");
pub(crate) const LAST_SEEN: Text = Text("last-seen");
pub(crate) const OTHERS_LOST: Text = Text("others-lost");
pub(crate) const DO_NOT_FIT: Text = Text("do-not-fit");

// What the arguments of findings on several hosts say.
pub(crate) const NO_RESOLVER_ANSWERS: Text = Text("no-resolver-answers");
pub(crate) const NO_CONNECTION_ANSWERED: Text = Text("no-connection-answered");
pub(crate) const ONLY_RESOLVER_ANSWERS: Text = Text("only-resolver-answers");
pub(crate) const OTHERS_WORK: Text = Text("others-work");
pub(crate) const DNS_ANSWERS: Text = Text("dns-answers");
pub(crate) const OR_NOTHING_WORKS: Text = Text("or-nothing-works");
pub(crate) const WITH_PORTS: Text = Text("with-ports");
pub(crate) const NEXT_TO_HOST: Text = Text("next-to-host");
pub(crate) const ANOTHER_ANSWERS: Text = Text("another-answers");

// What the arguments of findings on connections say.
pub(crate) const SAYS_WHO: Text = Text("says-who");

// What the arguments of findings on TLS say.
pub(crate) const NOT_YET_VALID: Text = Text("not-yet-valid");
pub(crate) const EXPIRED: Text = Text("expired");
pub(crate) const NOBODY_KNOWS: Text = Text("nobody-knows");
pub(crate) const SWITCH_OFF_SCANNING: Text = Text("switch-off-scanning");
pub(crate) const LEAVE_OUT_MAIL: Text = Text("leave-out-mail");
pub(crate) const OF_PORT: Text = Text("of-port");
pub(crate) const OF_PORTS: Text = Text("of-ports");
pub(crate) const PERHAPS_OLD: Text = Text("perhaps-old");
pub(crate) const NOT_TLS_AT_ALL: Text = Text("not-tls-at-all");
pub(crate) const SENT_AGAIN: Text = Text("sent-again");
pub(crate) const NO_COMMON_GROUND: Text = Text("no-common-ground");
pub(crate) const OLDER_MAY_WORK: Text = Text("older-may-work");
pub(crate) const NOTHING_DISPUTED: Text = Text("nothing-disputed");
pub(crate) const NO_CERTIFICATE: Text = Text("no-certificate");
pub(crate) const CERTIFICATE_WELL: Text = Text("certificate-well");
pub(crate) const CERTIFICATE_WRONG: Text = Text("certificate-wrong");
pub(crate) const OTHER_SERVICE_SENDS: Text = Text("other-service-sends");
pub(crate) const TO_BE_HAD: Text = Text("to-be-had");
// What the arguments of findings on fetched certificates, and on those made on the way, say.
pub(crate) const IS_NOT_SENT: Text = Text("is-not-sent");
pub(crate) const NOT_SENT_OR_PRIVATE: Text = Text("not-sent-or-private");
pub(crate) const WAS_FETCHED: Text = Text("was-fetched");
pub(crate) const PUT_IT: Text = Text("put-it");
pub(crate) const FETCHED_NO_ROOT: Text = Text("fetched-no-root");
pub(crate) const COULD_BE_FETCHED: Text = Text("could-be-fetched");
pub(crate) const ANOTHER_LIES_THERE: Text = Text("another-lies-there");
pub(crate) const COULD_NOT_BE_FETCHED: Text = Text("could-not-be-fetched");
pub(crate) const REDIRECTED: Text = Text("redirected");
pub(crate) const NOTHING_THERE: Text = Text("nothing-there");
pub(crate) const SERVER_ANSWERS: Text = Text("server-answers");
pub(crate) const FAR_LARGER: Text = Text("far-larger");
pub(crate) const PAGE_THERE: Text = Text("page-there");
pub(crate) const TOO_SLOW: Text = Text("too-slow");
pub(crate) const BROKE_OFF: Text = Text("broke-off");
pub(crate) const NOT_THE_ISSUERS: Text = Text("not-the-issuers");
pub(crate) const NO_CERTIFICATE_THERE: Text = Text("no-certificate-there");
pub(crate) const OTHER_KEY: Text = Text("other-key");
pub(crate) const VALID_ONLY_FROM: Text = Text("valid-only-from");
pub(crate) const EXPIRED_ON: Text = Text("expired-on");
pub(crate) const CLOCK_MAY_BE_SLOW: Text = Text("clock-may-be-slow");
pub(crate) const OLD_WAY: Text = Text("old-way");
pub(crate) const IN_VAIN: Text = Text("in-vain");
pub(crate) const SOME_KNOW: Text = Text("some-know");
pub(crate) const CLIENTS_DO_NOT: Text = Text("clients-do-not");
pub(crate) const OF_STRANGERS: Text = Text("of-strangers");
pub(crate) const ENDS_AT: Text = Text("ends-at");
pub(crate) const BY_NAME: Text = Text("by-name");
pub(crate) const BY_SAMENESS: Text = Text("by-sameness");

// What the arguments of findings on what is accepted say.
pub(crate) const LEVEL: Text = Text("level");
pub(crate) const SUFFICIENT: Text = Text("sufficient");
pub(crate) const PHASE_OUT: Text = Text("phase-out");
pub(crate) const INSUFFICIENT: Text = Text("insufficient");
pub(crate) const ONLY_FOR: Text = Text("only-for");
pub(crate) const NOT_FOR: Text = Text("not-for");
pub(crate) const FROM_DAY: Text = Text("from-day");
pub(crate) const FROM_DAY_UNTIL: Text = Text("from-day-until");
pub(crate) const REVOKED_BECAUSE: Text = Text("revoked-because");
