//! Resolves schemas to types. Components keep their names; inline schemas are hoisted and named after their context.
//!
//! A type is resolved from a list of *parts*: schemas that apply together, as in `allOf`. Usually there is only one.

mod alternatives;
mod claims;
mod constants;
mod conversions;
mod enums;
mod examples;
mod fixed;
mod formats;
mod forms;
mod inheritance;
mod integers;
mod narrow;
mod null;
mod others;
mod parts;
mod places;
mod plain;
mod recursion;
mod several;
mod sharing;
mod single;
mod structs;
mod tag;
mod unions;

use std::collections::{BTreeSet, HashMap};

use super::{Context, typing};
use crate::diagnostic::Diagnostic;
use crate::document::{Node, Span};
use crate::ir::{Schema, Shape, Type};
use crate::lock::{self, Kind};
use crate::names::{self, Keyed, NameAllocator, camel};

pub(super) use fixed::arguments as fixed_arguments;
use null::are_nullable;
pub(super) use null::{allows_null, is_null};
use parts::Leaves;
pub(super) use places::Place;
use places::{Origin, Places};
pub(super) use sharing::Renames;

/// Names that a model crate uses itself.
const TAKEN: [&str; 2] = ["ErrorCode", "Value"];
/// The maximum number of types in a document.
const MAX_TYPES: usize = 60_000;

/// The schemas resolved so far.
pub(super) struct Schemas<'t> {
    types: NameAllocator,
    /// Type names of components, by key.
    names: HashMap<&'t str, String>,
    /// Hoisted types by the span of their first part, so that a schema that is used twice is one type.
    hoisted: HashMap<Span, Type>,
    /// The types being hoisted, by the addresses of their parts, with the name and whether the type uses itself. Spans
    /// would not do, because `import` may create several nodes with one span.
    open: HashMap<Vec<*const Node>, (String, bool)>,
    /// Components that extend another by `allOf`, by the key of the latter, in document order.
    built_on: HashMap<String, Vec<&'t str>>,
    /// The types of bases without their subtypes, by component key.
    bases: HashMap<&'t str, String>,
    /// Enums that also accept the empty string, because it is an alternative next to them.
    with_blank: BTreeSet<String>,
    /// Unions of subtypes and the type of their base, if no tag value is documented for the latter.
    untagged_bases: BTreeSet<(String, String)>,
    places: Places,
    done: Vec<Schema>,
}

/// A type, and whether its schema allows null.
pub(super) struct TypeUse {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl TypeUse {
    fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// Returns the type, with null as a value if the schema allows it.
    pub(super) fn whole(self) -> Type {
        match self.ty {
            ty if !self.nullable => ty,
            Type::Any => Type::Any,
            ty => Type::Nullable(Box::new(ty)),
        }
    }
}

impl<'t> Schemas<'t> {
    /// Names all components without resolving them.
    pub(super) fn new(context: &mut Context<'t>) -> Self {
        let root = context.root;
        let mut schemas = Self {
            types: NameAllocator::without(&TAKEN),
            names: HashMap::new(),
            hoisted: HashMap::new(),
            open: HashMap::new(),
            built_on: inheritance::built_on(root),
            bases: HashMap::new(),
            with_blank: BTreeSet::new(),
            untagged_bases: BTreeSet::new(),
            places: Places::default(),
            done: Vec::new(),
        };
        let section =
            context.get(root, "components").and_then(|components| context.get(components, "schemas"));
        let section = section.and_then(Node::as_object).into_iter().flatten();
        let locked = context.lock.map(|lock| lock.by_key(Kind::Component)).unwrap_or_default();
        let settings = &context.config.rename.schemas;
        let keyed: Vec<Keyed<'_>> = section
            .map(|(key, _)| {
                let given = context.setting(settings, key).map(String::as_str);
                Keyed { key, given, locked: locked.get(lock::token(key).as_str()).copied() }
            })
            .collect();
        for (keyed, name) in keyed.iter().zip(names::types(keyed.iter().copied(), &TAKEN)) {
            schemas.types.allocate(name.clone());
            schemas.names.insert(keyed.key, name);
        }
        schemas
    }

