//! Errors of building a client.

/// The error if a client could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The environment has no credential.
    #[error("{variables} is not set; it holds the credential for the {api}")]
    MissingVariable {
        /// The API.
        api: &'static str,
        /// The variables that were read.
        variables: String,
    },
    /// An environment variable is not valid Unicode.
    #[error("{variable} is not valid Unicode")]
    NotText {
        /// The variable.
        variable: &'static str,
    },
    /// An environment variable is not a duration.
    #[error("{variable} is `{value}`, which is not a duration such as `30s`")]
    Duration {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// The document has no absolute server URL.
    #[error("the {api} has no default address; set one with `base_url`")]
    NoServer {
        /// The API.
        api: &'static str,
    },
    /// The base URL is invalid.
    #[error("the base URL {reason}; write it like `https://api.example.com/v1`")]
    BaseUrl {
        /// What is wrong. The URL is not repeated because it may contain a password.
        reason: String,
    },
    /// A credential would be sent unencrypted.
    #[error(
        "a credential would go to {origin} unencrypted; use https, or `allow_plain_http` if this is intended"
    )]
    PlainHttp {
        /// The origin.
        origin: String,
    },
    /// A credential is for a scheme that the API does not have.
    #[error("the API has no security scheme `{scheme}`")]
    UnknownScheme {
        /// The scheme.
        scheme: &'static str,
    },
    /// A credential cannot be sent in a header.
    #[error("the credential for `{scheme}` is empty, or has a line break or another control character in it")]
    Credential {
        /// The scheme.
        scheme: &'static str,
    },
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    Http(#[source] reqwest::Error),
}
