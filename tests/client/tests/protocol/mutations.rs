//! Replies of cases with more in them than the description has, none of which may break a client that is out there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::{Case, Replied, Suite, Values};
use crate::check;
use crate::description::Description;
use crate::outcome::{Outcome, Seen};
use crate::places::{Change, NEW, NEW_NUMBER, apply, changes};
use crate::run::run;

/// Statuses that descriptions do not name.
const STATUSES: [u16; 3] = [299, 418, 599];

/// Replies with a change, and what must come of them.
struct Mutation {
    kind: &'static str,
    /// What was changed, for people.
    what: String,
    replies: Vec<Replied>,
    expected: Expected,
}

enum Expected {
    /// The same, but for what was added.
    Same,
    /// The same, with a value that was not known before in place of one that was.
    Instead(Value),
    /// The codes, or the typed headers, have the unknown value.
    Header,
    /// An error that keeps all of the reply.
    Undocumented(u16),
}

/// What came of all mutations.
#[derive(Default)]
pub(crate) struct Tally {
    /// How many there were, by kind.
    pub(crate) ran: BTreeMap<&'static str, usize>,
    pub(crate) broken: Vec<String>,
}

/// Runs all mutations of a suite.
pub(crate) async fn mutate(
    suite: &Suite,
    description: &Description,
    tally: &mut Tally,
) -> Result<(), String> {
    for case in suite.cases.iter().filter(|case| decodes(case)) {
        let replies: Vec<Replied> = case.replies().into_iter().cloned().collect();
        let as_it_was = run(&suite.common, case, &replies).await?.outcome;
        for mutation in mutations(description, case, &replies) {
            let found = run(&suite.common, case, &mutation.replies).await?.outcome;
            *tally.ran.entry(mutation.kind).or_default() += 1;
            if let Err(reason) = holds(&as_it_was, &found, &mutation) {
                tally.broken.push(format!("{} {}: {}: {reason}", case.place, case.id, mutation.what));
            }
        }
    }
    Ok(())
}

/// Whether a case is about a reply that is what the description says, and whole.
fn decodes(case: &Case) -> bool {
    let is_documented = case.error.as_ref().is_none_or(|error| error.kind == "Api");
    is_documented && case.refused.is_none() && case.replies().iter().all(|reply| reply.cut_after.is_none())
}

fn mutations(description: &Description, case: &Case, replies: &[Replied]) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for place in 0..replies.len() {
        let mut add = |kind, what: String, expected, change: &dyn Fn(&mut Replied)| {
            let mut replies = replies.to_vec();
            if let Some(reply) = replies.get_mut(place) {
                change(reply);
            }
            mutations.push(Mutation { kind, what, replies, expected });
        };
        if let Some(reply) = replies.get(place) {
            of_body(description, case, reply, &mut add);
            of_head(description, case, reply, &mut add);
        }
    }
    mutations
}

type Add<'a> = dyn FnMut(&'static str, String, Expected, &dyn Fn(&mut Replied)) + 'a;

fn of_body(description: &Description, case: &Case, reply: &Replied, add: &mut Add<'_>) {
    let Some(body) = &reply.body else { return };
    let Some(schema) = description.body(&case.operation, reply.status, body.media_type.as_deref()) else {
        return;
    };
    let values: Vec<Value> = body.clone().values().into_iter().map(|value| value.clone()).collect();
    for (number, value) in values.iter().enumerate() {
        for (pointer, change) in changes(description, schema, value) {
            let (kind, expected) = match &change {
                Change::Field(_) => ("new field", Expected::Same),
                Change::Null(_) => ("null for an absent field", Expected::Same),
                Change::Value(_) => {
                    let old = value.pointer(&pointer).cloned().unwrap_or_default();
                    ("new value of an enum", Expected::Instead(old))
                }
            };
            add(kind, format!("{kind} at `{pointer}` ({change:?})"), expected, &|reply| {
                let values = reply.body.as_mut().map(|body| body.values());
                if let Some(value) = values.and_then(|values| values.into_iter().nth(number)) {
                    apply(value, &pointer, &change);
                }
            });
        }
    }
}

