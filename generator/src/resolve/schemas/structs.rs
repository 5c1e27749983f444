//! Structs: objects with named fields.

use super::super::{Context, marks, typing};
use super::null::is_nullable;
use super::parts::{self, Choice, Leaves, Properties};
use super::places::Origin;
use super::{Place, Schemas, TypeUse, constants, narrow};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::{components, follow};
use crate::document::{Node, Span};
use crate::ir::{Field, Schema, Shape, Struct, Type};
use crate::names::{self, NameAllocator, Wired};

/// The struct field for unnamed properties.
pub(super) const ADDITIONAL: &str = "additional_properties";

impl<'t> Schemas<'t> {
    pub(super) fn structure(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        leaves: &Leaves<'t>,
        properties: Properties<'t>,
    ) -> Struct {
        let mut fields = Vec::new();
        // The required names of a map have the type of its other values.
        let values = properties.is_map.then(|| self.rest(context, name, &properties)).flatten();
        for (wire, parts) in &properties.named {
            fields.push(self.field(context, name, wire, parts, &properties));
        }
        name_fields(&mut fields);
        let mut names = fields.iter().fold(NameAllocator::default(), |mut names, field| {
            names.allocate(field.name.clone());
            names
        });
        for wire in properties.named.keys().filter(|wire| properties.is_undeclared(wire)) {
            let at = leaves.required_name(wire).map_or(context.root.span, Node::head);
            let message =
                format!("`{wire}` is required but not a property; it is optional and can be any JSON");
            let diagnostic = Diagnostic::new(Severity::Approximation, "required-undeclared", at, message);
            context.diagnostics.push(diagnostic);
        }
        for (index, union) in leaves.unions.iter().copied().enumerate() {
            fields.push(self.beside(context, name, index, union, &mut names));
        }
        let rest = match properties.is_map {
            true => values.or(Some(Type::Any)),
            false => self.rest(context, name, &properties),
        };
        let rest_secret = rest.is_some() && marks::is_secret(context.root, &properties.others.all());
        Struct { fields, rest, rest_secret }
    }