    /// Resolves all components and merges equal types. Types hoisted for operations follow the components.
    pub(super) fn finish(mut self, context: &mut Context<'t>) -> (Vec<Schema>, Renames) {
        let section = crate::document::openapi::components(context.root, "schemas");
        let for_operations = std::mem::take(&mut self.done);
        for (key, node) in section.into_iter().flatten() {
            context.tracker.read(node);
            let Some(name) = self.names.get(key.as_str()).cloned() else { continue };
            match context.setting(&context.config.types.schemas, key) {
                Some(replacement) => self.replaced(context, name, node, &replacement.rust),
                None => self.component(context, key, name, node),
            }
        }
        self.done.extend(for_operations);
        self.add_blank();
        let renames = self.share(context);
        recursion::resolve(&mut self.done);
        conversions::resolve(&mut self.done);
        let bases = renames.pairs(self.untagged_bases);
        fixed::resolve(&mut self.done, &bases);
        (self.done, renames)
    }

    /// Replaces a component by a user-supplied type.
    fn replaced(&mut self, context: &mut Context<'t>, name: String, node: &'t Node, rust: &str) {
        let description = context.prose(node, "description");
        context.tracker.read_whole(node);
        let shape = Shape::Alias(Type::External(rust.to_owned()));
        self.done.push(Schema::new(node.head(), name, description, shape));
    }

    fn component(&mut self, context: &mut Context<'t>, key: &'t str, name: String, node: &'t Node) {
        let index = self.done.len();
        let description = context.prose(node, "description");
        let shape = match self.inheritance(context, key, &name) {
            Some(union) => Ok(union),
            None => self.shape(context, &name, &[node]),
        };
        let shape = match shape {
            Ok(shape) => shape,
            // Nullability is applied at each use of the component.
            Err(other) => Shape::Alias(other.ty),
        };
        self.places.titles.extend(title(&[node]).map(|title| (name.clone(), title)));
        self.done.insert(index, Schema::new(node.head(), name, description, shape));
    }

    /// Returns the type of a schema at a use. `place` names a type that is hoisted from it.
    pub(super) fn type_use(
        &mut self,
        context: &mut Context<'t>,
        place: &Place<'_>,
        node: &'t Node,
    ) -> TypeUse {
        context.tracker.read(node);
        self.type_of(context, place, &[node])
    }

    /// Like [`Self::type_use`], for a parameter, body or response.
    pub(super) fn whole_use(
        &mut self,
        context: &mut Context<'t>,
        place: &Place<'_>,
        node: &'t Node,
    ) -> TypeUse {
        let used = self.type_use(context, place, node);
        typing::note(context, &[node], Some(&used.ty));
        used
    }

