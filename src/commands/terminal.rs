//! What standard output can show.
use std::io::{IsTerminal, stdout};

use terminal_size::terminal_size_of;

use crate::cli::When;
use crate::language::{Language, locale};
use crate::report::{Detail, Style};

/// Columns where nobody says how many there are.
const WIDTH: usize = 80;
/// Narrower, nothing can be read.
const NARROWEST: usize = 40;
/// Wider, lines are too long for the eye.
const WIDEST: usize = 120;

/// How a report on standard output is to look.
pub(super) fn style(color: When, detail: Detail) -> Style {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let shown = terminal_size_of(stdout()).map(|(width, _)| usize::from(width.0));
    styled(color, detail, stdout().is_terminal(), shown, variable)
}

/// The language of the locale, if what is to look so can show it.
pub(super) fn language(style: &Style) -> Language {
    match style.ascii {
        true => Language::En,
        false => locale(|name| std::env::var(name).ok()),
    }
}

fn styled(
    color: When,
    detail: Detail,
    terminal: bool,
    shown: Option<usize>,
    variable: impl Fn(&str) -> Option<String>,
) -> Style {
    // Who sets the variable means it; a shell that only knows the size does not export it.
    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok()).or(shown);
    Style {
        width: columns.map_or(WIDTH, |columns: usize| columns.clamp(NARROWEST, WIDEST)),
        colour: coloured(color, terminal, &variable),
        ascii: !speaks_utf8(&variable),
        detail,
        ..Style::default()
    }
}

/// no-color.org, bixense.com/clicolors; the option goes before.
fn coloured(color: When, terminal: bool, variable: &impl Fn(&str) -> Option<String>) -> bool {
    let forced = variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let dumb = variable("TERM").is_some_and(|value| value == "dumb");
    match color {
        When::Always => true,
        When::Never => false,
        When::Auto => variable("NO_COLOR").is_none() && (forced || terminal && !dumb),
    }
}

/// The first of these that is set decides (POSIX, Base Definitions §8.2). Windows has none of
/// them, and takes Unicode.
fn speaks_utf8(variable: &impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let locale = locale.map(|locale| locale.to_lowercase().replace('-', ""));
    locale.map_or(cfg!(windows), |locale| locale.contains("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)], color: When, terminal: bool) -> Style {
        let find = |name: &str| variables.iter().find(|(n, _)| *n == name);
        styled(color, Detail::Normal, terminal, None, |name| {
            find(name).map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn colours_are_for_terminals_unless_somebody_says_otherwise() {
        let coloured = |variables, color, terminal| with(variables, color, terminal).colour;
        assert!(coloured(&[], When::Auto, true));
        assert!(!coloured(&[], When::Auto, false));
        assert!(!coloured(&[("NO_COLOR", "1")], When::Auto, true));
        assert!(!coloured(&[("TERM", "dumb")], When::Auto, true));
        assert!(coloured(&[("CLICOLOR_FORCE", "1")], When::Auto, false));
        assert!(!coloured(&[("CLICOLOR_FORCE", "0")], When::Auto, false));
        assert!(coloured(&[("NO_COLOR", "1")], When::Always, false));
        assert!(!coloured(&[("CLICOLOR_FORCE", "1")], When::Never, true));
    }

    #[test]
    fn letters_beyond_ascii_are_for_locales_that_have_them() {
        let ascii = |variables| with(variables, When::Auto, true).ascii;
        assert!(!ascii(&[("LANG", "ja_JP.UTF-8")]));
        assert!(!ascii(&[("LC_CTYPE", "C.utf8"), ("LANG", "C")]));
        assert!(ascii(&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")]));
        assert!(ascii(&[]) || cfg!(windows));
    }

    #[test]
    fn a_width_is_one_that_can_be_read() {
        let width = |columns| with(&[("COLUMNS", columns)], When::Auto, true).width;
        assert_eq!([width("100"), width("9"), width("999"), width("x")], [100, 40, 120, 80]);
    }

    #[test]
    fn the_terminal_is_asked_where_no_variable_says() {
        let width = |columns: Option<&str>| {
            let find = |name: &str| columns.filter(|_| name == "COLUMNS").map(str::to_owned);
            styled(When::Auto, Detail::Normal, true, Some(111), find).width
        };
        assert_eq!([width(None), width(Some("90"))], [111, 90]);
    }
}
