//! Why a client could not be made.

/// Why a client could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A credential is missing from the environment.
    #[error("{variables} is not set; it holds the credential for the {api}")]
    MissingVariable {
        /// The API.
        api: &'static str,
        /// The variables that were looked for.
        variables: String,
    },
    /// An environment variable is not Unicode.
    #[error("{variable} is not valid Unicode")]
    NotText {
        /// The variable.
        variable: &'static str,
    },
    /// An environment variable that holds a duration holds something else.
    #[error("{variable} is `{value}`, which is no duration such as `30s`")]
    Duration {
        /// The variable.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// The document names no absolute server.
    #[error("the {api} has no default address; set one with `base_url`")]
    NoServer {
        /// The API.
        api: &'static str,
    },
    /// The base URL is none that requests can go to.
    #[error("the base URL {reason}; write it like `https://api.example.com/v1`")]
    BaseUrl {
        /// What is wrong with it. The URL itself may hold a password and is not repeated.
        reason: String,
    },
    /// A credential would travel in the clear.
    #[error(
        "a credential would go to {origin} unencrypted; use https, or `allow_plain_http` if that is meant"
    )]
    PlainHttp {
        /// The origin.
        origin: String,
    },
    /// A credential for a scheme that the API does not have.
    #[error("the API has no security scheme `{scheme}`")]
    UnknownScheme {
        /// The scheme.
        scheme: &'static str,
    },
    /// A credential that no header can hold.
    #[error("the credential for `{scheme}` is empty, or has a line break or another control character in it")]
    Credential {
        /// The scheme.
        scheme: &'static str,
    },
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Http(#[source] reqwest::Error),
}