fn of_head(description: &Description, case: &Case, reply: &Replied, add: &mut Add<'_>) {
    let set = |name: &str, reply: &mut Replied| {
        reply.headers.retain(|known, _| !known.eq_ignore_ascii_case(name));
        reply.headers.insert(name.to_owned(), Values::One(NEW.to_owned()));
    };
    add("new header", "a header that nobody knows".to_owned(), Expected::Same, &|reply| {
        set("x-of-the-future", reply)
    });
    for (name, schema) in description.headers(&case.operation, reply.status) {
        if description.parts(schema).iter().any(|part| part.get("enum").is_some())
            && case.exchanges.is_empty()
        {
            let what = format!("new value of the header `{name}`");
            add("new value of a header", what, Expected::Header, &|reply| set(&name, reply));
        }
    }
    // Pages take any success for a page.
    let is_page = case.method().ends_with("_items");
    for status in STATUSES.into_iter().filter(|status| !is_page || *status >= 400) {
        if description.reply(&case.operation, status).is_none() {
            let what = format!("the status {status}, which is not documented");
            add("new status", what, Expected::Undocumented(status), &|reply| reply.status = status);
        }
    }
}

fn holds(as_it_was: &Outcome, found: &Outcome, mutation: &Mutation) -> Result<(), String> {
    let differs = || Err(format!("it comes to {:?}\n    and not {:?}", found.seen, as_it_was.seen));
    let is_fine = match (&mutation.expected, &as_it_was.seen, &found.seen) {
        (Expected::Same, Seen::Decoded(old), Seen::Decoded(new)) => without_added(new, old) == *old,
        (Expected::Same, Seen::Items(old), Seen::Items(new)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| without_added(new, old) == *old)
        }
        (Expected::Same, Seen::Failed(old), Seen::Failed(new)) => old.said == new.said,
        (Expected::Instead(was), old, new) => is_kept(was, old, new),
        (Expected::Header, Seen::Failed(old), Seen::Failed(new)) => {
            new.said.kind == old.said.kind
                && format!("{:?}{}", new.said.codes, found.typed_headers).contains(NEW)
        }
        (Expected::Header, old, new) => old == new && found.typed_headers.contains(NEW),
        (Expected::Undocumented(status), _, Seen::Failed(error)) => {
            let mut wrong = Vec::new();
            if let Some(reply) = mutation.replies.first() {
                check::headers(found, reply, &mut wrong);
                check::kept(error, Some(reply), &mut wrong);
            }
            if !wrong.is_empty() {
                return Err(wrong.join("; "));
            }
            error.said.kind == "UndocumentedStatus"
                && error.said.status == Some(*status)
                && error.body.is_some()
        }
        (Expected::Undocumented(status), _, Seen::Items(items)) => {
            let last = items.last().and_then(|item| item.get("error")?.as_str()).unwrap_or_default();
            last.contains(&status.to_string()) && last.contains("does not document")
        }
        _ => false,
    };
    if is_fine { Ok(()) } else { differs() }
}

/// A value without what a change added to it: the new field, and nulls.
fn without_added(new: &Value, old: &Value) -> Value {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => {
            let kept = new
                .iter()
                .filter(|(name, value)| old.contains_key(*name) || !(*name == NEW || value.is_null()));
            kept.map(|(name, value)| {
                (name.clone(), without_added(value, old.get(name).unwrap_or(&Value::Null)))
            })
            .collect()
        }
        (Value::Array(new), Value::Array(old)) if new.len() == old.len() => {
            new.iter().zip(old).map(|(new, old)| without_added(new, old)).collect()
        }
        (new, _) => new.clone(),
    }
}

/// Whether an unknown value was kept, and everything else as it was.
fn is_kept(was: &Value, old: &Seen, new: &Seen) -> bool {
    let unknown = if was.is_number() { NEW_NUMBER.to_string() } else { Value::from(NEW).to_string() };
    match (old, new) {
        (Seen::Decoded(old), Seen::Decoded(new)) => is_put_back(&unknown, was, old, new),
        (Seen::Items(old), Seen::Items(new)) => {
            is_put_back(&unknown, was, &old.clone().into(), &new.clone().into())
        }
        (Seen::Failed(old), Seen::Failed(new)) => {
            let documented = new.said.documented.as_deref().unwrap_or_default();
            new.said.kind == old.said.kind && documented.contains(unknown.as_str())
        }
        _ => false,
    }
}

fn is_put_back(unknown: &str, was: &Value, old: &Value, new: &Value) -> bool {
    let text = new.to_string();
    let put_back = text.replacen(unknown, &was.to_string(), 1);
    text != put_back && serde_json::from_str::<Value>(&put_back).is_ok_and(|value| value == *old)
}
