//! Responses of cases with more in them than the description has, none of which may break a client that is out there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::protocol::case::{Case, Content, Received, Suite, Values};
use crate::protocol::description::Description;
use crate::protocol::holds::{Expected, holds};
use crate::protocol::places::{Change, NEW, apply, changes};
use crate::protocol::run::run;

/// Statuses that descriptions do not name.
const STATUSES: [u16; 3] = [299, 418, 599];

/// Responses with a change, and what must come of them.
struct Mutation {
    kind: &'static str,
    /// What was changed, for people.
    what: String,
    responses: Vec<Received>,
    expected: Expected,
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
        let responses: Vec<Received> = case.responses().into_iter().cloned().collect();
        let as_it_was = run(&suite.common, case, &responses).await?.outcome;
        for mutation in mutations(description, case, &responses) {
            let found = run(&suite.common, case, &mutation.responses).await?.outcome;
            *tally.ran.entry(mutation.kind).or_default() += 1;
            if let Err(reason) = holds(&as_it_was, &found, &mutation.expected, &mutation.responses) {
                tally.broken.push(format!("{} {}: {}: {reason}", case.place, case.id, mutation.what));
            }
        }
    }
    Ok(())
}

/// Whether a case is about a response that is what the description says, and whole.
fn decodes(case: &Case) -> bool {
    let is_documented = case.error.as_ref().is_none_or(|error| error.kind == "Api");
    is_documented
        && case.unsent.is_none()
        && case.responses().iter().all(|response| response.cut_after.is_none())
}

fn mutations(description: &Description, case: &Case, responses: &[Received]) -> Vec<Mutation> {
    let mut mutations = Vec::new();
    for place in 0..responses.len() {
        let mut add = |kind, what: String, expected, change: &dyn Fn(&mut Received)| {
            let mut responses = responses.to_vec();
            if let Some(response) = responses.get_mut(place) {
                change(response);
            }
            mutations.push(Mutation { kind, what, responses, expected });
        };
        if let Some(response) = responses.get(place) {
            of_body(description, case, response, &mut add);
            of_framing(response, &mut add);
            of_head(description, case, response, &mut add);
        }
    }
    mutations
}

type Add<'a> = dyn FnMut(&'static str, String, Expected, &dyn Fn(&mut Received)) + 'a;

fn of_body(description: &Description, case: &Case, response: &Received, add: &mut Add<'_>) {
    let Some(body) = &response.body else { return };
    let Some(schema) = description.body(&case.operation, response.status, body.media_type.as_deref()) else {
        return;
    };
    let values: Vec<Value> = body.clone().values().into_iter().map(|value| value.clone()).collect();
    let put = |response: &mut Received, number: usize, changes: &[(String, Change)]| {
        let values = response.body.as_mut().map(|body| body.values()).unwrap_or_default();
        if let Some(value) = values.into_iter().nth(number) {
            changes.iter().for_each(|(pointer, change)| apply(value, pointer, change));
        }
    };
    for (number, value) in values.iter().enumerate() {
        let all = changes(description, schema, value);
        for (pointer, change) in &all {
            let (kind, expected) = match change {
                Change::Field(_) => ("new field", Expected::Same),
                Change::Null(_) => ("null for an absent field", Expected::Same),
                Change::Value(_) => {
                    let old = value.pointer(pointer).cloned().unwrap_or_default();
                    ("new value of an enum", Expected::Instead(old))
                }
            };
            let one = [(pointer.clone(), change.clone())];
            add(kind, format!("{kind} at `{pointer}` ({change:?})"), expected, &|response| {
                put(response, number, &one)
            });
        }
        let added: Vec<_> =
            all.into_iter().filter(|(_, change)| !matches!(change, Change::Value(_))).collect();
        if added.len() > 1 {
            let what = format!("{} additions at once", added.len());
            add("all additions at once", what, Expected::Same, &|response| put(response, number, &added));
        }
    }
}

/// Where a body has a media type, another parameter of it; where it has events, lines that say nothing of the data.
fn of_framing(response: &Received, add: &mut Add<'_>) {
    let Some(body) = &response.body else { return };
    if let Some(media_type) = &body.media_type {
        add("new parameter of a media type", "a parameter".to_owned(), Expected::Same, &|response| {
            if let Some(body) = &mut response.body {
                body.media_type = Some(format!("{media_type}; of=\"the future\""));
            }
        });
    }
    if let Some(events) = &body.events {
        add("new field of an event", "fields of events".to_owned(), Expected::Same, &|response| {
            let event = |data: &Value| format!(": {NEW}\nretry: 5\n{NEW}: 1\n{NEW}\ndata: {data}\n\n");
            if let Some(body) = &mut response.body {
                *body =
                    Content { text: Some(events.iter().map(event).collect()), events: None, ..body.clone() };
            }
        });
    }
}

fn of_head(description: &Description, case: &Case, response: &Received, add: &mut Add<'_>) {
    let set = |name: &str, response: &mut Received| {
        response.headers.retain(|known, _| !known.eq_ignore_ascii_case(name));
        response.headers.insert(name.to_owned(), Values::One(NEW.to_owned()));
    };
    add("new header", "a header that nobody knows".to_owned(), Expected::Same, &|response| {
        set("x-of-the-future", response)
    });
    for (name, schema) in description.headers(&case.operation, response.status) {
        if description.parts(schema).iter().any(|part| part.get("enum").is_some())
            && case.exchanges.is_empty()
        {
            let what = format!("new value of the header `{name}`");
            add("new value of a header", what, Expected::Header, &|response| set(&name, response));
        }
    }
    for status in STATUSES {
        if description.response(&case.operation, status).is_none() {
            let what = format!("the status {status}, which is not documented");
            add("new status", what, Expected::Undocumented(status), &|response| response.status = status);
        }
    }
}
