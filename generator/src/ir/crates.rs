//! The code of the two crates, on its way from `emit` to `render`.

/// The code of the two crates. A module at the top level becomes a file.
#[derive(Debug, Clone)]
pub struct Crates {
    /// The model crate.
    pub models: syn::File,
    /// The client crate.
    pub client: syn::File,
}
