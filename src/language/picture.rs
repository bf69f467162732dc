//! What pictures say, and the page that holds them.
use super::{COLUMN_WHERE, Text};

// The page.
pub(crate) const CONTENTS: Text = Text("contents");
pub(crate) const REPORTS: Text = Text("reports");
pub(crate) const DRAWN: Text = Text("drawn");
pub(crate) const FOR_PROGRAMS: Text = Text("for-programs");

// Steps in time.
pub(crate) const TIMELINE: Text = Text("timeline");
pub(crate) const TIMELINE_SHOWS: Text = Text("timeline-shows");
pub(crate) const NONE_FAILED: Text = Text("none-failed");
pub(crate) const THESE_FAILED: Text = Text("these-failed");
pub(crate) const THESE_UNFINISHED: Text = Text("these-unfinished");
pub(crate) const EVERY_STEP: Text = Text("every-step");
pub(crate) const MORE_ROWS: Text = Text("more-rows");
pub(crate) const MORE_STEPS: Text = Text("more-steps");
pub(crate) const STEP_OF: Text = Text("step-of");
pub(crate) const ASKED_ONCE_MORE: Text = Text("asked-once-more");
pub(crate) const COLUMN_NUMBER: Text = Text("column-number");
pub(crate) const COLUMN_BEGINS: Text = Text("column-begins");
pub(crate) const COLUMN_TAKES: Text = Text("column-takes");
pub(crate) const COLUMN_STEP: Text = Text("column-step");
pub(crate) const COLUMN_OUTCOME: Text = Text("column-outcome");
pub(crate) const STEPS: [Text; 6] =
    [COLUMN_NUMBER, COLUMN_BEGINS, COLUMN_TAKES, COLUMN_WHERE, COLUMN_STEP, COLUMN_OUTCOME];

// What the signs mean.
pub(crate) const TONE_GOOD: Text = Text("tone-good");
pub(crate) const TONE_INDIFFERENT: Text = Text("tone-indifferent");
pub(crate) const TONE_DOUBTFUL: Text = Text("tone-doubtful");
pub(crate) const TONE_BAD: Text = Text("tone-bad");

// Routers one after the other.
pub(crate) const THIS_MACHINE: Text = Text("this-machine");
pub(crate) const EVERY_HOP: Text = Text("every-hop");
pub(crate) const SILENT_HOP: Text = Text("silent-hop");
pub(crate) const ROUTE_SHOWS: Text = Text("route-shows");
pub(crate) const MORE_PICTURES: Text = Text("more-pictures");

// Certificates one above the other.
pub(crate) const CHAIN_OF: Text = Text("chain-of");
pub(crate) const SEAL_LEAF: Text = Text("seal-leaf");
pub(crate) const SEAL_BETWEEN: Text = Text("seal-between");
pub(crate) const SEAL_ROOT: Text = Text("seal-root");
pub(crate) const SEAL_UNKNOWN: Text = Text("seal-unknown");
pub(crate) const SEAL_UNUSED: Text = Text("seal-unused");
pub(crate) const SENT_AT: Text = Text("sent-at");
pub(crate) const NOT_SENT_SEEN: Text = Text("not-sent-seen");
pub(crate) const NOT_SENT_FETCHED: Text = Text("not-sent-fetched");
pub(crate) const IN_STORE: Text = Text("in-store");
pub(crate) const SIGNED_BY: Text = Text("signed-by");
pub(crate) const UNTIL_DAY: Text = Text("until-day");
pub(crate) const EXPIRED_ROOT: Text = Text("expired-root");
pub(crate) const UNTIDY: Text = Text("untidy");
pub(crate) const LEADS_TO_ROOT: Text = Text("leads-to-root");
pub(crate) const LEADS_NOWHERE: Text = Text("leads-nowhere");

// Findings that are put up with.
