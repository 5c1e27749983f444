//! What a call leaves in a trace: OpenTelemetry's names, one span for each request, and no argument.
//!
//! Each test is alone in its process: which events are heard at all is decided for the whole process.

#![expect(clippy::unwrap_used, reason = "a helper fails the test that calls it")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use client_tests::calls::{builder, builder_for, invite_with, quick};
use client_tests::{Server, TestResponse, bodies, is_alone};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// A span or an event: the former has an identity.
type Noted = (Option<Id>, BTreeMap<String, String>);

/// The fields of spans and events of the runtime, in the order in which they began.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Noted>>>);

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl<S: Subscriber> Layer<S> for Kept {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().target().starts_with("clientwright_runtime") {
            let mut fields = BTreeMap::new();
            attributes.record(&mut Fields(&mut fields));
            self.0.lock().unwrap().push((Some(id.clone()), fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut kept = self.0.lock().unwrap();
        if let Some((_, fields)) = kept.iter_mut().rev().find(|(known, _)| known.as_ref() == Some(id)) {
            values.record(&mut Fields(fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("clientwright_runtime") {
            let mut fields = BTreeMap::new();
            event.record(&mut Fields(&mut fields));
            self.0.lock().unwrap().push((None, fields));
        }
    }
}

impl Kept {
    /// Hears what this thread does.
    fn listen() -> (Self, DefaultGuard) {
        let kept = Self::default();
        let subscriber = tracing_subscriber::registry().with(kept.clone());
        (kept, tracing::subscriber::set_default(subscriber))
    }

    /// All fields, but for those that differ from run to run.
    fn fields(&self) -> Vec<BTreeMap<String, String>> {
        let kept = self.0.lock().unwrap();
        let steady = |fields: &BTreeMap<String, String>| {
            let mut fields = fields.clone();
            for (name, replaced) in [("server.port", "PORT"), ("wait_ms", "WAIT")] {
                fields.entry(name.to_owned()).and_modify(|value| *value = replaced.to_owned());
            }
            fields
        };
        kept.iter().map(|(_, fields)| steady(fields)).collect()
    }
}

#[tokio::test]
async fn call_with_a_retry_is_two_spans() {
    if !is_alone("traces::call_with_a_retry_is_two_spans") {
        return;
    }
    let (kept, _guard) = Kept::listen();
    let busy = TestResponse::status(429).header("retry-after", "0");
    let server = Server::scripted([busy, TestResponse::json(201, bodies::INVITED)]).await;
    invite_with(&builder(&server).retry(quick()).build().unwrap()).await.unwrap();
    insta::assert_debug_snapshot!(kept.fields());
}

#[tokio::test]
async fn failed_call_records_its_kind() {
    if !is_alone("traces::failed_call_records_its_kind") {
        return;
    }
    let (kept, _guard) = Kept::listen();
    invite_with(&builder_for(Server::gone().await).build().unwrap()).await.unwrap_err();
    let fields = kept.fields();
    let said: Vec<_> = fields.iter().map(|span| (&*span["error.type"], &*span["otel.status_code"])).collect();
    assert_eq!(said, [("connect", "ERROR")]);
}
