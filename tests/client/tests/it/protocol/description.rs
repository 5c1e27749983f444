//! The description of an API as it is written, which says what the generator was to make of it.

use serde_json::{Map, Value};

/// A description under `spec`, in one.
pub(crate) struct Description(Value);

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Description {
    pub(crate) fn read(api: &str) -> Result<Self, String> {
        let input = generator_tests::spec::input(api).map_err(|error| format!("spec/{api}: {error}"))?;
        let (root, diagnostics) = clientwright::bundled(&input);
        let root = root.ok_or_else(|| format!("spec/{api}: {diagnostics:?}"))?;
        Ok(Self(root.to_json()))
    }

    /// The ids of all operations.
    pub(crate) fn operations(&self) -> Vec<&str> {
        self.all().filter_map(|operation| operation.get("operationId")?.as_str()).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Value> {
        let paths = self.0.get("paths").and_then(Value::as_object).into_iter().flatten();
        paths.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(method)))
    }

    fn responses(&self, operation: &str) -> Option<&Map<String, Value>> {
        let operation =
            self.all().find(|known| known.get("operationId").is_some_and(|id| id == operation))?;
        operation.get("responses")?.as_object()
    }

    /// What `Accept` has: the media types of the responses, those of successes first, or anything if that is one of them.
    pub(crate) fn accept(&self, operation: &str) -> String {
        let responses = || self.responses(operation).into_iter().flatten();
        let successes = responses().filter(|(status, _)| status.starts_with('2'));
        let failures = responses().filter(|(status, _)| !status.starts_with('2'));
        let mut names = Vec::new();
        for (_, response) in successes.chain(failures) {
            let content = self.resolve(response).get("content").and_then(Value::as_object);
            let name = content.and_then(|content| content.keys().next());
            names.extend(name.filter(|name| !names.contains(name)));
        }
        if names.is_empty() || names.iter().any(|name| *name == "*/*") {
            "*/*".to_owned()
        } else {
            names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        }
    }

    /// The response that a status brings: that of the status, of its class, or the default.
    pub(crate) fn response(&self, operation: &str, status: u16) -> Option<&Value> {
        let responses = self.responses(operation)?;
        let class = format!("{}XX", status / 100);
        let key = |key: &str| responses.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        let found = key(&status.to_string()).or_else(|| key(&class)).or_else(|| key("default"));
        found.map(|(_, response)| self.resolve(response))
    }

    /// The schema of a response's body, by its media type.
    pub(crate) fn body(&self, operation: &str, status: u16, media_type: Option<&str>) -> Option<&Value> {
        let content = self.response(operation, status)?.get("content")?.as_object()?;
        let named = media_type.and_then(|media_type| content.get(media_type));
        named.or_else(|| content.values().next())?.get("schema")
    }

    /// The schemas of a response's headers, by name in lower case.
    pub(crate) fn headers(&self, operation: &str, status: u16) -> Vec<(String, &Value)> {
        let headers =
            self.response(operation, status).and_then(|response| response.get("headers")?.as_object());
        let headers = headers.into_iter().flatten();
        headers
            .filter_map(|(name, header)| {
                Some((name.to_ascii_lowercase(), self.resolve(header).get("schema")?))
            })
            .collect()
    }

    /// What a reference leads to.
    pub(crate) fn resolve<'d>(&'d self, value: &'d Value) -> &'d Value {
        let mut value = value;
        while let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            match self.0.pointer(reference.trim_start_matches('#')) {
                Some(found) => value = found,
                None => break,
            }
        }
        value
    }

    /// All schemas that have a say in a value: through references, `allOf`, alternatives, and the subtypes of a base.
    pub(crate) fn parts<'d>(&'d self, schema: &'d Value) -> Vec<&'d Value> {
        let mut parts: Vec<&Value> = Vec::new();
        let mut todo = vec![schema];
        while let Some(schema) = todo.pop().map(|schema| self.resolve(schema)) {
            if parts.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            parts.push(schema);
            for key in ["allOf", "oneOf", "anyOf"] {
                todo.extend(schema.get(key).and_then(Value::as_array).into_iter().flatten());
            }
            if schema.get("discriminator").is_some() {
                todo.extend(self.heirs(schema));
            }
        }
        parts
    }

    /// Components that have a schema in their `allOf`.
    fn heirs<'d>(&'d self, base: &'d Value) -> impl Iterator<Item = &'d Value> {
        let components = self.0.pointer("/components/schemas").and_then(Value::as_object);
        components.into_iter().flatten().map(|(_, schema)| schema).filter(move |schema| {
            let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            parts.into_iter().any(|part| std::ptr::eq(self.resolve(part), base))
        })
    }
}
