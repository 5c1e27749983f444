//! A token source, and the question that it is being asked.

use std::sync::Arc;
#[cfg(not(target_arch = "wasm32"))]
use std::sync::Mutex;

use secrecy::SecretString;

#[cfg(not(target_arch = "wasm32"))]
use super::asking::{Asking, lock};
use super::{Answer, Cause, TokenSource, cause, same, token};
use crate::api::SecurityScheme;
use crate::auth::credential::PlacedCredential;
use crate::auth::store::CredentialStore;

/// A source of tokens for a scheme.
pub(crate) struct Source {
    pub(crate) scheme: &'static SecurityScheme,
    source: Arc<dyn TokenSource>,
    /// The question that it is being asked.
    #[cfg(not(target_arch = "wasm32"))]
    asking: Mutex<Option<Arc<Asking>>>,
}

impl Source {
    pub(crate) fn new(scheme: &'static SecurityScheme, source: Arc<dyn TokenSource>) -> Self {
        Self {
            scheme,
            source,
            #[cfg(not(target_arch = "wasm32"))]
            asking: Mutex::default(),
        }
    }

    pub(crate) fn is_good(&self, token: &SecretString) -> bool {
        self.source.is_good(token)
    }

    /// Asks for a token and stores it, or waits for the answer that other calls wait for.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) async fn ask(&self, refused: Option<&SecretString>, held: &CredentialStore) -> Answer {
        loop {
            let asking = self.asking(refused);
            let answer = asking.answer().await;
            self.take(&asking, &answer, held)?;
            let is_other = !same(asking.refused.as_ref(), refused);
            let is_token = answer.as_ref().is_ok_and(|given| !same(Some(given), refused));
            // It was the answer to the question of another call.
            if is_token || !is_other {
                return answer;
            }
        }
    }

    /// The question that the source is being asked, or a new one.
    #[cfg(not(target_arch = "wasm32"))]
    fn asking(&self, refused: Option<&SecretString>) -> Arc<Asking> {
        let mut current = lock(&self.asking);
        if let Some(asking) = current.as_ref().filter(|asking| !asking.has_failed()) {
            return asking.clone();
        }
        let (source, refused) = (self.source.clone(), refused.cloned());
        let asking = Arc::new(Asking::new(refused.clone(), async move {
            source.token(refused.as_ref()).await.map_err(cause)
        }));
        *current = Some(asking.clone());
        asking
    }

    /// Stores the answer if no other call has. A call that is late must not replace the next answer with it.
    #[cfg(not(target_arch = "wasm32"))]
    fn take(&self, asking: &Arc<Asking>, answer: &Answer, held: &CredentialStore) -> Result<(), Cause> {
        let mut current = lock(&self.asking);
        if !current.as_ref().is_some_and(|current| Arc::ptr_eq(current, asking)) {
            return Ok(());
        }
        *current = None;
        answer.as_ref().map_or(Ok(()), |given| self.place(given, held))
    }

    /// Asks for a token and stores it. In a browser several calls may ask at once.
    #[cfg(target_arch = "wasm32")]
    pub(crate) async fn ask(&self, refused: Option<&SecretString>, held: &CredentialStore) -> Answer {
        let given = self.source.token(refused).await.map_err(cause)?;
        self.place(&given, held)?;
        Ok(given)
    }

    fn place(&self, given: &SecretString, held: &CredentialStore) -> Result<(), Cause> {
        if held.with(|held| same(token(held, self.scheme.name), Some(given))) {
            return Ok(());
        }
        let placed = PlacedCredential::new(self.scheme, given).ok_or_else(|| {
            cause(format!("the credential for `{}` cannot stand in a request", self.scheme.name))
        })?;
        held.replace(&PlacedCredential { token: Some(given.clone()), ..placed });
        Ok(())
    }
}
