//! What a description says about an API as a whole, as constants that generated code fills in.

/// An API: its address, its security schemes, and where its error replies keep their codes.
#[derive(Debug)]
pub struct Api {
    /// The title, for messages.
    pub title: &'static str,
    /// The first server of the document, without a trailing slash: its URL if requests go there unless the caller names
    /// another, otherwise its path alone, such as `/api/v1`, if it has one.
    pub server: Option<&'static str>,
    /// What the client says it is, `name/version`.
    pub user_agent: &'static str,
    /// The security schemes of the document ([OpenAPI 3.0, Security Scheme Object][spec]).
    ///
    /// [spec]: https://spec.openapis.org/oas/v3.0.3#security-scheme-object
    pub security_schemes: &'static [SecurityScheme],
    /// Names of environment variables that [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) reads.
    pub environment: Environment,
    /// Where an error reply says what went wrong.
    pub errors: ErrorBody,
    /// What bounds the memory of decoded values.
    pub decoding: Decoding,
}

/// What the model crate does around the decoding of a response, so that its values take no more memory than they may.
#[derive(Debug, Clone, Copy)]
pub struct Decoding {
    /// Begins to count, given the number of bytes.
    pub begin: fn(usize),
    /// Ends it.
    pub end: fn(),
}

impl Default for Decoding {
    /// Counts nothing.
    fn default() -> Self {
        Self { begin: |_| {}, end: || {} }
    }
}

/// One way of showing who is calling.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name that the document gives it; operations refer to it.
    pub name: &'static str,
    /// Where the credential goes.
    pub placement: Placement,
}

/// Where a credential stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: <scheme> <secret>` ([RFC 9110, section 11](https://www.rfc-editor.org/rfc/rfc9110#section-11)).
    Authorization(&'static str),
    /// `Authorization: Basic`, of a user name and a password
    /// ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    Basic,
    /// A header of its own that holds the secret alone.
    Header(&'static str),
    /// A parameter of the query.
    Query(&'static str),
    /// A cookie.
    Cookie(&'static str),
}

/// Environment variables, the first that is set counts.
#[derive(Debug, Default)]
pub struct Environment {
    /// The address of the API.
    pub endpoint: &'static [&'static str],
    /// The total time for one call, such as `30s`.
    pub timeout: &'static [&'static str],
    /// The secret of a security scheme, by the scheme's name.
    pub credentials: &'static [(&'static str, &'static [&'static str])],
}

/// Where error replies keep codes and messages.
///
/// Paths into the body are written as segments; `*` stands for every item of an array.
#[derive(Debug, Default)]
pub struct ErrorBody {
    /// A header with one code or several, separated by commas.
    pub code_header: Option<&'static str>,
    /// The codes in the body.
    pub codes: &'static [&'static str],
    /// The messages in the body.
    pub messages: &'static [&'static str],
}
