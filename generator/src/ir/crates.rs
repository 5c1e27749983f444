//! The code of the two crates, passed from `emit` to `render`.

/// The code of the two crates. A top-level module becomes a file.
#[derive(Debug, Clone)]
pub struct Crates {
    /// The model crate.
    pub models: syn::File,
    /// The client crate.
    pub client: syn::File,
    /// The `README.md` of the model crate.
    pub models_readme: String,
    /// The `README.md` of the client crate.
    pub client_readme: String,
}
