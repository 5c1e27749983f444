//! Bytes in a string: base64 ([RFC 4648](https://www.rfc-editor.org/rfc/rfc4648)).

#![allow(dead_code, reason = "not every API or feature needs all of it")]

use std::borrow::Cow;
use std::fmt::{Debug, Display, Formatter};

use serde::{Serialize, Serializer};

use crate::decode::source::Source;
use crate::decode::{Decode, Depth, Json, Weight, budget};

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes that are written as base64 with padding.
pub type Base64 = Encoded<false>;
/// Bytes that are written as base64 in the URL-safe alphabet, without padding.
pub type Base64Url = Encoded<true>;

/// Bytes in a string. Both alphabets are read, with or without padding. A string that a server sent is kept and written as it
/// was, also if it is not base64.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Encoded<const URL: bool>(Content);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Content {
    /// Bytes whose string is what they encode to.
    Bytes(Vec<u8>),
    /// Another string, with its bytes if it is base64.
    String(Box<str>, Option<Vec<u8>>),
}

impl<const URL: bool> Encoded<URL> {
    /// Returns the bytes. `None` if the server sent a string that is not base64.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Bytes(bytes) | Content::String(_, Some(bytes)) => Some(bytes),
            Content::String(_, None) => None,
        }
    }

    /// Returns the bytes, owned.
    ///
    /// # Errors
    /// Returns the string if it is not base64.
    pub fn into_bytes(self) -> Result<Vec<u8>, String> {
        match self.0 {
            Content::Bytes(bytes) | Content::String(_, Some(bytes)) => Ok(bytes),
            Content::String(text, None) => Err(text.into()),
        }
    }

    /// Returns the string that is sent.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match &self.0 {
            Content::Bytes(bytes) => Cow::Owned(encoded::<URL>(bytes)),
            Content::String(text, _) => Cow::Borrowed(text),
        }
    }

    /// Reads a string, as in a response.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        match decoded(text.as_bytes()) {
            Some(bytes) if encoded::<URL>(&bytes) == text => Self(Content::Bytes(bytes)),
            bytes => Self(Content::String(text.into(), bytes)),
        }
    }
}

impl<const URL: bool> From<Vec<u8>> for Encoded<URL> {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(bytes))
    }
}

impl<const URL: bool> From<&[u8]> for Encoded<URL> {
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const URL: bool, const N: usize> From<[u8; N]> for Encoded<URL> {
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const URL: bool, const N: usize> From<&[u8; N]> for Encoded<URL> {
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const URL: bool> Display for Encoded<URL> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.as_text())
    }
}

/// The longest string, in characters, that `Debug` shows.
const SHOWN: usize = 64;

impl<const URL: bool> Debug for Encoded<URL> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        match (self.as_bytes(), &self.0) {
            (Some(bytes), _) => write!(formatter, "Base64({} bytes)", bytes.len()),
            (None, Content::String(text, _)) if text.chars().nth(SHOWN).is_none() => {
                write!(formatter, "Base64({text:?})")
            }
            _ => formatter.write_str("Base64(invalid)"),
        }
    }
}

impl<const URL: bool> Serialize for Encoded<URL> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.as_text())
    }
}

impl<'de, const URL: bool> serde::Deserialize<'de> for Encoded<URL> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::decode::root(deserializer)
    }
}

impl<const URL: bool> Decode for Encoded<URL> {
    fn decode<'de, S: Source<'de>>(source: S, slot: &mut Option<Self>) -> Result<(), S::Error> {
        let value = source.text("a string", |text| Some(Self::from_text(text)))?;
        budget::charge(value.held())?;
        *slot = Some(value);
        Ok(())
    }

    fn rate<J: Json>(json: J, _: Depth) -> Option<Weight> {
        // A string of a format is a better fit than a string, and one that is not base64 a worse one.
        let bytes = decoded(json.value().as_str()?.as_bytes());
        Some(Weight::doubts(if bytes.is_some() { 1 } else { 3 }))
    }
}

impl<const URL: bool> Encoded<URL> {
    /// The bytes of memory on the heap.
    fn held(&self) -> usize {
        match &self.0 {
            Content::Bytes(bytes) => bytes.len(),
            Content::String(text, bytes) => text.len() + bytes.as_ref().map_or(0, Vec::len),
        }
    }
}

/// Encodes bytes.
fn encoded<const URL: bool>(bytes: &[u8]) -> String {
    let alphabet = if URL { URL_SAFE } else { STANDARD };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits.iter_mut().skip(1).zip(group).for_each(|(to, from)| *to = *from);
        let bits = u32::from_be_bytes(bits);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            match alphabet.get(digit as usize) {
                Some(letter) if place <= group.len() => text.push(char::from(*letter)),
                _ if URL => {}
                _ => text.push('='),
            }
        }
    }
    text
}

/// The value of a letter of either alphabet.
const fn value(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Decodes letters of either alphabet. `None` if there are others, or a wrong number of them.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take(2).take_while(|letter| **letter == b'=').count();
    let letters = text.get(..text.len() - padding)?;
    if padding > 0 && !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3 + 2);
    for group in letters.chunks(4) {
        let mut bits: u32 = 0;
        for letter in group {
            bits = bits << 6 | u32::from(value(*letter)?);
        }
        let rest = match group.len() {
            4 => 0,
            3 => 6,
            2 => 12,
            _ => return None,
        };
        let [_, all @ ..] = (bits << rest).to_be_bytes();
        bytes.extend(all.into_iter().take(group.len() - 1));
    }
    Some(bytes)
}
