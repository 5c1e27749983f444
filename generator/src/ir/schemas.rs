//! Schemas that become types, and uses of types.

use std::collections::BTreeSet;

use super::Format;
use crate::document::Span;

/// A schema that becomes a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The source span.
    pub span: Span,
    /// The name of the type.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The shape.
    pub shape: Shape,
    /// Indices into [`super::Api::tags`] of the tags whose operations use it. If empty, it is always compiled.
    pub tags: BTreeSet<usize>,
    /// Whether the type contains itself.
    pub recursive: bool,
}

/// The shape of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Named fields.
    Struct(Struct),
    /// An open enum of strings.
    StringEnum(Vec<Variant<String>>),
    /// An open enum of integers.
    IntEnum(Vec<Variant<i64>>),
    /// One of several types.
    Union(Union),
    /// An alias.
    Alias(Type),
    /// An array of a fixed length with a type per index.
    Tuple(Vec<Type>),
    /// A newtype, because an alias cannot be recursive.
    Newtype(Type),
}

/// An object with named fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Struct {
    /// The fields in document order.
    pub fields: Vec<Field>,
    /// The type of additional properties, if the document declares them.
    pub rest: Option<Type>,
    /// Whether additional properties are secrets.
    pub rest_secret: bool,
}

impl Struct {
    /// Whether any value is hidden from `Debug`.
    pub fn has_secret(&self) -> bool {
        self.rest_secret || self.fields.iter().any(|field| field.secret)
    }
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// The type.
    pub ty: Type,
    /// Whether it is always present.
    pub required: bool,
    /// Whether null is a value that differs from absence.
    pub nullable: bool,
    /// Whether its fields are flattened into this struct.
    pub flatten: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it is a secret, which `Debug` hides.
    pub secret: bool,
    /// The value that a constructor gives it: a constant, or the tag of a union.
    pub constant: Option<Constant>,
}

impl Field {
    /// Whether absence, null and a value are different.
    pub fn is_three_state(&self) -> bool {
        self.nullable && !self.required && self.ty != Type::Any
    }
}

/// A value that the document determines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// A string, also of an enum.
    String(String),
    /// The integer of an enum.
    Number(i64),
    /// An integer.
    Integer(i64),
    /// A boolean.
    Boolean(bool),
}

/// A value of an open enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant<V> {
    /// The value on the wire.
    pub value: V,
    /// The name in Rust.
    pub name: String,
    /// The description in the document.
    pub description: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// A union of types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The property that identifies the alternative, if any.
    pub tag: Option<UnionTag>,
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
    /// The variant for a value that matches several alternatives of an `anyOf`.
    pub several: Option<String>,
}

/// The property that identifies the alternative of a union.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnionTag {
    /// The name on the wire.
    pub property: String,
    /// The kind of its values.
    pub kind: TagKind,
}

/// The kind of a tag's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagKind {
    /// Strings.
    String,
    /// Integers.
    Integer,
    /// Booleans.
    Boolean,
}

/// An alternative of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    /// The name in Rust.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// The tag values that select it, as JSON without quotes.
    pub tags: Vec<String>,
    /// Whether no other alternative has the type, so that its values convert into the union.
    pub unique: bool,
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A type of [`super::Api::schemas`], by name.
    Named(String),
    /// A string.
    String,
    /// A string or number of a format with a type of its own.
    Format(Format),
    /// An integer, with the name of its Rust type.
    Integer(&'static str),
    /// A number.
    Float,
    /// A boolean.
    Boolean,
    /// An array.
    List(Box<Type>),
    /// A map from strings to values.
    Map(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A boxed value, which makes recursion possible.
    Boxed(Box<Type>),
    /// Any JSON.
    Any,
    /// A user-supplied type, by path.
    External(String),
}

impl Schema {
    /// Creates a schema that no tag uses yet.
    pub fn new(span: Span, name: String, description: Option<String>, shape: Shape) -> Self {
        Self { span, name, description, shape, tags: BTreeSet::new(), recursive: false }
    }
}

impl std::fmt::Display for Constant {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String(value) => value.fmt(formatter),
            Self::Number(value) | Self::Integer(value) => value.fmt(formatter),
            Self::Boolean(value) => value.fmt(formatter),
        }
    }
}

impl Type {
    /// Returns the name, if this is a type of [`super::Api::schemas`].
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
    /// Whether other types convert into this one, which arguments make use of.
    pub fn is_converted(&self) -> bool {
        match self {
            Self::String => true,
            Self::Format(format) => format.facts().module.is_some(),
            _ => false,
        }
    }

    /// Returns the name, if this is a type of [`super::Api::schemas`] or a pointer to one.
    pub fn direct_name(&self) -> Option<&str> {
        match self.unboxed() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the type that a pointer is to, or this type.
    pub fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(inner) => inner.unboxed(),
            ty => ty,
        }
    }

    /// Returns the given types and all types nested in them.
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
    /// Returns the types in this schema.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => object.fields.iter().map(|field| &field.ty).chain(&object.rest).collect(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Tuple(items) => items.iter().collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntEnum(_) => Vec::new(),
        }
    }

    /// Like [`Self::types`], but mutable.
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
