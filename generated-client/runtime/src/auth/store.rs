//! The credentials of a client, either fixed or updated by its token sources.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::auth::credential::PlacedCredential;

/// One credential for each scheme. Calls read them without a lock.
pub(crate) enum CredentialStore {
    /// Credentials that never change. Calls read them without shared state.
    Fixed(Arc<Vec<PlacedCredential>>),
    Changing(ArcSwap<Vec<PlacedCredential>>),
}

impl CredentialStore {
    pub(crate) fn new(credentials: Vec<PlacedCredential>, has_sources: bool) -> Self {
        let credentials = Arc::new(credentials);
        if has_sources { Self::Changing(ArcSwap::new(credentials)) } else { Self::Fixed(credentials) }
    }

    /// Returns the current credentials.
    pub(crate) fn snapshot(&self) -> Arc<Vec<PlacedCredential>> {
        match self {
            Self::Fixed(credentials) => credentials.clone(),
            Self::Changing(credentials) => credentials.load_full(),
        }
    }

    /// Calls a function with the current credentials.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&[PlacedCredential]) -> T) -> T {
        match self {
            Self::Fixed(credentials) => look(credentials),
            Self::Changing(credentials) => look(&credentials.load()),
        }
    }

    /// Replaces the credential of a scheme with one from a token source.
    pub(crate) fn replace(&self, credential: &PlacedCredential) {
        let Self::Changing(credentials) = self else { return };
        credentials.rcu(|held| {
            let old = held.iter().find(|known| known.scheme == credential.scheme);
            let new = old.map_or_else(|| credential.clone(), |old| credential.clone().after(old));
            let others = held.iter().filter(|known| known.scheme != credential.scheme).cloned();
            others.chain([new]).collect::<Vec<_>>()
        });
    }
}
