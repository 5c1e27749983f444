//! Schemas that become types, and types where they are used.

use std::collections::BTreeSet;

use crate::document::Span;

/// A schema that becomes a type of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// Where it is written.
    pub span: Span,
    /// Its type.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// What it holds.
    pub shape: Shape,
    /// Tags whose operations reach it, as places in [`super::Api::tags`]. Empty: it is always there.
    pub tags: BTreeSet<usize>,
    /// Whether a value of it can hold another.
    pub recursive: bool,
}

/// What a type holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Named fields.
    Struct(Struct),
    /// One of some texts, or another that the document does not know of.
    StringEnum(Vec<Variant<String>>),
    /// One of some whole numbers, or another that the document does not know of.
    IntEnum(Vec<Variant<i64>>),
    /// One of several types.
    Union(Union),
    /// Another type under this name.
    Alias(Type),
    /// A list of a fixed length whose items differ by their place.
    Tuple(Vec<Type>),
    /// A type that holds one value, because an alias could not refer to itself.
    Newtype(Type),
}

/// An object with named fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Struct {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// The type of properties that have no field of their own, where the document allows them in words.
    pub rest: Option<Type>,
    /// Whether the values of those are secrets.
    pub rest_secret: bool,
}

impl Struct {
    /// Whether it has values that `Debug` leaves out.
    pub fn has_secret(&self) -> bool {
        self.rest_secret || self.fields.iter().any(|field| field.secret)
    }
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub name: String,
    /// What the document says of it.
    pub description: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Whether null is a value of it, rather than another way of leaving it out.
    pub nullable: bool,
    /// Whether its own fields stand beside this struct's.
    pub flatten: bool,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether its value is a secret, which `Debug` leaves out.
    pub secret: bool,
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<V> {
    /// Its value on the wire.
    pub value: V,
    /// Its name in Rust.
    pub name: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// What tells which, if anything does.
    pub tag: Option<UnionTag>,
    /// The types.
    pub variants: Vec<UnionVariant>,
    /// The variant for a value that is several of them at once, where that may be.
    pub several: Option<String>,
}

/// The property that tells which type of a union a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionTag {
    /// Its name on the wire.
    pub property: String,
    /// What its values are.
    pub kind: TagKind,
}

/// What the values of a tag are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagKind {
    /// Strings.
    String,
    /// Integers.
    Integer,
    /// True and false.
    Boolean,
}

/// A type of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// Its name in Rust.
    pub name: String,
    /// What it holds.
    pub ty: Type,
    /// Values of the tag that tell it, as JSON writes them but for the quotes.
    pub tags: Vec<String>,
}

/// A type where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A type of [`super::Api::schemas`], by name.
    Named(String),
    /// Text.
    String,
    /// A moment in time ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)).
    DateTime,
    /// A day.
    Date,
    /// A UUID ([RFC 9562](https://www.rfc-editor.org/rfc/rfc9562)).
    Uuid,
    /// A whole number, by Rust's name for it.
    Integer(&'static str),
    /// A number.
    Float,
    /// True or false.
    Boolean,
    /// A list.
    List(Box<Type>),
    /// Text to values.
    Map(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A value that stands in itself somewhere, behind a pointer.
    Boxed(Box<Type>),
    /// Any JSON.
    Any,
    /// A type that the settings name, by its path.
    External(String),
}

impl Schema {
    /// A schema of which nothing else is known yet.
    pub fn new(span: Span, name: String, description: Option<String>, shape: Shape) -> Self {
        Self { span, name, description, shape, tags: BTreeSet::new(), recursive: false }
    }
}

impl Type {
    /// The types of [`super::Api::schemas`] in this one, by name.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named()
            }
            _ => None,
        }
    }
}

impl Type {
    /// Types, and the types in them.
    pub fn with_inner(mut todo: Vec<&Self>) -> Vec<&Self> {
        let mut all = Vec::new();
        while let Some(ty) = todo.pop() {
            all.push(ty);
            if let Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) = ty {
                todo.push(inner);
            }
        }
        all
    }
}

impl Shape {
    /// The types in this one.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => object.fields.iter().map(|field| &field.ty).chain(&object.rest).collect(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Tuple(items) => items.iter().collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntEnum(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(object) => {
                object.fields.iter_mut().map(|field| &mut field.ty).chain(&mut object.rest).collect()
            }
            Self::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
            Self::Tuple(items) => items.iter_mut().collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntEnum(_) => Vec::new(),
        }
    }
}
