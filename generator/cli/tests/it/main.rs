//! The command `clientwright` in a folder that knows nothing of this workspace.

mod accepted;
mod commands;
mod folder;
mod layouts;
mod names;
mod one_document;
mod project;
mod reports;
mod settings;
