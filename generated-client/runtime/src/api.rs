//! Types for the constants in generated code that describe an API.

/// Describes an API: its server, its security schemes, and where error responses have their codes.
#[derive(Debug)]
pub struct Api {
    /// The title, for messages.
    pub title: &'static str,
    /// The first server of the document, without a trailing slash.
    ///
    /// This is its URL if requests go there by default. Otherwise it is its path alone, such as `/api/v1`, if it has
    /// one.
    pub server: Option<&'static str>,
    /// The default `User-Agent` header, as `name/version`.
    pub user_agent: &'static str,
    /// The security schemes of the document ([OpenAPI 3.0, Security Scheme Object][spec]).
    ///
    /// [spec]: https://spec.openapis.org/oas/v3.0.3#security-scheme-object
    pub security_schemes: &'static [SecurityScheme],
    /// The environment variables that [`ClientBuilder::from_env`](crate::ClientBuilder::from_env) reads.
    pub environment: Environment,
    /// Where error responses have codes and messages.
    pub errors: ErrorBody,
    /// Functions that limit the memory of decoded values.
    pub decoding: Decoding,
}

/// Functions of the model crate that limit the memory of the values of a response while it is decoded.
#[derive(Debug, Clone, Copy)]
pub struct Decoding {
    /// Starts counting, with a limit in bytes.
    pub begin: fn(usize),
    /// Stops counting.
    pub end: fn(),
}

impl Default for Decoding {
    /// Returns functions that count nothing.
    fn default() -> Self {
        Self { begin: |_| {}, end: || {} }
    }
}

/// A security scheme of the document.
#[derive(Debug)]
pub struct SecurityScheme {
    /// The name in the document, by which operations refer to the scheme.
    pub name: &'static str,
    /// Where the credential goes in a request.
    pub placement: Placement,
}

/// Where a credential goes in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: <scheme> <secret>` ([RFC 9110, section 11](https://www.rfc-editor.org/rfc/rfc9110#section-11)).
    Authorization(&'static str),
    /// `Authorization: Basic` with a user name and a password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    Basic,
    /// A header that holds only the secret.
    Header(&'static str),
    /// A query parameter.
    Query(&'static str),
    /// A cookie.
    Cookie(&'static str),
}

/// Names of environment variables. Of each array, the first variable that is set is used.
#[derive(Debug, Default)]
pub struct Environment {
    /// The base URL of the API.
    pub endpoint: &'static [&'static str],
    /// The timeout of one call, such as `30s`.
    pub timeout: &'static [&'static str],
    /// The secret of a security scheme, by the name of the scheme.
    pub credentials: &'static [(&'static str, &'static [&'static str])],
}

/// Where error responses have codes and messages.
///
/// A path into the body is an array of segments; `*` matches every item of an array.
#[derive(Debug, Default)]
pub struct ErrorBody {
    /// A header with one or more codes, separated by commas.
    pub code_header: Option<&'static str>,
    /// The path of the codes in the body.
    pub codes: &'static [&'static str],
    /// The path of the messages in the body.
    pub messages: &'static [&'static str],
}