    fn field(
        &mut self,
        context: &mut Context<'t>,
        structure: &str,
        wire: &str,
        parts: &[&'t Node],
        properties: &Properties<'t>,
    ) -> Field {
        let description = parts.iter().rev().find_map(|part| context.prose(part, "description"));
        let used = self.type_of(context, &Place::property(structure, wire), parts);
        typing::note(context, parts, Some(&used.ty));
        // A read-only or write-only property is absent in the other direction, and one type is used for both.
        let one_way = parts.iter().any(|part| is_one_way(context.root, part, 0));
        let required = properties.required.contains(wire) && !one_way && !properties.is_undeclared(wire);
        let renamed = context.setting(&context.config.rename.properties, &format!("{structure}.{wire}"));
        let nullable = used.nullable && used.ty != Type::Any;
        Field {
            wire: wire.to_owned(),
            name: renamed.map_or(wire, String::as_str).to_owned(),
            description,
            ty: used.ty,
            required,
            nullable,
            flatten: false,
            deprecated: marks::is_deprecated(parts),
            secret: marks::is_secret(context.root, parts),
            constant: parts.iter().find_map(|part| constants::only_boolean(context.root, part)),
        }
    }

    /// Returns the flattened field for alternatives next to a struct's own properties.
    fn beside(
        &mut self,
        context: &mut Context<'t>,
        structure: &str,
        index: usize,
        union: Choice<'t>,
        names: &mut NameAllocator,
    ) -> Field {
        let number = if index == 0 { String::new() } else { format!(" {}", index + 1) };
        let used =
            self.hoisted_union(context, &Place::alternative(structure, format!("variant{number}")), union);
        Field {
            wire: String::new(),
            name: names.allocate("variant".to_owned()),
            description: Some("The properties of one of several alternatives.".to_owned()),
            ty: used.ty,
            required: true,
            nullable: false,
            flatten: true,
            deprecated: false,
            secret: false,
            constant: None,
        }
    }

    /// Returns the type of unnamed properties, if the document describes them.
    fn rest(&mut self, context: &mut Context<'t>, name: &str, properties: &Properties<'t>) -> Option<Type> {
        let others = &properties.others;
        others.is_described().then(|| self.others(context, name, others, !properties.is_map))
    }

    /// Resolves alternatives that share properties with their siblings, by merging the siblings into each.
    pub(super) fn distribute(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        parts: &[&'t Node],
        union: Choice<'t>,
        nullable: bool,
    ) -> Result<Shape, TypeUse> {
        self.together(context, union, |schemas, context| schemas.union(context, name, union, parts, nullable))
    }

    /// Resolves alternatives that their siblings restrict, by merging the siblings into the ones that match.
    pub(super) fn narrowed(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        union: Choice<'t>,
        beside: &[&'t Node],
    ) -> Result<Shape, TypeUse> {
        let nullable = beside.iter().any(|part| is_nullable(context, part));
        let mut fitting: Vec<&'t Node> = union.branches().iter().collect();
        narrow::fit(context.root, &mut fitting, beside);
        let shape = match fitting.as_slice() {
            [only] => {
                context.items(union.node, union.key);
                let dropped = union.branches().iter().filter(|branch| branch.span != only.span);
                dropped.for_each(|branch| context.tracker.read_whole(branch));
                let parts: Vec<&'t Node> = [*only].into_iter().chain(beside.iter().copied()).collect();
                self.together(context, union, |schemas, context| schemas.shape(context, name, &parts))
            }
            _ => self.distribute(context, name, beside, union, nullable),
        };
        // Null is an alternative that must match too.
        shape.map_err(|used| TypeUse { nullable, ..used })
    }

    /// Resolves a schema with some alternatives excluded, because they are merged already.
    fn together<T>(
        &mut self,
        context: &mut Context<'t>,
        union: Choice<'t>,
        describe: impl FnOnce(&mut Self, &mut Context<'t>) -> T,
    ) -> T {
        let open = (union.node.span, union.key);
        context.distributed.push(open);
        let described = describe(self, context);
        context.distributed.retain(|other| *other != open);
        described
    }

    /// Hoists the union of a schema with other properties.
    fn hoisted_union(&mut self, context: &mut Context<'t>, place: &Place<'_>, union: Choice<'t>) -> TypeUse {
        if let Some(ty) = self.component_of(context.root, union) {
            return TypeUse::plain(ty);
        }
        self.hoisted(context, place, union.node.head(), |schemas, context, name| {
            schemas.union(context, name, union, &[], false)
        })
    }

    /// Returns the component that consists of exactly these alternatives.
    fn component_of(&self, root: &'t Node, union: Choice<'t>) -> Option<Type> {
        parts::only(union.node, union.key)?;
        let mut components = components(root, "schemas")?.iter();
        let (key, _) = components.find(|(_, node)| std::ptr::eq(*node, union.node))?;
        Some(Type::Named(self.names.get(key.as_str())?.clone()))
    }

    /// Hoists a shape as a named type, or returns the type that it is equivalent to.
    pub(super) fn hoisted(
        &mut self,
        context: &mut Context<'t>,
        place: &Place<'_>,
        span: Span,
        describe: impl FnOnce(&mut Self, &mut Context<'t>, &str) -> Result<Shape, TypeUse>,
    ) -> TypeUse {
        let name = self.types.allocate(place.name());
        let at = self.places.enter(&name, place);
        let index = self.done.len();
        match describe(self, context, &name) {
            Ok(shape) => {
                let schema = Schema::new(span, name.clone(), None, shape);
                self.done.insert(index, schema);
                self.places.hoist(at, &name, Origin::default());
                TypeUse::plain(Type::Named(name))
            }
            Err(other) => {
                self.types.release(&name);
                other
            }
        }
    }
}

/// Replaces the texts that fields are named by, by their names in Rust.
pub(super) fn name_fields(fields: &mut [Field]) {
    let named = fields.iter().map(|field| Wired {
        wire: &field.wire,
        given: Some(&field.name),
        group: None,
        taken: &[ADDITIONAL],
    });
    let given = names::fields(named);
    for (field, name) in fields.iter_mut().zip(given) {
        field.name = name;
    }
}

/// Whether a schema, or a nested one, is read-only or write-only.
fn is_one_way(root: &Node, schema: &Node, depth: usize) -> bool {
    let Some(target) = follow(root, schema).filter(|_| depth < 8) else { return false };
    let is =
        |key: &str| [schema, target].iter().any(|node| node.get(key).and_then(Node::as_bool) == Some(true));
    let parts = target.get("allOf").and_then(Node::as_array).unwrap_or_default();
    is("readOnly") || is("writeOnly") || parts.iter().any(|part| is_one_way(root, part, depth + 1))
}
