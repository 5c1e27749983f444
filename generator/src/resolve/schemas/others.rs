//! Unnamed properties of an object: `additionalProperties`, `unevaluatedProperties` (which `import` converts) and
//! `patternProperties`.

use super::super::{Context, typing};
use super::alternatives::assign_names;
use super::parts::Leaves;
use super::places::Origin;
use super::unions::simplify;
use super::{Place, Schemas, TypeUse};
use crate::document::Node;
use crate::ir::{Schema, Shape, Type, Union, UnionVariant};

/// The schemas of unnamed properties.
#[derive(Default)]
pub(super) struct Others<'t> {
    /// The schemas for a name that matches no pattern.
    rest: Vec<&'t Node>,
    /// One schema per pattern.
    patterns: Vec<&'t Node>,
    /// Whether any JSON is allowed explicitly.
    any: bool,
    /// Whether a name that matches no pattern is forbidden.
    closed: bool,
}

impl<'t> Others<'t> {
    pub(super) fn of(context: &mut Context<'t>, leaves: &Leaves<'t>) -> Self {
        let mut others = Self::default();
        for values in leaves.all(context, "additionalProperties") {
            match values.as_bool() {
                Some(true) => others.any = true,
                Some(false) => others.closed = true,
                None => others.rest.push(values),
            }
        }
        for patterns in leaves.all(context, "patternProperties") {
            others.patterns.extend(patterns.as_object().into_iter().flat_map(|patterns| patterns.values()));
        }
        for pattern in &others.patterns {
            context.tracker.read(pattern);
        }
        others
    }

    /// Whether the document describes unnamed properties.
    pub(super) fn is_described(&self) -> bool {
        self.any || !self.rest.is_empty() || !self.patterns.is_empty()
    }

    /// Returns all schemas.
    pub(super) fn all(&self) -> Vec<&'t Node> {
        self.rest.iter().chain(&self.patterns).copied().collect()
    }

    /// Returns the schemas for required names, if patterns do not decide.
    pub(super) fn parts(&self) -> &[&'t Node] {
        if self.patterns.is_empty() { &self.rest } else { &[] }
    }
}

impl<'t> Schemas<'t> {
    /// Returns the type of the unnamed properties, next to named ones or alone.
    pub(super) fn others(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        others: &Others<'t>,
        beside: bool,
    ) -> Type {
        let is_open = !others.closed && !others.any && others.rest.is_empty();
        if others.any || (beside && is_open && !others.patterns.is_empty()) {
            return any(context, others);
        }
        let mut alternatives: Vec<Vec<&'t Node>> = Vec::new();
        alternatives.extend(others.patterns.iter().map(|pattern| vec![*pattern]));
        alternatives.extend(Some(others.rest.clone()).filter(|rest| !rest.is_empty()));
        let mut used = Vec::new();
        for (index, parts) in alternatives.iter().enumerate() {
            let number = if index == 0 { String::new() } else { format!(" {}", index + 1) };
            used.push(self.type_of(context, &Place::element(name, format!("value{number}")), parts));
        }
        let nullable = used.iter().any(|used| used.nullable);
        let mut types: Vec<Type> = used.into_iter().map(|used| used.ty).collect();
        let mut seen = Vec::new();
        types.retain(|ty| {
            !seen.contains(ty) && {
                seen.push(ty.clone());
                true
            }
        });
        match types.as_slice() {
            [] => Type::Any,
            [only] => TypeUse { ty: only.clone(), nullable }.whole(),
            _ if types.contains(&Type::Any) => Type::Any,
            _ => TypeUse { ty: self.one_of(context, name, &others.patterns, types), nullable }.whole(),
        }
    }

    /// Returns a union of the types of the patterns.
    fn one_of(&mut self, context: &Context<'t>, name: &str, patterns: &[&'t Node], types: Vec<Type>) -> Type {
        let place = Place::element(name, "value".to_owned());
        let name = self.types.allocate(place.name());
        let at = self.places.enter(&name, &place);
        let variant = |ty: Type| UnionVariant { name: String::new(), ty, tags: Vec::new(), unique: false };
        let mut variants: Vec<UnionVariant> = types.into_iter().map(variant).collect();
        simplify(&mut variants);
        assign_names(&mut variants, &name);
        let span = patterns.first().map_or(context.root.span, |pattern| pattern.head());
        let description = Some("A value whose type depends on the property name.".to_owned());
        let shape = Shape::Union(Union { tag: None, variants, several: None });
        self.done.push(Schema::new(span, name.clone(), description, shape));
        self.places.hoist(at, &name, Origin::default());
        Type::Named(name)
    }
}

/// Returns any JSON for patterns, because a name that matches none may have another type.
fn any<'t>(context: &mut Context<'t>, others: &Others<'t>) -> Type {
    for schema in others.patterns.iter().chain(&others.rest) {
        context.tracker.read_whole(schema);
        typing::note(context, &[*schema], Some(&Type::Any));
    }
    Type::Any
}
