//! What the engine made of an [`Api`](super::Api), keyed by what it was made for.
//!
//! Emitters iterate the `Api` and take the item of each schema and operation. An item that is not there is an error that
//! names it, and so is one that nothing took.

use std::collections::BTreeMap;

use syn::Type;

/// The engine's types: of the fields of structs, and of the arguments and results of methods.
#[derive(Debug, Clone, Default)]
pub struct EngineItems {
    /// Structs by the name of their schema.
    pub structs: BTreeMap<String, EngineStruct>,
    /// Methods by the function of their operation.
    pub methods: BTreeMap<String, EngineMethod>,
}

/// A struct.
#[derive(Debug, Clone, Default)]
pub struct EngineStruct {
    /// The types of its fields by their index in [`super::Struct::fields`].
    pub fields: BTreeMap<usize, Type>,
}

/// A method.
#[derive(Debug, Clone, Default)]
pub struct EngineMethod {
    /// The types of its arguments by their index in [`super::Operation::parameters`].
    pub arguments: BTreeMap<usize, Type>,
    /// The type of the argument for its body.
    pub body: Option<Type>,
    /// The type that it returns.
    pub response: Option<Type>,
}

/// An item that the engine did not make, or that no emitter took.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineItemError {
    /// It is missing.
    #[error("the engine made no {0}")]
    Missing(String),
    /// It is left over.
    #[error("no emitter took the engine's {0}")]
    Unused(String),
}

impl EngineItems {
    /// Takes the struct of a schema.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_struct(&mut self, schema: &str) -> Result<EngineStruct, EngineItemError> {
        let found = self.structs.remove(schema);
        found.ok_or_else(|| EngineItemError::Missing(format!("struct for the schema `{schema}`")))
    }

    /// Takes the method of an operation.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_method(&mut self, function: &str) -> Result<EngineMethod, EngineItemError> {
        let found = self.methods.remove(function);
        found.ok_or_else(|| EngineItemError::Missing(format!("method for the operation `{function}`")))
    }

    /// Checks that every item was taken.
    ///
    /// # Errors
    /// Fails if one is left, which an emitter passed over.
    pub fn finish(self) -> Result<(), EngineItemError> {
        let schema = self.structs.into_keys().next().map(|name| format!("struct for the schema `{name}`"));
        let operation = || self.methods.into_keys().next().map(|name| format!("method for `{name}`"));
        schema.or_else(operation).map_or(Ok(()), |item| Err(EngineItemError::Unused(item)))
    }
}

impl EngineStruct {
    /// Takes the type of a field.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_field(&mut self, index: usize, name: &str) -> Result<Type, EngineItemError> {
        let found = self.fields.remove(&index);
        found.ok_or_else(|| EngineItemError::Missing(format!("field `{name}`")))
    }
}

impl EngineMethod {
    /// Takes the type of an argument.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_argument(&mut self, index: usize, name: &str) -> Result<Type, EngineItemError> {
        let found = self.arguments.remove(&index);
        found.ok_or_else(|| EngineItemError::Missing(format!("argument `{name}`")))
    }

    /// Takes the type of the argument for the body.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_body(&mut self) -> Result<Type, EngineItemError> {
        self.body.take().ok_or_else(|| EngineItemError::Missing("argument for the body".to_owned()))
    }

    /// Takes the type that the method returns.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_response(&mut self) -> Result<Type, EngineItemError> {
        self.response.take().ok_or_else(|| EngineItemError::Missing("type of the response".to_owned()))
    }
}

impl EngineItemError {
    /// Names the schema or the operation that the item belongs to.
    #[must_use]
    pub fn of(self, owner: &str) -> Self {
        match self {
            Self::Missing(item) => Self::Missing(format!("{item} of `{owner}`")),
            Self::Unused(item) => Self::Unused(format!("{item} of `{owner}`")),
        }
    }
}
