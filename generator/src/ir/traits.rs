//! Traits that a type has if each of its parts has them.
//!
//! Types contain each other in cycles. So a type has a trait unless one of its parts, at any depth, lacks it (the greatest
//! fixpoint).

use std::collections::{BTreeSet, HashMap};

use super::{Api, Schema, Shape, Type};

/// The traits of the types of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits<'a> {
    hashed: BTreeSet<&'a str>,
    ordered: BTreeSet<&'a str>,
}

impl<'a> Traits<'a> {
    /// Returns the traits of the types of an API.
    pub fn of(api: &'a Api) -> Self {
        let is_hashed = |ty: &Type| match ty {
            Type::Float => false,
            Type::External(path) => api.hashed.contains(path),
            _ => true,
        };
        let is_ordered = |ty: &Type| !matches!(ty, Type::Float | Type::Any | Type::External(_));
        Self {
            hashed: with_all_parts(&api.schemas, |schema| has(schema, is_hashed)),
            ordered: with_all_parts(&api.schemas, |schema| {
                !matches!(schema.shape, Shape::Struct(_) | Shape::Union(_)) && has(schema, is_ordered)
            }),
        }
    }

    /// Whether a type has `Eq` and `Hash`.
    pub fn is_hashed(&self, name: &str) -> bool {
        self.hashed.contains(name)
    }

    /// Whether a type has `Ord`. An object or a union has not: no order of their fields or alternatives has a meaning.
    pub fn is_ordered(&self, name: &str) -> bool {
        self.ordered.contains(name)
    }
}

/// Whether each type that a schema mentions has a trait. Types of other schemas are judged there.
fn has(schema: &Schema, is_it: impl Fn(&Type) -> bool) -> bool {
    Type::with_inner(schema.shape.types()).into_iter().all(is_it)
}

/// Returns the names of the schemas that have a trait themselves and contain only such, at any depth.
fn with_all_parts(schemas: &[Schema], has_itself: impl Fn(&Schema) -> bool) -> BTreeSet<&str> {
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    for schema in schemas {
        for part in schema.shape.types().into_iter().filter_map(Type::named) {
            users.entry(part).or_default().push(&schema.name);
        }
    }
    let mut all: BTreeSet<&str> = schemas.iter().map(|schema| schema.name.as_str()).collect();
    let mut todo: Vec<&str> =
        schemas.iter().filter(|schema| !has_itself(schema)).map(|schema| schema.name.as_str()).collect();
    while let Some(name) = todo.pop() {
        if all.remove(name) {
            todo.extend(users.get(name).into_iter().flatten());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Span;

    /// A list of types under a name, and the types in it.
    fn schemas(given: &[(&str, &[Type])]) -> Vec<Schema> {
        let span = Span { file: 0, start: 0, end: 0 };
        let schema = |(name, types): &(&str, &[Type])| {
            Schema::new(span, (*name).to_owned(), None, Shape::Tuple(types.to_vec()))
        };
        given.iter().map(schema).collect()
    }

    fn named(name: &str) -> Type {
        Type::Boxed(Box::new(Type::Named(name.to_owned())))
    }

    fn without_floats(schemas: &[Schema]) -> Vec<&str> {
        with_all_parts(schemas, |schema| has(schema, |ty| *ty != Type::Float)).into_iter().collect()
    }

    #[test]
    fn cycle_of_types_with_a_trait_has_it() {
        let schemas = schemas(&[("A", &[named("B")]), ("B", &[named("A"), Type::String])]);
        assert_eq!(without_floats(&schemas), ["A", "B"]);
    }

    #[test]
    fn cycle_with_a_part_that_lacks_it_lacks_it() {
        let list = Type::List(Box::new(Type::Nullable(Box::new(Type::Float))));
        let schemas = schemas(&[
            ("A", &[named("B")]),
            ("B", &[named("A"), named("C")]),
            ("C", &[list]),
            ("D", &[named("E")]),
            ("E", &[Type::Any]),
        ]);
        assert_eq!(without_floats(&schemas), ["D", "E"]);
    }
}
