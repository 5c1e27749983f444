//! Changes that are planted: each a crate before and after, and what has to be said of it.

use std::collections::BTreeMap;

use generator_tests::{changes, surface};

/// What is planted, the root module before and after, and the changes as they are named, up to why.
type Plant = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PLANTS: &[Plant] = &[
    (
        "a method that is gone",
        "pub struct Client(u8); impl Client { pub fn call(&self) {} fn own(&self) {} }",
        "pub struct Client(u8); impl Client { fn own(&self) {} }",
        &["breaking: removed method `Client::call`"],
    ),
    (
        "an item that is no longer re-exported",
        "mod a { pub struct A; impl A { pub fn new() -> Self { A } } pub fn f() {} } pub use a::{A, f as g};",
        "mod a { pub struct A; impl A { pub fn new() -> Self { A } } pub fn f() {} } pub use a::f as g;",
        &["breaking: removed struct `A`"],
    ),
    (
        "an argument of another type",
        "pub fn send(at: &str, times: u8) {}",
        "pub fn send(at: &str, times: u16) {}",
        &["breaking: changed function `send` from `fn(at: &str, times: u8)` to `fn(at: &str, times: u16)`"],
    ),
    (
        "an argument of another name",
        "pub fn send(at: &str) {}",
        "pub fn send(mut place: &str) {}",
        &["compatible: renamed arguments of function `send`"],
    ),
    (
        "arguments of one type in another order",
        "pub struct Client(u8); impl Client { pub fn copy(&self, from: &str, to: &str) {} }",
        "pub struct Client(u8); impl Client { pub fn copy(&self, to: &str, from: &str) {} }",
        &["breaking: moved arguments of method `Client::copy` from `from, to` to `to, from`"],
    ),
    (
        "an argument that takes the position of one that is gone",
        "pub fn send(from: &str, to: &str) {}",
        "pub fn send(to: &str, cc: &str) {}",
        &["breaking: moved arguments of function `send` from `from, to` to `to, cc`"],
    ),
    (
        "an `async fn` written out",
        "pub async fn send(at: &str) -> u8 { 0 }",
        "pub fn send(at: &str) -> impl Future<Output = u8> { async { 0 } }",
        &["compatible: function `send` gives the same future, written in another way"],
    ),
    (
        "an `async fn` that gives something else",
        "pub async fn send(at: &str) -> u8 { 0 }",
        "pub fn send(at: &str) -> impl Future<Output = u16> { async { 0 } }",
        &[
            "breaking: changed function `send` from `async fn(at: &str) -> u8` to `fn(at: &str) -> impl Future<Output = u16>`",
        ],
    ),
    (
        "a bound more",
        "pub fn send<T: Clone>(what: T) {}",
        "pub fn send<T>(what: T) where T: Clone + Send {}",
        &["breaking: function `send` asks for `T: Send`"],
    ),
    (
        "a bound more on a block",
        "pub struct Error<E>(E); impl<E> Error<E> { pub fn codes(&self) {} }",
        "pub struct Error<E>(E); impl<E: Send> Error<E> { pub fn codes(&self) {} }",
        &["breaking: method `Error::codes` asks for `E: Send`"],
    ),
    (
        "a bound less, and one that was assumed",
        "pub fn send<T: Clone + Send, U: ?Sized>(what: &T, also: &U) {}",
        "pub fn send<T: Clone, U>(what: &T, also: &U) {}",
        &[
            "breaking: function `send` asks for `U: ?Sized`",
            "compatible: function `send` no longer asks for `T: Send`",
        ],
    ),
    (
        "a variant more of what may be matched whole",
        "pub enum Kind { A }",
        "pub enum Kind { A, B }",
        &["breaking: added variant `Kind::B`"],
    ),
    (
        "a variant more of what grows",
        "#[non_exhaustive] pub enum Kind { A }",
        "#[non_exhaustive] pub enum Kind { A, B(u8) }",
        &["compatible: added variant `Kind::B`"],
    ),
    (
        "a variant that holds another type",
        "#[non_exhaustive] pub enum Kind { A(u8) }",
        "#[non_exhaustive] pub enum Kind { A(u16) }",
        &["breaking: changed variant `Kind::A` from `variant(u8)` to `variant(u16)`"],
    ),
    (
        "a mark that keeps callers from matching",
        "pub enum Kind { A }",
        "#[non_exhaustive] pub enum Kind { A }",
        &["breaking: enum `Kind` is `#[non_exhaustive]`"],
    ),
    (
        "a field more of what callers write out",
        "pub struct Reply { pub status: u16 }",
        "pub struct Reply { pub status: u16, pub body: u8 }",
        &["breaking: added field `Reply.body`"],
    ),
    (
        "a field more beside one that they cannot see",
        "pub struct Reply { pub status: u16, inner: u8 }",
        "pub struct Reply { pub status: u16, pub body: u8, inner: u8 }",
        &["compatible: added field `Reply.body`"],
    ),
    (
        "a field that they cannot see",
        "pub struct Reply { pub status: u16 }",
        "pub struct Reply { pub status: u16, inner: u8 }",
        &["breaking: struct `Reply` has fields that callers cannot see"],
    ),
    (
        "a field of another type",
        "#[non_exhaustive] pub struct Reply { pub status: u16 }",
        "#[non_exhaustive] pub struct Reply { pub status: u32 }",
        &["breaking: changed field `Reply.status` from `u16` to `u32`"],
    ),
    (
        "a method that implementations need",
        "pub trait Transport { fn send(&self); }",
        "pub trait Transport { fn send(&self); fn close(&self); }",
        &["breaking: added method `Transport::close`"],
    ),
    (
        "a method that they have",
        "pub trait Transport { fn send(&self); }",
        "pub trait Transport { fn send(&self); fn close(&self) {} }",
        &["compatible: added method `Transport::close`"],
    ),
    (
        "a method that they had",
        "pub trait Transport { fn close(&self) {} }",
        "pub trait Transport { fn close(&self); }",
        &["breaking: method `Transport::close` has no body any more"],
    ),
    (
        "a trait that asks for more",
        "pub trait Transport: Send {}",
        "pub trait Transport: Send + Sync {}",
        &["breaking: trait `Transport` asks for `Self: Sync`"],
    ),
    (
        "a trait that brings less",
        "pub trait Transport: Send + Sync {}",
        "pub trait Transport: Send {}",
        &["breaking: trait `Transport` no longer asks for `Self: Sync`"],
    ),
    (
        "a trait that is no longer derived",
        "#[derive(Clone, Debug)] pub struct Client(u8);",
        "#[derive(Debug)] pub struct Client(u8);",
        &["breaking: removed `Clone` of `Client`"],
    ),
    (
        "a trait that is written instead of derived",
        "#[derive(Debug)] pub struct Client(u8);",
        "pub struct Client(u8); impl std::fmt::Debug for Client { fn fmt(&self) {} }",
        &[],
    ),
    (
        "names that are written in another way",
        "use std::error::Error as StdError; pub struct E<T>(T); impl<T: fmt::Debug> StdError for E<T> {}",
        "pub struct E<T>(T); impl<T> std::error::Error for E<T> where T: Debug {}",
        &[],
    ),
    (
        "a conversion that is gone",
        "pub struct Body(u8); impl From<u8> for Body {} impl<T: Into<u16>> From<T> for Body {}",
        "pub struct Body(u8); impl From<u8> for Body {}",
        &["breaking: removed `From<T>` of `Body`"],
    ),
    (
        "a trait under a bound more",
        "pub struct Error<E>(E); impl<E> Drop for Error<E> {}",
        "pub struct Error<E>(E); impl<E: Copy> Drop for Error<E> {}",
        &["breaking: `Drop` of `Error` asks for `E: Copy`"],
    ),
    (
        "what a trait gives is another type",
        "pub struct Pages(u8); impl Stream for Pages { type Item = u8; }",
        "pub struct Pages(u8); impl Stream for Pages { type Item = u16; }",
        &[
            "breaking: changed `Stream` of `Pages` from `impl Stream { Item = u8 }` to `impl Stream { Item = u16 }`",
        ],
    ),
    (
        "a field that stays on its thread, two types further in",
        "pub struct Client(Inner); struct Inner { held: Arc<Held> } struct Held(Mutex<u8>);",
        "pub struct Client(Inner); struct Inner { held: Arc<Held> } struct Held(RefCell<u8>);",
        &["breaking: removed `Send` of `Client`", "breaking: removed `Sync` of `Client`"],
    ),
    (
        "an object that need not cross threads",
        "pub struct Client(Box<dyn Transport>); pub trait Transport: Send + Sync {}",
        "pub struct Client(Box<dyn Transport>); pub trait Transport: Sync {}",
        &[
            "breaking: removed `Send` of `Client`",
            "breaking: trait `Transport` no longer asks for `Self: Send`",
        ],
    ),
    (
        "what is there under a condition",
        "pub mod streams { pub fn open() {} }",
        "#[cfg(feature = \"streams\")] pub mod streams { pub fn open() {} }",
        &["breaking: function `streams::open` is there under `feature = \"streams\"`"],
    ),
    (
        "one of two conditions",
        "#[cfg(unix)] pub type Raw = u8; #[cfg(windows)] pub type Raw = u16;",
        "#[cfg(unix)] pub type Raw = u8;",
        &["breaking: removed type `Raw` under `windows`"],
    ),
    (
        "a type of another crate under another name",
        "pub use reqwest::header::{self, HeaderMap};",
        "pub use http::header::{self, HeaderMap};",
        &[
            "breaking: changed re-export `HeaderMap` from `use reqwest::header::HeaderMap` to `use http::header::HeaderMap`",
            "breaking: changed re-export `header` from `use reqwest::header` to `use http::header`",
        ],
    ),
    (
        "a constant that is none",
        "pub struct Code(u8); impl Code { pub const fn number(&self) -> u8 { 0 } }",
        "pub struct Code(u8); impl Code { pub fn number(&self) -> u8 { 0 } }",
        &["breaking: method `Code::number` is no longer `const`"],
    ),
    (
        "what a macro made",
        "macro_rules! open { (pub enum $name:ident { $($variant:ident),* }) => { #[derive(Clone)] pub enum $name { $($variant,)* Other } impl Copy for $name {} }; } open! { pub enum Colour { Red, Green } }",
        "macro_rules! open { (pub enum $name:ident { $($variant:ident),* }) => { #[derive(Clone)] pub enum $name { $($variant,)* Other } }; } open! { pub enum Colour { Red } }",
        &["breaking: removed `Copy` of `Colour`", "breaking: removed variant `Colour::Green`"],
    ),
    (
        "what only the crate itself sees",
        "pub struct Client(u8); impl Client { pub(crate) fn inner(&self) {} } mod own { pub struct Own; } #[cfg(test)] mod tests { pub fn f() {} }",
        "pub struct Client(u16); impl Client {} mod own { pub enum Own {} }",
        &[],
    ),
    (
        "a type that is new, with all that it has",
        "pub fn f() {}",
        "pub fn f() {} pub struct New { pub field: u8 } impl New { pub fn g(&self) {} } impl Clone for New {}",
        &["compatible: added struct `New`"],
    ),
];

