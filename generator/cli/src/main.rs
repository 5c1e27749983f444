//! `clientwright`: generates Rust clients from OpenAPI documents.
//!
//! | command | does |
//! |---|---|
//! | `clientwright init --spec FILE --name NAME` | writes `clientwright.toml`, which the other commands read |
//! | `clientwright generate [API]...` | generates a workspace of two crates for each API |
//! | `clientwright check [API]...` | writes nothing; exits with status 4 and a diff if a file is out of date |
//! | `clientwright config` | prints all settings |
//!
//! With `--spec FILE --out DIR --name NAME`, `generate` and `check` need no `clientwright.toml`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientwright_cli::plan::Mode;
use clientwright_cli::status::{self, Status};
use clientwright_cli::{child, init, project, settings, terminal};

/// Generates Rust clients from OpenAPI documents.
#[derive(Parser)]
#[command(name = "clientwright", bin_name = "clientwright", version, about, after_help = status::HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a `clientwright.toml` for a document into the current folder.
    Init(init::Arguments),
    /// Generates a workspace of two crates for each API of `clientwright.toml`, or for one document.
    Generate(project::Arguments),
    /// Compares the workspaces with what `generate` would write; prints a diff.
    Check(project::Arguments),
    /// Prints all settings of `clientwright.toml`, with their types, defaults and documentation.
    #[command(after_long_help = settings::text())]
    Config(settings::Arguments),
    /// Generates one API: reads the input on stdin and writes the output on stdout, as JSON.
    #[command(name = child::COMMAND, hide = true)]
    Child,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Generate(arguments) => project::run(&arguments, Mode::Write),
        Command::Check(arguments) => project::run(&arguments, Mode::Check),
        Command::Config(arguments) => settings::run(&arguments),
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
