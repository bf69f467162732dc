//! The text format of Prometheus, version 0.0.4.
use std::collections::BTreeMap;

use super::super::escape;

/// Cells of a label's value that are shown.
const LONGEST: usize = 200;

/// One value and what it is of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sample {
    labels: Vec<(&'static str, String)>,
    value: f64,
}

impl Sample {
    /// A value of the target itself.
    pub(super) const fn of(value: f64) -> Self {
        Self { labels: vec![], value }
    }

    /// The same with another value.
    pub(super) fn counting(self, value: f64) -> Self {
        Self { value, ..self }
    }

    /// With a label before the others.
    pub(super) fn with(mut self, label: (&'static str, String)) -> Self {
        self.labels.insert(0, label);
        self
    }

    /// With labels behind the others.
    pub(super) fn and<const N: usize>(mut self, labels: [(&'static str, String); N]) -> Self {
        self.labels.extend(labels);
        self
    }
}

/// All samples of one name. Of those with the same labels the last counts: Prometheus refuses a
/// file that has two.
pub(super) struct Family {
    name: &'static str,
    help: &'static str,
    order: Vec<String>,
    values: BTreeMap<String, f64>,
}

impl Family {
    /// One without samples. All of them are gauges.
    pub(super) const fn new(name: &'static str, help: &'static str) -> Self {
        Self { name, help, order: vec![], values: BTreeMap::new() }
    }

    /// Takes a sample.
    pub(super) fn add(&mut self, sample: Sample) {
        let labels = labels(&sample.labels);
        if self.values.insert(labels.clone(), sample.value).is_none() {
            self.order.push(labels);
        }
    }

    /// As it stands in the file; nothing if it has no samples.
    pub(super) fn text(&self) -> String {
        let Self { name, help, order, values } = self;
        if order.is_empty() {
            return String::new();
        }
        let samples = order.iter().map(|labels| format!("{name}{labels} {}\n", values[labels]));
        format!("# HELP {name} {help}\n# TYPE {name} gauge\n{}", samples.collect::<String>())
    }
}

fn labels(labels: &[(&'static str, String)]) -> String {
    let labels: Vec<String> =
        labels.iter().map(|(name, value)| format!("{name}=\"{}\"", quoted(value))).collect();
    format!("{{{}}}", labels.join(","))
}

/// A value without what nobody sees, and without what would end it.
fn quoted(value: &str) -> String {
    let shown = escape::cut(&escape::terminal(value), LONGEST);
    shown.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_holds_what_it_is_given_and_ends_where_it_should() {
        let value = "a\"b\\c\nd\u{1b}}e";
        assert_eq!(labels(&[("x", value.into())]), r#"{x="a\"b\\c\\nd\\x1b}e"}"#);
    }

    #[test]
    fn of_two_samples_with_the_same_labels_the_last_counts() {
        let mut family = Family::new("x_seconds", "Time.");
        let of = |value, host: &str| Sample::of(value).and([("host", host.to_owned())]);
        [of(1.0, "a"), of(2.5, "b"), of(3.0, "a")].into_iter().for_each(|s| family.add(s));
        let head = "# HELP x_seconds Time.\n# TYPE x_seconds gauge\n";
        assert_eq!(
            family.text(),
            format!("{head}x_seconds{{host=\"a\"}} 3\nx_seconds{{host=\"b\"}} 2.5\n")
        );
        assert_eq!(Family::new("x", "y").text(), "");
    }
}
