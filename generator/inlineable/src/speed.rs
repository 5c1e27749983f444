//! Decoding and encoding by the macros beside serde's derives, for types of the same shape: `cargo bench -p inlineable`.
//!
//! An argument selects the lines that contain it. Each line is the speed as a multiple of that of derived code. Rounds are short, alternate between the two sides, and the fastest
//! of each side counts, so that other work on the machine matters little.

#![allow(
    unreachable_pub,
    dead_code,
    clippy::unwrap_used,
    reason = "a benchmark that cannot run has nothing to say"
)]

#[macro_use]
pub mod decode;
mod encode;
pub mod unknown;
#[macro_use]
mod object;
mod flatten;
#[macro_use]
mod open_enum;
#[macro_use]
mod tagged_union;
#[macro_use]
mod untagged_union;

#[path = "speed/payloads.rs"]
mod payloads;

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;

const BYTES: usize = 64 * 1024;
const ROUNDS: usize = 400;

/// Calls a macro with the structs of both sides: required fields, then optional ones.
macro_rules! structs {
    ($write:ident) => {
        $write! { Plain {
            "id" id: String, "a" a: String, "b" b: String;
            "c" c: String, "n" n: i64, "m" m: i64, "f" f: bool, "g" g: bool, "x" x: f64, "y" y: f64
        } }
        $write! { Owner { "id" id: String, "email" email: String; "name" name: String, "role" role: Role } }
        $write! { Limits { ; "cpu" cpu: f64, "memory" memory: i64, "disk" disk: i64 } }
        $write! { Item {
            "id" id: String, "name" name: String, "state" state: State, "size" size: i64,
            "tags" tags: Vec<String>, "owner" owner: Owner;
            "ratio" ratio: f64, "enabled" enabled: bool, "note" note: String, "limits" limits: Limits
        } }
    };
}

/// The structs of unions. The macros' structs have the tag as a field, and those of a derived tagged enum have not.
macro_rules! blocks {
    ($write:ident $($tag:literal)?) => {
        $write! { Text { $($tag kind: String,)? "text" text: String; "size" size: i64, "bold" bold: bool, "color" color: String } }
        $write! { Image { $($tag kind: String,)? "url" url: String; "alt" alt: String, "width" width: i64, "height" height: i64 } }
        $write! { List { $($tag kind: String,)? "items" items: Vec<String>; "ordered" ordered: bool } }
        $write! { Button { $($tag kind: String,)? "label" label: String, "action" action: String; "value" value: String } }
        $write! { Table { $($tag kind: String,)? "rows" rows: Vec<Vec<String>>; "header" header: Vec<String> } }
        $write! { Code { $($tag kind: String,)? "code" code: String; "language" language: String, "lines" lines: i64 } }
    };
}

mod generated {
    macro_rules! write {
        ($name:ident { $($wire:literal $field:ident: $ty:ty),* ; $($other:literal $optional:ident: $any:ty),* $(,)? }) => {
            #[derive(Clone, Debug, PartialEq)]
            pub struct $name { $(pub $field: $ty,)* $(pub $optional: Option<$any>,)* }
            object! { $name { $($wire => $field: required,)* $($other => $optional: optional,)* } }
        };
    }

    open_enum! { pub enum State { Running = "running", Stopped = "stopped", Failed = "failed", Pending = "pending" } }
    open_enum! { pub enum Role { Admin = "admin", Member = "member", Viewer = "viewer" } }
    structs!(write);
    blocks!(write "kind");

    untagged_union! {
        pub enum Untagged { Text(Text), Image(Image), List(List), Button(Button), Table(Table), Code(Code) }
    }
    tagged_union! {
        #[tag("kind", as_str)]
        pub enum Tagged {
            #[value("text")]
            Text(Text),
            #[value("image")]
            Image(Image),
            #[value("list")]
            List(List),
            #[value("button")]
            Button(Button),
            #[value("table")]
            Table(Table),
            #[value("code")]
            Code(Code),
        }
    }

    pub mod without_tag {
        blocks!(write);
        tagged_union! {
            #[tag("kind", as_str)]
            pub enum Tagged {
                #[value("text")]
                Text(Text),
                #[value("image")]
                Image(Image),
                #[value("list")]
                List(List),
                #[value("button")]
                Button(Button),
                #[value("table")]
                Table(Table),
                #[value("code")]
                Code(Code),
            }
        }
    }
}

mod derived {
    use serde::{Deserialize, Serialize};

    macro_rules! write {
        ($name:ident { $($wire:literal $field:ident: $ty:ty),* ; $($other:literal $optional:ident: $any:ty),* $(,)? }) => {
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name {
                $(pub $field: $ty,)*
                $(#[serde(skip_serializing_if = "Option::is_none")] pub $optional: Option<$any>,)*
            }
        };
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum State {
        Running,
        Stopped,
        Failed,
        Pending,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Role {
        Admin,
        Member,
        Viewer,
    }

    structs!(write);
    blocks!(write "kind");

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    pub enum Untagged {
        Text(Text),
        Image(Image),
        List(List),
        Button(Button),
        Table(Table),
        Code(Code),
    }

    pub mod without_tag {
        use serde::{Deserialize, Serialize};

        blocks!(write);

        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "lowercase")]
        pub enum Tagged {
            Text(Text),
            Image(Image),
            List(List),
            Button(Button),
            Table(Table),
            Code(Code),
        }
    }
}

fn time<T>(run: impl FnOnce() -> T) -> Duration {
    let begun = Instant::now();
    let value = black_box(run());
    let took = begun.elapsed();
    drop(value);
    took
}

fn ratio(mut one: impl FnMut() -> Duration, mut other: impl FnMut() -> Duration) -> f64 {
    let (mut least, mut beside) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        least = least.min(one());
        beside = beside.min(other());
    }
    beside.as_secs_f64() / least.as_secs_f64()
}

/// Prints the speed of the generated type as a multiple of that of the derived one.
fn compare<G, D>(name: &str, item: fn(usize) -> String)
where
    G: decode::Decode + Serialize,
    D: DeserializeOwned + Serialize,
{
    if !std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .all(|part| name.contains(&part))
    {
        return;
    }
    let json = payloads::list(BYTES, item);
    let ours = || serde_json::from_str::<decode::Whole<Vec<G>>>(&json).unwrap().into_inner();
    let derived = || serde_json::from_str::<Vec<D>>(&json).unwrap();
    let decoding = ratio(|| time(ours), || time(derived));
    let (ours, derived) = (ours(), derived());
    let encoding = ratio(
        || time(|| serde_json::to_vec(&ours).unwrap()),
        || time(|| serde_json::to_vec(&derived).unwrap()),
    );
    println!("{name:28} decode {decoding:5.2}  encode {encoding:5.2}");
}

fn main() {
    compare::<generated::Plain, derived::Plain>("plain objects", payloads::plain);
    compare::<generated::Item, derived::Item>("objects, lists and enums", payloads::item);
    compare::<generated::State, derived::State>("enums of strings", payloads::state);
    compare::<generated::Untagged, derived::Untagged>("untagged", payloads::block);
    compare::<generated::Untagged, derived::Untagged>(
        "untagged, unknown property",
        payloads::block_with_more,
    );
    compare::<generated::Tagged, derived::without_tag::Tagged>("tagged", payloads::block);
    compare::<generated::Tagged, derived::without_tag::Tagged>(
        "tagged, tag last",
        payloads::block_with_tag_last,
    );
    compare::<generated::without_tag::Tagged, derived::without_tag::Tagged>(
        "tagged, tag without a field",
        payloads::block,
    );
}
