//! The base URL of an API: the first server of its document, or the URL that the caller sets.

use url::Url;

use crate::api::Api;
use crate::client::error::BuildError;

/// The base URL that the caller sets.
pub(crate) struct GivenUrl {
    pub(crate) url: String,
    /// Whether it is used unchanged even if it has no path.
    pub(crate) is_exact: bool,
}

impl GivenUrl {
    /// Returns whether it gets the path of a server of the document.
    pub(crate) fn is_origin(&self) -> bool {
        !self.is_exact && Url::parse(&self.url).is_ok_and(|url| matches!(url.path(), "" | "/"))
    }
}

/// Returns the URL that the caller sets, or that of the first server. A URL without a path gets that of the first
/// server.
pub(crate) fn resolve(api: &Api, given: Option<&GivenUrl>) -> Result<Url, BuildError> {
    let server = api.server.filter(|server| !server.starts_with('/')).map(parse).transpose()?;
    let Some(given) = given else { return server.ok_or(BuildError::NoServer { api: api.title }) };
    let mut url = parse(&given.url)?;
    if !given.is_exact && matches!(url.path(), "" | "/") {
        url.set_path(server.as_ref().map_or(api.server.unwrap_or_default(), Url::path));
    }
    Ok(url)
}

/// Parses a base URL, or fails if requests cannot be sent to it.
fn parse(text: &str) -> Result<Url, BuildError> {
    let wrong = |reason: &str| BuildError::BaseUrl { reason: reason.to_owned() };
    let url = Url::parse(text).map_err(|error| wrong(&format!("cannot be read ({error})")))?;
    match url.scheme() {
        "http" | "https" => {}
        other => return Err(wrong(&format!("has the scheme `{other}`"))),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has a query or a fragment"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("has a user name or a password in it"));
    }
    Ok(url)
}
