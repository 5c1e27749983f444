//! The commands of `xtask`, run as a person runs them: arguments, files, output and exit status.

mod bad_input;
mod capture;
mod codegen;
mod corpus;
mod edits;
mod extract;
mod limits;
mod places;
mod settings;
mod several_files;
mod single_document;
mod terminal;
mod workspace;
