//! The commands of this workspace.
//!
//! | command | does |
//! |---|---|
//! | `cargo xtask codegen` | generates `generated-client/` from `spec/` |
//! | `cargo xtask codegen --check` | writes nothing; exits with status 4 and a diff if a file is out of date |
//! | `cargo xtask codegen --dry-run` | writes nothing; lists what would change |
//! | `cargo xtask codegen --spec FILE --out DIR --name NAME` | generates a workspace of two crates from any document |
//! | `cargo xtask corpus DIR` | generates and checks every document of a folder |
//! | `cargo xtask capture PAGE` | writes a fragment from a reference page or an operation of a document; `--check` compares |
//! | `cargo xtask bundle` | prints an API's merged document, for tools that read OpenAPI |
//! | `cargo xtask list` | prints every operation with its tags, source, date, codes and Rust path |
//! | `cargo xtask ci` | runs every check that a change must pass |
//!
//! What a document needs, with all of its I/O, is in `generator/cli`; this crate knows the folders of the workspace.

mod bundle;
mod capture;
mod ci;
mod codegen;
mod corpus;
mod list;
mod load;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientwright_cli::{apply, child, diagnostics, diff, folder, plan, status, terminal};

use status::Status;

/// The commands of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about, after_help = status::HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates the crates under generated-client/ from the documents under spec/.
    Codegen(codegen::Arguments),
    /// Generates and checks every document of a folder.
    Corpus(corpus::Arguments),
    /// Writes a fragment from a reference page, or from an operation of a document.
    Capture(capture::Arguments),
    /// Prints the merged document of an API.
    Bundle(bundle::Arguments),
    /// Lists the operations with their tags, sources, dates, error codes and Rust paths.
    List(list::Arguments),
    /// Runs every check that a change must pass: format, clippy, docs, tests, codegen --check.
    Ci,
    /// Generates one API: reads the input on stdin and writes the output on stdout, as JSON.
    #[command(name = child::COMMAND, hide = true)]
    Child,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Capture(arguments) => capture::run(&arguments),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Ci => ci::run(),
        Command::Child => child::serve(),
    };
    match result {
        Ok(status) => status.into(),
        Err(error) => {
            terminal::print_error(&format!("{error:#}"));
            Status::Failed.into()
        }
    }
}
