//! The examples in `contrib/`, each run as its system would run it, against a mail host of the lab.
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::command::{output, program, run};
use super::knot;
use super::site::{HOST, Setup, Site};

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("contrib").join(name);
    fs::read_to_string(path).expect("the example is there")
}

/// The commands behind `run: |` or `- ` in YAML that call mailprobe.
fn commands(yaml: &str) -> String {
    let lines: Vec<&str> = yaml.lines().collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let begin = lines.iter().position(|line| line.contains("mailprobe check"));
    let begin = begin.expect("it calls mailprobe");
    let inside = |line: &&&str| depth(line) >= depth(lines[begin]) && !line.trim().is_empty();
    let block = lines[begin..].iter().take_while(inside).map(|line| line.trim());
    block.collect::<Vec<_>>().join("\n").trim_start_matches("- ").to_owned()
}

/// The value of a setting in a unit.
fn setting(unit: &str, name: &str) -> String {
    let value = unit.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or_else(|| panic!("no {name} in the unit")).to_owned()
}

/// A folder with a mailprobe that trusts the lab, and with what must hold.
fn workplace(site: &Site, name: &str) -> PathBuf {
    let folder = site.file(name);
    fs::create_dir_all(&folder).expect("the site's folder takes folders");
    let tool = folder.join("mailprobe");
    let (real, root) = (env!("CARGO_BIN_EXE_mailprobe"), site.root());
    let script =
        format!("#!/bin/sh\nexec {real} \"$@\" --ca-file {root} --resolver {}\n", knot::ADDRESS);
    fs::write(&tool, script).expect("the folder takes a file");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("the file is ours");
    let expectation = "open = [465, 587, 993]\ndays_left = 1\nno_auth_in_clear = [\"*\"]\n";
    fs::write(folder.join("mail.toml"), expectation).expect("the folder takes a file");
    folder
}

/// Runs commands there, at the client. They must succeed.
fn carry_out(site: &Site, folder: &Path, commands: &str) -> String {
    let there = folder.display();
    let set = format!(
        "cd {there}; export PATH={there}:$PATH MAIL_HOST={HOST} PORTS=465,587,993 \
         GITHUB_STEP_SUMMARY={there}/summary.md"
    );
    let mut command =
        site.client(&["bash", "-euo", "pipefail", "-c", &format!("{set}\n{commands}")]);
    let done = output(&mut command);
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(done.status.success(), "{commands}\n{said}");
    said
}

fn holds(folder: &Path, file: &str, words: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    assert!(text.contains(words), "{file}: {text:.500}");
}

#[test]
fn the_examples_work_as_they_are() {
    let Some(site) = crate::site(Setup::Good) else { return };
    for name in ["github-actions.yml", "gitlab-ci.yml"] {
        let folder = workplace(&site, name);
        let said = carry_out(&site, &folder, &commands(&example(name)));
        assert!(!said.contains("::error") && !said.contains("::warning"), "{name}: {said}");
        holds(&folder, "mailprobe.html", "<!DOCTYPE html>");
        holds(&folder, "mailprobe.json", "\"status\": \"healthy\"");
        holds(&folder, "mailprobe.xml", "failures=\"0\"");
    }
    holds(&site.file("github-actions.yml"), "summary.md", HOST);
    let folder = workplace(&site, "unit");
    let start = setting(&example("mailprobe.service"), "ExecStart");
    let here = [
        ("/usr/local/bin/", String::new()),
        ("/etc/mailprobe/", format!("{}/", folder.display())),
        ("/var/lib/mailprobe/", format!("{}/", folder.display())),
        ("/var/lib/prometheus/node-exporter/", format!("{}/", folder.display())),
    ];
    let start = here.iter().fold(start, |line, (there, here)| line.replace(there, here));
    assert_eq!(carry_out(&site, &folder, &start), "", "a timer has no reader");
    holds(&folder, "report.html", HOST);
    holds(&folder, "mailprobe.prom", "mailprobe_exit_status{target=\"mail.lab.test\"} 0");
    let metrics = format!("promtool check metrics < {}/mailprobe.prom", folder.display());
    run(program("sh", &["-c", &metrics]));
}

#[test]
fn the_examples_are_what_their_systems_read() {
    if std::env::var_os("MAILPROBE_LAB").is_none_or(|value| value != "1") {
        return;
    }
    let contrib = Path::new(env!("CARGO_MANIFEST_DIR")).join("contrib");
    let rules = contrib.join("mailprobe.rules.yml").display().to_string();
    run(program("promtool", &["check", "rules", &rules]));
    // What a rule asks for is told under that name.
    let told = fs::read_to_string(format!(
        "{}/tests/expected/tls-expired.prom",
        env!("CARGO_MANIFEST_DIR")
    ));
    let told = told.expect("a snapshot is there");
    for word in example("mailprobe.rules.yml").split(|c: char| !c.is_alphanumeric() && c != '_') {
        if word.starts_with("mailprobe_") || word.starts_with("probe_") {
            assert!(told.contains(&format!("\n{word}{{")), "nobody tells {word}");
        }
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("units");
    fs::create_dir_all(&folder).expect("cargo's own directory takes folders");
    let here = env!("CARGO_BIN_EXE_mailprobe");
    let units = ["mailprobe.service", "mailprobe.timer"].map(|name| {
        let unit = folder.join(name);
        let text = example(name).replace("/usr/local/bin/mailprobe", here);
        fs::write(&unit, text).expect("the folder takes a file");
        unit.display().to_string()
    });
    let verify = ["verify", "--man=no", &units[0], &units[1]];
    let said = output(&mut program("systemd-analyze", &verify));
    let complaints = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.success() && !complaints.contains("mailprobe"), "{complaints}");
}
