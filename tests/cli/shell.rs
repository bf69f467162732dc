//! What shells and man(1) read of us.
use clap::CommandFactory;
use mailprobe::cli::Cli;

use super::{run, status, text};

#[test]
fn every_shell_can_complete_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&["completions", shell]);
        assert_eq!(status(&output), 0);
        let script = text(&output.stdout);
        for command in Cli::command().get_subcommands() {
            assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
        assert!(script.contains("fail-on"), "{shell}");
    }
}

#[test]
fn the_manual_page_holds_every_option_of_every_command() {
    let output = run(&["man"]);
    assert_eq!(status(&output), 0);
    let page = text(&output.stdout).replace("\\-", "-");
    assert!(page.lines().any(|line| line.starts_with(".TH mailprobe 1")), "{page:.300}");
    assert!(!page.contains(".SH EXTRA"));
    for command in Cli::command().get_subcommands() {
        let name = command.get_name().to_uppercase();
        assert!(page.contains(&format!(".SH \"MAILPROBE {name}\"")), "{name}");
        for option in command.get_arguments().filter_map(|a| a.get_long()) {
            assert!(page.contains(&format!("--{option}")), "{name}: {option}");
        }
    }
    for (number, meaning) in mailprobe::cli::EXIT_STATUSES {
        assert!(page.contains(&format!("{number}  {meaning}")), "{number}");
    }
}
