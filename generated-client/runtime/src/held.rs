//! The credentials that a client holds: some for good, or some that its token sources replace.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::credential::PlacedCredential;

/// One credential a scheme. Many calls at once read them without a lock.
pub(crate) enum Held {
    /// Nobody changes them: they are read without a word to each other.
    Fixed(Arc<Vec<PlacedCredential>>),
    Changing(ArcSwap<Vec<PlacedCredential>>),
}

impl Held {
    pub(crate) fn new(credentials: Vec<PlacedCredential>, has_sources: bool) -> Self {
        let credentials = Arc::new(credentials);
        if has_sources { Self::Changing(ArcSwap::new(credentials)) } else { Self::Fixed(credentials) }
    }

    /// The credentials as they are now, to keep.
    pub(crate) fn now(&self) -> Arc<Vec<PlacedCredential>> {
        match self {
            Self::Fixed(credentials) => credentials.clone(),
            Self::Changing(credentials) => credentials.load_full(),
        }
    }

    /// Does something with the credentials as they are now.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&[PlacedCredential]) -> T) -> T {
        match self {
            Self::Fixed(credentials) => look(credentials),
            Self::Changing(credentials) => look(&credentials.load()),
        }
    }

    /// Takes a credential that a source gave in place of the one of its scheme.
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
