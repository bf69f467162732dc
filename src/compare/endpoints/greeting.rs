//! What a greeting says of the software: names of hosts, dates and ids are others in every session.
use probes::reply::Reply;

/// Words of a greeting that are looked at: no honest one has more.
const MOST: usize = 40;
/// Letters of the longest word that is no id.
const LONGEST: usize = 24;

const DATES: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec", "gmt", "utc",
];

/// Its words without what changes from session to session.
pub(super) fn words(greeting: &Reply) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in &greeting.lines {
        let bare = without_brackets(&line.text);
        let mut before = false;
        for word in bare.split(|c: char| c.is_whitespace() || "(),;:\"".contains(c)).take(MOST) {
            let kept = is_word(word) || (before && is_version(word));
            if kept {
                found.push(word.to_owned());
            }
            before = kept && word.len() > 2;
        }
    }
    found
}

/// In `[…]` stand capabilities and addresses, in `<…>` timestamps.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '[' | '<' => depth += 1,
            ']' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

fn is_word(word: &str) -> bool {
    let lawful = |c: char| c.is_alphabetic() || "-_/+".contains(c);
    let letters = word.chars().any(char::is_alphabetic);
    let date = DATES.contains(&word.to_lowercase().as_str());
    letters && word.len() <= LONGEST && word.chars().all(lawful) && !date
}

/// `4.96`, `2.3.21`; behind a word.
fn is_version(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let number =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(number)
}

#[cfg(test)]
mod tests {
    use probes::reply::Line;

    use super::*;

    fn told(text: &str) -> String {
        let line = Line { text: text.to_owned(), ..Line::default() };
        words(&Reply { lines: vec![line], ..Reply::default() }).join(" ")
    }

    #[test]
    fn what_changes_from_session_to_session_is_left_out() {
        for (greeting, kept) in [
            ("220 mx.google.com ESMTP d9443c01a7336-2a0 - gsmtp", "ESMTP - gsmtp"),
            (
                "220 AM0PR.outlook.test Microsoft ESMTP MAIL Service ready at Mon, 15 Jun 2026 \
                 12:00:00 +0000 [08DD]",
                "Microsoft ESMTP MAIL Service ready at",
            ),
            ("220 a.test ESMTP Exim 4.96 Mon, 15 Jun 2026", "ESMTP Exim 4.96"),
            ("* OK [CAPABILITY IMAP4rev1] Dovecot (Ubuntu) ready.", "OK Dovecot Ubuntu"),
            ("+OK POP3 ready <1896.697170952@dbc.mtview.ca.us>", "+OK ready"),
        ] {
            let words = told(greeting);
            assert_eq!(words.replace("- ", ""), kept.replace("- ", ""), "{greeting}");
        }
    }
}
