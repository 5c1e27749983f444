//! The option `--runtime`: where a client finds its runtime.

use std::fmt;
use std::path::{Component, Path, PathBuf, absolute};
use std::str::FromStr;

use anyhow::{Context, Result};
use clientwright::Runtime;

use super::workspace::quoted;

/// The value of the option.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    #[default]
    /// A module of the client.
    Vendored,
    /// A version of the published crate.
    Version(String),
    /// A folder.
    Path(PathBuf),
    /// Keys of a dependency on a git repository: `git`, `tag`, `rev`, `branch`.
    Git(Vec<(String, String)>),
}

impl Choice {
    /// Returns the choice with its path relative to a folder.
    pub(crate) fn below(self, folder: &Path) -> Self {
        match self {
            Self::Path(path) => Self::Path(folder.join(path)),
            other => other,
        }
    }

    /// Returns the runtime of a client. `out` is the folder of its workspace.
    ///
    /// A relative path stays relative, so that the folders can be moved together.
    pub fn resolve(&self, out: &Path) -> Result<Runtime> {
        let keys = match self {
            Self::Vendored => return Ok(Runtime::Vendored),
            Self::Version(version) => format!("version = {}", quoted(version)),
            Self::Git(keys) => {
                let keys = keys.iter().map(|(key, value)| format!("{key} = {}", quoted(value)));
                keys.collect::<Vec<_>>().join(", ")
            }
            Self::Path(path) => {
                let found = path.join("Cargo.toml");
                found.metadata().with_context(|| format!("looking for the runtime in {}", path.display()))?;
                let path = match path.is_absolute() {
                    true => path.clone(),
                    false => Path::new("..").join(relative(&absolute(out)?, &absolute(path)?)),
                };
                format!("path = {}", quoted(&path.to_string_lossy().replace('\\', "/")))
            }
        };
        Ok(Runtime::Dependency(keys))
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vendored => f.write_str("vendored"),
            Self::Version(version) => f.write_str(version),
            Self::Path(path) => write!(f, "path={}", path.to_string_lossy().replace('\\', "/")),
            Self::Git(keys) => {
                let keys = keys.iter().map(|(key, value)| format!("{key}={value}"));
                f.write_str(&keys.collect::<Vec<_>>().join(","))
            }
        }
    }
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "vendored" {
            return Ok(Self::Vendored);
        }
        let is_version = |letter: char| letter.is_ascii_alphanumeric() || ".-+".contains(letter);
        if text.starts_with(|first: char| first.is_ascii_digit()) && text.chars().all(is_version) {
            return Ok(Self::Version(text.to_owned()));
        }
        if let Some(path) = text.strip_prefix("path=").filter(|path| !path.is_empty()) {
            return Ok(Self::Path(path.into()));
        }
        let keys = text.split(',').map(|pair| match pair.split_once('=') {
            Some((key @ ("git" | "tag" | "rev" | "branch"), value)) if !value.is_empty() => {
                Ok((key.to_owned(), value.to_owned()))
            }
            _ => Err("write `vendored`, a version, `path=DIR` or `git=URL,tag=TAG`".to_owned()),
        });
        let keys: Vec<_> = keys.collect::<Result<_, _>>()?;
        if keys.first().is_some_and(|(key, _)| key == "git") {
            Ok(Self::Git(keys))
        } else {
            Err("begin with `git=URL`".to_owned())
        }
    }
}

/// Returns the path from one absolute folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let parts = |path: &Path| {
        path.components().fold(Vec::new(), |mut parts, part| {
            match part {
                Component::ParentDir => drop(parts.pop()),
                Component::CurDir => {}
                part => parts.push(part.as_os_str().to_owned()),
            }
            parts
        })
    };
    let (from, to) = (parts(from), parts(to));
    let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
    from.iter().skip(common).map(|_| "..".into()).chain(to.into_iter().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_is_parsed_or_corrected() {
        assert_eq!("vendored".parse(), Ok(Choice::Vendored));
        assert_eq!("0.2".parse(), Ok(Choice::Version("0.2".to_owned())));
        assert_eq!("path=../runtime".parse(), Ok(Choice::Path("../runtime".into())));
        let git = "git=https://example.com/x.git,tag=v1".parse::<Choice>().unwrap();
        let expected = r#"git = "https://example.com/x.git", tag = "v1""#;
        assert_eq!(git.to_string(), "git=https://example.com/x.git,tag=v1");
        assert_eq!(git.resolve(Path::new("out")).unwrap(), Runtime::Dependency(expected.to_owned()));
        for wrong in ["", "path=", "1\"x", "../runtime", "tag=v1", "git=x,colour=red"] {
            assert!(wrong.parse::<Choice>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn path_between_folders_is_relative() {
        for (from, to, path) in
            [("/a/b", "/a/c/d", "../c/d"), ("/a/./b/../e", "/a/e/f", "f"), ("/x/y", "/z", "../../z")]
        {
            assert_eq!(relative(Path::new(from), Path::new(to)), Path::new(path));
        }
    }
}
