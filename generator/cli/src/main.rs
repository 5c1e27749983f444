//! `clientwright`: generates Rust clients from OpenAPI documents.

use std::process::ExitCode;

fn main() -> ExitCode {
    clientwright_cli::command::run(std::env::args_os())
}
