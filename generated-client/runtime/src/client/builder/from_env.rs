//! Builder settings from the environment.

use crate::api::Api;
use crate::auth::credential::Credential;
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::client::env;
use crate::client::error::BuildError;

impl<C: From<Client>> ClientBuilder<C> {
    /// Returns a builder with settings from the environment: the credentials, and the base URL and timeout if set.
    ///
    /// The base URL is used as by [`base_url`](Self::base_url). If no credential is set, [`build`](Self::build) fails
    /// and lists the variables, except if one is set on the builder or the client is
    /// [`unauthenticated`](Self::unauthenticated).
    ///
    /// # Errors
    /// Fails if a value is invalid.
    pub fn from_env(api: &'static Api) -> Result<Self, BuildError> {
        let mut builder = Self::new(api);
        let names = &api.environment;
        for (scheme, variables) in names.credentials {
            if let Some((_, secret)) = env::secret(variables)? {
                builder = builder.credential(Credential { scheme, secret: secret.into() });
            }
        }
        if builder.credentials.is_empty() && !names.credentials.is_empty() {
            let variables: Vec<_> =
                names.credentials.iter().flat_map(|(_, names)| names.iter().copied()).collect();
            let variables = variables.join(" or ");
            builder.missing = Some(BuildError::MissingVariable { api: api.title, variables });
        }
        if let Some((_, endpoint)) = env::first(names.endpoint)? {
            builder = builder.base_url(endpoint);
        }
        if let Some((variable, value)) = env::first(names.timeout)? {
            builder = builder.timeout(env::duration(variable, &value)?);
        }
        Ok(builder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Decoding, Environment, ErrorBody, Placement, SecurityScheme};

    static API: Api = Api {
        title: "Nowhere",
        server: Some("http://localhost:1"),
        user_agent: "x",
        security_schemes: &[SecurityScheme { name: "key", placement: Placement::Header("x-key") }],
        environment: Environment {
            endpoint: &[],
            timeout: &[],
            credentials: &[("key", &["CLIENTWRIGHT_RUNTIME_TESTS_UNSET"])],
        },
        errors: ErrorBody { code_header: None, codes: &[], messages: &[] },
        decoding: Decoding { begin: |_| {}, end: || {} },
    };

    #[test]
    fn missing_credential_fails_unless_none_is_sent() {
        let builder = || ClientBuilder::<Client>::from_env(&API).unwrap();
        assert!(matches!(builder().build(), Err(BuildError::MissingVariable { .. })));
        assert!(builder().unauthenticated().build().is_ok());
        assert!(builder().credential(Credential { scheme: "key", secret: "k".into() }).build().is_ok());
    }
}
