//! The command line of `clientwright`.
//!
//! | command | does |
//! |---|---|
//! | `clientwright init --spec FILE --name NAME` | writes `clientwright.toml`, which the other commands read |
//! | `clientwright generate [API]...` | generates a workspace of two crates for each API |
//! | `clientwright check [API]...` | writes nothing; exits with status 4 and a diff if a file is out of date |
//! | `clientwright config` | prints all settings |
//! | `clientwright completions SHELL`, `clientwright man` | print what a shell and `man` read |
//!
//! With `--spec FILE --out DIR --name NAME`, `generate` and `check` need no `clientwright.toml`.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{CommandFactory, Parser, Subcommand};

use crate::plan::Mode;
use crate::status::{self, Status};
use crate::{child, init, project, settings, terminal};

/// The name of the command.
const NAME: &str = "clientwright";

/// Generates Rust clients from OpenAPI documents.
#[derive(Parser)]
#[command(name = "clientwright", bin_name = "clientwright", version, after_help = status::HELP)]
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
    /// Prints the completion script of a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Prints the man page of the command, or of one of its commands.
    Man {
        /// The command, such as `generate`.
        command: Option<String>,
    },
}

/// Runs the command. As `cargo clientwright`, the first argument is the name of the command.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let is_name = |(index, argument): &(usize, OsString)| *index == 1 && argument.as_os_str() == NAME;
    let arguments = arguments.into_iter().enumerate().filter(|argument| !is_name(argument));
    let arguments: Vec<OsString> = arguments.map(|(_, argument)| argument).collect();
    let result = match arguments.get(1) {
        // Not a command of the parser, or completions would offer it.
        Some(first) if first.as_os_str() == child::COMMAND => child::serve(),
        _ => dispatch(Arguments::parse_from(arguments).command),
    };
    match result {
        Ok(status) => status.into(),
        Err(error) => {
            terminal::print_error(&format!("{error:#}"));
            Status::Failed.into()
        }
    }
}

fn dispatch(command: Command) -> Result<Status> {
    match command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Generate(arguments) => project::run(&arguments, Mode::Write),
        Command::Check(arguments) => project::run(&arguments, Mode::Check),
        Command::Config(arguments) => settings::run(&arguments),
        Command::Completions { shell } => completions(shell),
        Command::Man { command } => man(command.as_deref()),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    terminal::print(&String::from_utf8(script)?)?;
    Ok(Status::Done)
}

fn man(name: Option<&str>) -> Result<Status> {
    let mut whole = Arguments::command();
    whole.build();
    let command = match name {
        None => whole,
        Some(name) => match whole.find_subcommand(name) {
            Some(command) => command.clone(),
            None => bail!("there is no command `{name}`; `clientwright help` lists them"),
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    terminal::print(&String::from_utf8(page)?)?;
    Ok(Status::Done)
}
