//! Response headers.

use crate::document::Node;
use crate::ir::{ResponseHeader, Type};
use crate::names::{self, Wired};
use crate::resolve::Context;
use crate::resolve::schemas::{Place, Schemas};

/// The response headers of an operation found so far.
pub(super) struct Headers {
    headers: Vec<ResponseHeader>,
}

impl Headers {
    pub(super) fn new() -> Self {
        Self { headers: Vec::new() }
    }

    pub(super) fn finish(mut self) -> Vec<ResponseHeader> {
        let named = self.headers.iter().map(|header| Wired {
            wire: &header.wire,
            given: None,
            group: None,
            taken: &["read"],
        });
        let names = names::fields(named);
        for (header, name) in self.headers.iter_mut().zip(names) {
            header.name = name;
        }
        self.headers
    }

    /// Reads the headers of a response, except the one with error codes, which is read from every error. For a repeated
    /// header, the first definition wins.
    pub(super) fn read<'t>(
        &mut self,
        context: &mut Context<'t>,
        schemas: &mut Schemas<'t>,
        response: &'t Node,
        id: &str,
    ) {
        let section = context.get(response, "headers").and_then(Node::as_object);
        for (name, header) in section.into_iter().flatten() {
            let codes = context.config.errors.code_header.as_ref();
            if codes.is_some_and(|codes| codes.eq_ignore_ascii_case(name)) {
                continue;
            }
            context.tracker.read(header);
            let node = context.follow(header);
            let description = context.prose(node, "description");
            for key in ["required", "style", "explode", "deprecated", "allowEmptyValue"] {
                context.get(node, key);
            }
            // `Content-Type` adds nothing to the type of the response.
            let is_known = self.headers.iter().any(|known| known.wire.eq_ignore_ascii_case(name));
            let schema = context.get(node, "schema");
            if let Some(content) = context.get(node, "content") {
                context.tracker.read_whole(content);
            }
            let place = Place::header(id, name);
            let ty = schema.map_or(Type::String, |schema| schemas.whole_use(context, &place, schema).ty);
            if !is_known {
                let wire = name.to_ascii_lowercase();
                // Headers are named once all are known.
                self.headers.push(ResponseHeader { wire, name: String::new(), description, ty });
            }
        }
    }
}
