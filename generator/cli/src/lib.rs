//! The parts of the command `clientwright` that the commands of the workspace, `cargo xtask`, share.
//!
//! All input and output is here; the generator is a pure function that runs in a child process (see [`child`]).

mod accept;
pub mod apply;
mod bisect;
pub mod child;
pub mod command;
pub mod diagnostics;
pub mod diff;
pub mod folder;
pub mod generate;
pub mod init;
pub mod load;
mod manifest;
pub mod names;
pub mod plan;
pub mod project;
pub mod settings;
pub mod status;
pub mod terminal;
