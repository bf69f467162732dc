//! Bytes that are cut, overwritten and spliced where other bytes say so.
use super::choices::Choices;

/// Edits of one thing, at most.
const EDITS: usize = 16;

/// Edits, until the choices or the patience is used up. The first one says how many.
pub(crate) fn edit(bytes: &mut Vec<u8>, choices: &mut Choices<'_>) {
    for _ in 0..choices.below(EDITS) {
        let place = choices.below(bytes.len().max(1)).min(bytes.len());
        match choices.below(5) {
            0 => bytes.truncate(place),
            1 => drop(bytes.splice(place..place, choices.bytes().iter().copied())),
            2 => {
                let end = (place + choices.below(256)).min(bytes.len());
                bytes.drain(place..end);
            }
            3 => {
                let new = choices.byte();
                bytes.iter_mut().skip(place).take(1).for_each(|byte| *byte = new);
            }
            _ => {
                let bit = 1 << choices.below(8);
                bytes.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= bit);
            }
        }
    }
}
