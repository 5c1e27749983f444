//! The first call on a front page: a client, and the simplest operation.

use crate::ir::{Api, BodyContent, Operation, Placement, Type};

/// The first example: a client, and a call of the simplest operation.
pub(super) struct Start {
    pub(super) parameters: String,
    pub(super) imports: &'static str,
    pub(super) client: String,
    pub(super) call: Vec<String>,
}

impl Start {
    pub(super) fn of(api: &Api) -> Self {
        let call = api.operations.iter().filter_map(Example::of).min_by_key(|example| example.cost);
        let (imports, client) = client_of(api);
        Self {
            parameters: call.as_ref().map(|call| call.parameters.clone()).unwrap_or_default(),
            imports,
            client,
            call: call.map(|call| call.lines).unwrap_or_default(),
        }
    }
}

/// How a client is created: from the environment, if the settings name a variable.
fn client_of(api: &Api) -> (&'static str, String) {
    let address = if api.has_default_server() { "" } else { ".base_url(\"https://api.example.com\")" };
    if !api.environment.credentials.is_empty() && address.is_empty() {
        return ("Client", "Client::from_env()".to_owned());
    }
    match api.security_schemes.first() {
        None => ("Client", format!("Client::builder(){address}.build()")),
        Some(scheme) => {
            let secret = match scheme.placement {
                Placement::Basic => "\"user\", \"password\"",
                _ => "\"secret\"",
            };
            let credential = format!("Credential::{}({secret})", scheme.function);
            ("{Client, Credential}", format!("Client::builder(){address}.credential({credential}).build()"))
        }
    }
}

/// A call of one operation.
pub(super) struct Example {
    cost: usize,
    parameters: String,
    /// The method with its arguments.
    method: String,
    lines: Vec<String>,
}

impl Example {
    /// Operations without a body, each with a call of it, the simplest first.
    pub(super) fn calls(api: &Api) -> Vec<(&Operation, String)> {
        let examples = api.operations.iter().filter_map(|operation| Some((operation, Self::of(operation)?)));
        let mut calls: Vec<_> = examples.filter(|(_, example)| example.parameters.is_empty()).collect();
        calls.sort_by_key(|(_, example)| example.cost);
        calls.into_iter().map(|(operation, example)| (operation, example.method)).collect()
    }

    /// Returns `None` for an operation whose arguments or response are too much for a first example.
    fn of(operation: &Operation) -> Option<Self> {
        let mut arguments = Vec::new();
        let mut parameters = String::new();
        for parameter in operation.parameters.iter().filter(|parameter| parameter.is_argument()) {
            let Type::String = parameter.ty else { return None };
            arguments.push(format!(
                "{:?}",
                parameter.name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-")
            ));
        }
        if operation.parameters.iter().any(|parameter| !parameter.required) {
            arguments.push("&Default::default()".to_owned());
        }
        match operation.body.as_ref().map(|body| (&body.content, body.required)) {
            None => {}
            Some((BodyContent::Json(Type::Named(name)), true)) => {
                parameters = format!("body: &{{{{crate}}}}::models::{name}");
                arguments.push("body".to_owned());
            }
            Some(_) => return None,
        }
        if operation.deprecated
            || operation.is_variant
            || operation.successes().any(|response| response.body.is_stream())
        {
            return None;
        }
        let mut lines = Vec::new();
        if let Some((_, ty)) = parameters.split_once("models::") {
            lines.push(format!("// `body` is a `models::{ty}`."));
        }
        let method = format!("{}({})", operation.function, arguments.join(", "));
        lines.extend([
            format!("let response = client.{method}.await?;"),
            "println!(\"{}\", response.status());".to_owned(),
        ]);
        let cost = arguments.len()
            + if parameters.is_empty() { 0 } else { 4 }
            + if operation.method == "GET" { 0 } else { 8 };
        Some(Self { cost, parameters, method, lines })
    }
}
