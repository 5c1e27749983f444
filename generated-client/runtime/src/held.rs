//! The credentials that a client holds: some for good, or some that its token sources replace.

use std::sync::{Arc, PoisonError, RwLock};

use crate::credential::PlacedCredential;

/// One credential a scheme.
pub(crate) enum Held {
    /// Nobody changes them: many calls at once read them without a word to each other.
    Fixed(Arc<Vec<PlacedCredential>>),
    Changing(RwLock<Arc<Vec<PlacedCredential>>>),
}

impl Held {
    pub(crate) fn new(credentials: Vec<PlacedCredential>, has_sources: bool) -> Self {
        let credentials = Arc::new(credentials);
        if has_sources { Self::Changing(RwLock::new(credentials)) } else { Self::Fixed(credentials) }
    }

    /// The credentials as they are now, to keep.
    pub(crate) fn now(&self) -> Arc<Vec<PlacedCredential>> {
        match self {
            Self::Fixed(credentials) => credentials.clone(),
            Self::Changing(credentials) => credentials.read().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// Does something with the credentials as they are now.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&[PlacedCredential]) -> T) -> T {
        match self {
            Self::Fixed(credentials) => look(credentials),
            Self::Changing(_) => look(&self.now()),
        }
    }

    /// Takes a credential that a source gave in place of the one of its scheme.
    pub(crate) fn replace(&self, credential: PlacedCredential) {
        let Self::Changing(credentials) = self else { return };
        let mut held = credentials.write().unwrap_or_else(PoisonError::into_inner);
        let old = held.iter().find(|known| known.scheme == credential.scheme);
        let credential = match old {
            Some(old) => credential.after(old),
            None => credential,
        };
        let others = held.iter().filter(|known| known.scheme != credential.scheme).cloned();
        let mut all: Vec<_> = others.collect();
        all.push(credential);
        *held = Arc::new(all);
    }
}
