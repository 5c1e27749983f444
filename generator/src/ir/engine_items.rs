//! The engine's output for an [`Api`](super::Api), keyed by schema and operation.
//!
//! Emitters iterate the `Api` and take the item of each schema and operation. A missing item is an error that names it,
//! and so is an unused one.

use std::collections::BTreeMap;

use syn::Type;

/// The types that the engine generated for struct fields, arguments and return values.
#[derive(Debug, Clone, Default)]
pub struct EngineItems {
    /// Structs by schema name.
    pub structs: BTreeMap<String, EngineStruct>,
    /// Methods by function name.
    pub methods: BTreeMap<String, EngineMethod>,
}

/// A struct.
#[derive(Debug, Clone, Default)]
pub struct EngineStruct {
    /// The field types by their index in [`super::Struct::fields`].
    pub fields: BTreeMap<usize, Type>,
}

/// A method.
#[derive(Debug, Clone, Default)]
pub struct EngineMethod {
    /// The argument types by their index in [`super::Operation::parameters`].
    pub arguments: BTreeMap<usize, Type>,
    /// The type of the body argument.
    pub body: Option<Type>,
    /// The return type.
    pub response: Option<Type>,
}

/// The error for an item that the engine did not generate, or that no emitter used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineItemError {
    /// The item is missing.
    #[error("the engine made no {0}")]
    Missing(String),
    /// The item is unused.
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
    /// Fails if an item is left.
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

    /// Takes the type of the body argument.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_body(&mut self) -> Result<Type, EngineItemError> {
        self.body.take().ok_or_else(|| EngineItemError::Missing("argument for the body".to_owned()))
    }

    /// Takes the return type of the method.
    ///
    /// # Errors
    /// Fails if it is not there.
    pub fn take_response(&mut self) -> Result<Type, EngineItemError> {
        self.response.take().ok_or_else(|| EngineItemError::Missing("type of the response".to_owned()))
    }
}

impl EngineItemError {
    /// Returns the schema or operation that the item belongs to.
    #[must_use]
    pub fn of(self, owner: &str) -> Self {
        match self {
            Self::Missing(item) => Self::Missing(format!("{item} of `{owner}`")),
            Self::Unused(item) => Self::Unused(format!("{item} of `{owner}`")),
        }
    }
}
