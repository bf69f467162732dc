//! Which word was meant, if the one that was typed is none of those that there are.

/// The word that holds the one typed, or differs least from it; none, if all differ in more than a
/// third of their letters.
pub(crate) fn nearest<'w>(typed: &str, words: &[&'w str]) -> Option<&'w str> {
    let holds = words.iter().find(|word| typed.len() > 2 && word.contains(typed));
    let near = || words.iter().min_by_key(|word| distance(word, typed));
    let near = || near().filter(|word| distance(word, typed) <= word.len() / 3);
    holds.or_else(near).copied()
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, b) in other.bytes().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(corner + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_alike_are_near() {
        assert_eq!(distance("tls-expired", "tls-expird"), 1);
        assert_eq!(distance("good", "good"), 0);
        assert_eq!(distance("", "good"), 4);
    }

    #[test]
    fn a_word_that_looks_like_none_is_taken_for_none() {
        let words = ["tls.expired", "tls.self-signed"];
        assert_eq!(nearest("tls.expird", &words), Some("tls.expired"));
        assert_eq!(nearest("signed", &words), Some("tls.self-signed"));
        assert_eq!(nearest("colour", &words), None);
    }
}
