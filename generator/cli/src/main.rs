//! `clientwright`: generates a Rust client from an OpenAPI document.
//!
//! | command | does |
//! |---|---|
//! | `clientwright generate --spec FILE --out DIR --name NAME` | generates a workspace of two crates |
//! | `clientwright check --spec FILE --out DIR --name NAME` | writes nothing; exits with status 4 and a diff if a file is out of date |

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clientwright_cli::plan::Mode;
use clientwright_cli::status::{self, Status};
use clientwright_cli::{child, generate, terminal};

/// Generates a Rust client from an OpenAPI document.
#[derive(Parser)]
#[command(name = "clientwright", bin_name = "clientwright", version, about, after_help = status::HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates a workspace of two crates: the client and its models.
    #[command(mut_arg("spec", |arg| arg.required(true)), mut_arg("out", |arg| arg.required(true)))]
    Generate(generate::Arguments),
    /// Compares a workspace with what `generate` would write; prints a diff.
    #[command(mut_arg("spec", |arg| arg.required(true)), mut_arg("out", |arg| arg.required(true)))]
    Check(generate::Arguments),
    /// Generates one API: reads the input on stdin and writes the output on stdout, as JSON.
    #[command(name = child::COMMAND, hide = true)]
    Child,
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments, Mode::Write),
        Command::Check(arguments) => generate::run(&arguments, Mode::Check),
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
