//! Files that claim to be reports.
use std::sync::LazyLock;

use mailprobe::language::Language;
use mailprobe::recording::Recording;

use super::changed::recordings;
use super::choices::Choices;
use super::edited::edit;
use super::report::in_format;
use super::truths;

/// JSON, or what else it may be; and several lines of it.
pub(crate) fn recording(data: &[u8]) {
    let mut choices = Choices::new(data);
    let mut file = match choices.below(4) {
        0 => data.to_vec(),
        1 => in_format(&recordings()[0], "ndjson", Language::En).repeat(2).into_bytes(),
        _ => serde_json::to_vec(&recordings()[choices.below(2)]).expect("it can be saved"),
    };
    edit(&mut file, &mut choices);
    load(&file);
}

/// A page of ours, as it was or changed.
pub(crate) fn page(data: &[u8]) {
    static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
        recordings()[..2].iter().map(|one| in_format(one, "html", Language::En)).collect()
    });
    let mut choices = Choices::new(data);
    let page = choices.of(&PAGES).as_bytes();
    let json = b"class=\"mailprobe-report\">";
    let at = page.windows(json.len()).position(|part| part == json).expect("it is there");
    // The edits reach no farther than 64 KiB, and pages begin with long style sheets.
    let mut file = match choices.below(4) {
        0 => [b"<", choices.rest()].concat(),
        1 => [b"<script ", &page[at..]].concat(),
        _ => [&page[..256], &page[at - 256..]].concat(),
    };
    edit(&mut file, &mut choices);
    load(&file);
}

/// What is read can be judged, saved, and read again.
fn load(file: &[u8]) {
    match Recording::load_all(&mut &file[..]) {
        Ok(all) => {
            assert!(!all.is_empty(), "nothing was read");
            for recording in all {
                truths::judged(&recording);
                let mut saved = Vec::new();
                recording.save(&mut saved).expect("memory takes everything");
                let loaded = Recording::load(&mut saved.as_slice());
                truths::same(&loaded.expect("it was saved by us"), &recording);
            }
        }
        Err(why) => assert!(!why.is_empty()),
    }
}