    /// Returns the type of parts that apply together.
    fn type_of(&mut self, context: &mut Context<'t>, place: &Place<'_>, parts: &[&'t Node]) -> TypeUse {
        if let Some(named) = self.named(context, parts) {
            return named;
        }
        let key = parts.first().map(|part| part.span);
        if let Some(known) = key.and_then(|key| self.hoisted.get(&key)).filter(|_| parts.len() == 1) {
            known.named().into_iter().for_each(|name| self.places.again(name, place));
            return TypeUse { ty: known.clone(), nullable: are_nullable(context, parts) };
        }
        // A reference into a schema may point to one that is being resolved.
        let open: Vec<_> = parts.iter().map(|part| std::ptr::from_ref(*part)).collect();
        if let Some((name, used)) = self.open.get_mut(&open) {
            *used = true;
            let ty = Type::Named(name.clone());
            return TypeUse { ty, nullable: are_nullable(context, parts) };
        }
        if self.done.len() > MAX_TYPES {
            let span = key.unwrap_or(context.root.span);
            let message = format!("the document exceeds the limit of {MAX_TYPES} types");
            context.diagnostics.push(Diagnostic::error("over-budget", span, message));
            return TypeUse::plain(Type::Any);
        }
        let name = place.name();
        let given = context.setting(&context.config.rename.schemas, &name);
        let name = given.map_or(name, |renamed| camel(renamed));
        // The name is reserved before nested types are named, and released if no type is generated.
        let name = self.types.allocate(name);
        let at = self.places.enter(&name, place);
        let index = self.done.len();
        self.open.insert(open.clone(), (name.clone(), false));
        let shape = self.shape(context, &name, parts);
        let is_within_itself = self.open.remove(&open).is_some_and(|(_, used)| used);
        let shape = match shape {
            Err(other) if is_within_itself => Ok(Shape::Alias(other.ty)),
            shape => shape,
        };
        match shape {
            Ok(shape) => {
                let description = parts.iter().rev().find_map(|part| context.prose(part, "description"));
                let span = parts.last().map_or(context.root.span, |part| part.head());
                let schema = Schema::new(span, name.clone(), description, shape);
                self.done.insert(index, schema);
                let target = parts.first().filter(|_| parts.len() == 1);
                let target = target.and_then(|only| crate::document::openapi::follow(context.root, only));
                let target = target.map(|target| target.span);
                self.places.titles.extend(title(parts).map(|title| (name.clone(), title)));
                self.places.hoist(
                    at,
                    &name,
                    Origin { target, is_given: given.is_some(), ..Origin::default() },
                );
                let nullable = are_nullable(context, parts);
                if let Some(key) = key.filter(|_| parts.len() == 1) {
                    self.hoisted.insert(key, Type::Named(name.clone()));
                }
                TypeUse { ty: Type::Named(name), nullable }
            }
            Err(other) => {
                self.types.release(&name);
                other
            }
        }
    }

    /// Returns the shape of a type that needs a name, or a type that needs none.
    fn shape(&mut self, context: &mut Context<'t>, name: &str, parts: &[&'t Node]) -> Result<Shape, TypeUse> {
        if let Some(named) = self.named(context, parts) {
            return Err(named);
        }
        let leaves = Leaves::of(context, parts);
        let nullable = leaves.nullable;
        if let Some(ty) = formats::int_or_string(context, &leaves) {
            return Err(TypeUse { ty, nullable });
        }
        if let Some((union, beside)) = narrow::narrowed(context.root, &leaves) {
            return self.narrowed(context, name, union, &beside);
        }
        let properties = leaves.properties(context);
        let mut beside = leaves.unions.iter().filter(|_| properties.is_struct() && leaves.unions.len() < 3);
        if let Some(union) = beside.find(|union| unions::shares_properties(context, **union, &properties)) {
            return self.distribute(context, name, parts, *union, nullable);
        }
        let is_empty = leaves.is_empty_object(context);
        if properties.is_struct() || is_empty || several::can_be_flattened(context.root, &leaves.unions) {
            return Ok(Shape::Struct(self.structure(context, name, &leaves, properties)));
        }
        if let Some(union) = several::primary_union(context, &leaves.unions) {
            return self.union(context, name, union, &[], nullable);
        }
        if let Some(shape) = enums::shape(context, &leaves) {
            return Ok(shape);
        }
        if let Some(tuple) = self.tuple(context, name, &leaves) {
            return Ok(tuple);
        }
        let ty = self.plain(context, name, &leaves);
        Err(TypeUse { ty, nullable })
    }
}

/// Returns the title of schemas that apply together.
fn title(parts: &[&Node]) -> Option<String> {
    let title = |part: &&Node| part.get("title")?.as_str().map(str::to_owned);
    parts.iter().rev().find_map(title).filter(|title| !title.trim().is_empty())
}