fn of(text: &str) -> String {
    surface::of_crate(&BTreeMap::from([("lib".to_owned(), text.to_owned())])).unwrap()
}

#[test]
fn each_planted_change_is_named() {
    let mut wrong = Vec::new();
    for (plant, before, after, expected) in PLANTS {
        let changes: Vec<String> =
            changes::between(&of(before), &of(after)).iter().map(ToString::to_string).collect();
        let is_it = |(change, expected): (&String, &&str)| {
            change.strip_prefix(expected).is_some_and(|why| why.starts_with(": "))
        };
        if changes.len() != expected.len() || !changes.iter().zip(*expected).all(is_it) {
            wrong.push(format!("{plant}: {changes:#?}\n{}\n---\n{}\n", of(before), of(after)));
        }
    }
    assert!(wrong.is_empty(), "plants of which something else is said:\n{}", wrong.join("\n"));
}

#[test]
fn features_are_part_of_the_surface() {
    let features = |text: &str| surface::of_manifest(text).unwrap();
    let before = features("[features]\ndefault = ['rustls']\nrustls = ['reqwest/rustls']\nold = []");
    let after = features("[features]\ndefault = []\nrustls = ['reqwest/rustls', 'reqwest/http2']\nnew = []");
    let changes: Vec<String> =
        changes::between(&before, &after).into_iter().map(|change| change.to_string()).collect();
    let expected = [
        "breaking: feature `default` no longer brings `rustls`: callers that stand on it no longer compile (cargo-feature-remove-another)",
        "breaking: removed feature `old`: manifests that ask for it no longer resolve (cargo-feature-remove)",
        "compatible: added feature `new`: nobody could name it before",
        "compatible: feature `rustls` brings `reqwest/http2`: whoever had it has more",
    ];
    assert_eq!(changes, expected);
}
