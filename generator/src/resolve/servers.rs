//! Servers: the default, and those that a caller can choose from.

use super::Context;
use crate::document::Node;
use crate::document::openapi::{is_default_server, server_path, server_url, written_url};
use crate::ir::{Server, ServerVariable};
use crate::names::{NameAllocator, snake};

/// The maximum number of words that a name takes from a description.
const WORDS: usize = 4;

/// Returns the default server, or its path if it cannot be the default; and all servers if there is a choice.
pub(super) fn describe(context: &mut Context<'_>) -> (Option<String>, Vec<Server>) {
    let nodes = context.items(context.root, "servers");
    let mut names = NameAllocator::default();
    let mut servers = Vec::new();
    let mut first = None;
    for (index, node) in nodes.iter().enumerate() {
        context.get(node, "url");
        let url = written_url(node);
        let description = context.prose(node, "description");
        let variables = variables(context, node);
        let filled = server_url(node);
        let is_default = is_default_server(&filled);
        if index == 0 {
            first = if is_default { Some(filled) } else { server_path(&filled) };
        }
        // Any other URL needs values from the caller, which the document check reports.
        if !is_default {
            continue;
        }
        let words = description.iter().flat_map(|text| text.split_whitespace()).take(WORDS);
        let name = words.collect::<Vec<_>>().join(" ");
        let name = if name.is_empty() { format!("server {}", index + 1) } else { name };
        servers.push(Server { function: names.allocate(snake(&name)), url, description, variables });
    }
    let is_only =
        servers.iter().all(|server| first.as_ref() == Some(&server.url) && server.variables.is_empty());
    (first, if servers.len() > 1 || !is_only { servers } else { Vec::new() })
}

fn variables<'t>(context: &mut Context<'t>, server: &'t Node) -> Vec<ServerVariable> {
    let mut arguments = NameAllocator::default();
    let mut all = Vec::new();
    for (name, node) in context.get(server, "variables").and_then(Node::as_object).into_iter().flatten() {
        context.tracker.read(node);
        let default = context.text(node, "default").unwrap_or_default();
        let listed =
            context.items(node, "enum").iter().filter_map(Node::as_text).collect::<Vec<_>>().join(", ");
        let description = context.prose(node, "description");
        let description = match (description, listed.as_str()) {
            (description, "") => description,
            (None, listed) => Some(format!("One of {listed}.")),
            (Some(words), listed) => Some(format!("{words} One of {listed}.")),
        };
        all.push(ServerVariable {
            name: name.clone(),
            argument: arguments.allocate(snake(name)),
            default,
            description,
        });
    }
    all
}
