//! Validates crate names: what cargo and rustc accept, and what generated code does not use itself.

use crate::names::{is_device, is_keyword, kebab};

/// Crates that generated code uses, the folder of cargo, and crates of the toolchain.
const TAKEN: [&str; 19] = [
    "alloc",
    "chrono",
    "clientwright_runtime",
    "core",
    "jiff",
    "models",
    "proc_macro",
    "runtime",
    "rust_decimal",
    "schemars",
    "serde",
    "serde_json",
    "std",
    "target",
    "test",
    "time",
    "tokio",
    "tracing",
    "uuid",
];
/// The maximum length: the model crate's name must have at most 64 characters, the limit of registries.
const LONGEST: usize = 64 - "-models".len();

/// The error for a string that cannot name a crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot be the name of a crate: {why}")]
pub struct CrateNameError {
    name: String,
    why: &'static str,
}

impl CrateNameError {
    /// Returns the most similar valid name.
    pub fn proposal(&self) -> String {
        let kebab = kebab(&self.name);
        let letters = kebab.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-');
        let mut name: String = letters.take(LONGEST - "-client".len()).collect();
        name.truncate(name.trim_end_matches('-').len());
        match name.chars().next() {
            None => return "api".to_owned(),
            Some(first) if !first.is_ascii_alphabetic() => name.insert_str(0, "api-"),
            Some(_) => {}
        }
        if check(&name).is_ok() { name } else { name + "-client" }
    }
}

/// Checks the name of a client crate. The model crate appends `-models`.
///
/// # Errors
/// Fails if cargo or rustc rejects or warns about the name, or generated code uses it for another crate.
pub fn check(name: &str) -> Result<(), CrateNameError> {
    let is_allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter);
    let module = name.replace('-', "_");
    let why = match name.chars().next() {
        None => "it is empty",
        _ if !name.chars().all(is_allowed) => {
            "only lower-case ASCII letters, digits, `-` and `_` are allowed"
        }
        Some(first) if !first.is_ascii_lowercase() => "it does not begin with a letter",
        _ if name.len() > LONGEST => "it has more than 57 characters",
        _ if is_keyword(&module) => "it is a keyword of Rust",
        _ if TAKEN.contains(&module.as_str()) => "generated code or the toolchain uses that name",
        _ if is_device(&module) => "Windows has a device of that name",
        _ => return Ok(()),
    };
    Err(CrateNameError { name: name.to_owned(), why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unusable_name_is_rejected_with_proposal() {
        for (name, proposal) in [
            ("", "api"),
            (".", "api"),
            ("..", "api"),
            ("../x", "x"),
            ("a/b", "a-b"),
            ("a\\b", "a-b"),
            ("My API", "my-api"),
            ("MyApi", "my-api"),
            ("3scale", "api-3scale"),
            ("5gc", "api-5gc"),
            ("my.api", "my-api"),
            ("fn", "fn-client"),
            ("serde", "serde-client"),
            ("serde-json", "serde-json-client"),
            ("std", "std-client"),
            ("runtime", "runtime-client"),
            ("con", "con-client"),
            ("lpt1", "lpt1-client"),
            ("größe", "grosse"),
            ("名称", "ming-cheng"),
            ("a\nb", "a-b"),
            ("_x", "x"),
            ("-x", "x"),
            ("!!!", "api"),
        ] {
            let error = check(name).expect_err(name);
            assert_eq!(error.proposal(), proposal, "{name}");
            assert_eq!(check(proposal), Ok(()), "{name}");
        }
        let long = "x".repeat(200);
        assert_eq!(check(&check(&long).unwrap_err().proposal()), Ok(()));
    }

    #[test]
    fn usual_name_is_accepted() {
        for name in ["a", "elastic-cloud", "my_api", "api2", "command", "com"] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }
}
