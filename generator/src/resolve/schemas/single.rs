//! Schemas that are equivalent to another type: a reference, an `allOf` of one, or alternatives of which only one
//! determines the type.

use percent_encoding::percent_decode_str;

use super::super::Context;
use super::null::{allows_null, is_null, is_nullable};
use super::parts::{self, has_own_shape, is_constraint};
use super::tag::discriminator;
use super::unions::values;
use super::{Schemas, TypeUse};
use crate::document::Node;
use crate::document::openapi::follow;
use crate::ir::{Shape, Type, Variant};
use crate::names::{NameAllocator, camel_variant};

impl<'t> Schemas<'t> {
    /// Returns the component that parts are equivalent to: exactly one determines the type, and it is a reference.
    pub(super) fn named(&mut self, context: &mut Context<'t>, parts: &[&'t Node]) -> Option<TypeUse> {
        let telling: Vec<&'t Node> = parts.iter().copied().filter(|part| parts::shapes(part)).collect();
        let telling = strongest(context, telling);
        let [one] = telling.as_slice() else { return None };
        let found = match one.reference() {
            Some(reference) => {
                let key = reference.as_str()?.strip_prefix("#/components/schemas/")?;
                let key = percent_decode_str(key).decode_utf8().ok()?.replace("~1", "/").replace("~0", "~");
                let ty = Type::Named(self.names.get(key.as_str())?.clone());
                let target = context.follow(one);
                TypeUse { ty, nullable: allows_null(context.root, target, 0) }
            }
            None => self.equivalent_component(context, one)?,
        };
        parts.iter().for_each(|part| parts::narrowing(context, part));
        let nullable = found.nullable || parts.iter().any(|part| is_nullable(context, part));
        Some(TypeUse { nullable, ..found })
    }

    /// Returns the component that a schema is equivalent to: by an `allOf` of one, or by alternatives of which all
    /// others are null or strings that the component accepts too.
    fn equivalent_component(&mut self, context: &mut Context<'t>, node: &'t Node) -> Option<TypeUse> {
        if let Some(inner) = parts::only(node, "allOf").and_then(Node::as_array) {
            context.items(node, "allOf");
            return self.named(context, &inner.iter().collect::<Vec<_>>());
        }
        let key = ["oneOf", "anyOf"].into_iter().find(|key| parts::only(node, key).is_some())?;
        let branches = node.get(key).and_then(Node::as_array)?;
        let is_empty = |branch: &&Node| is_null(context.root, branch) || is_constraint(branch);
        let (empty, telling): (Vec<_>, Vec<_>) = branches.iter().partition(is_empty);
        let one = match telling.as_slice() {
            [one] => one,
            several => only_enum(context.root, several)?,
        };
        let found = self.named(context, &[one])?;
        let mut taken = telling.iter().filter(|branch| branch.span != one.span).peekable();
        if let Type::Named(name) = &found.ty
            && taken.clone().any(|branch| is_blank(context.root, branch))
        {
            self.with_blank.insert(name.clone());
        }
        let is_plain = taken.peek().is_some();
        for branch in taken.chain(&empty) {
            context.tracker.read_whole(branch);
            context.follow(branch);
        }
        discriminator(context, node);
        context.items(node, key);
        let nullable = found.nullable
            || empty.iter().any(|branch| is_null(context.root, branch))
            || (is_plain && branches.iter().any(|branch| is_nullable(context, branch)));
        Some(TypeUse { nullable, ..found })
    }

    /// Adds the empty string to the enums that accept it.
    pub(super) fn add_blank(&mut self) {
        let with_blank = std::mem::take(&mut self.with_blank);
        for schema in self.done.iter_mut().filter(|schema| with_blank.contains(&schema.name)) {
            let Shape::StringEnum(variants) = &mut schema.shape else { continue };
            if variants.iter().all(|variant| !variant.value.is_empty()) {
                let taken: Vec<&str> =
                    variants.iter().map(|variant| variant.name.as_str()).chain(["Other"]).collect();
                let name = NameAllocator::without(&taken).allocate(camel_variant("blank"));
                let (value, description) = (String::new(), None);
                variants.push(Variant { value, name, description, deprecated: false });
            }
        }
    }
}

/// Returns the parts without those that another part implies.
fn strongest<'t>(context: &mut Context<'t>, parts: Vec<&'t Node>) -> Vec<&'t Node> {
    let mut kept: Vec<&'t Node> = Vec::new();
    for (index, part) in parts.iter().copied().enumerate() {
        let mut others = parts.iter().enumerate().filter(|(other, _)| *other != index);
        // Of two equivalent parts, the first is kept.
        let is_implied = others.any(|(other, stronger)| {
            implies(context.root, stronger, part) && (other < index || !implies(context.root, part, stronger))
        });
        match is_implied {
            true => {
                parts::narrowing(context, part);
                context.follow(part);
            }
            false => kept.push(part),
        }
    }
    kept
}

/// Whether the target of a reference implies another part: it is the same schema, extends it, or is one of its
/// alternatives.
fn implies(root: &Node, stronger: &Node, weaker: &Node) -> bool {
    if stronger.reference().is_none() {
        return false;
    }
    let (Some(target), Some(said)) = (follow(root, stronger), follow(root, weaker)) else { return false };
    let is_choice = ["oneOf", "anyOf"].into_iter().find_map(|key| parts::only(said, key)?.as_array());
    let is_one = |branch: &Node| follow(root, branch).is_some_and(|one| std::ptr::eq(one, target));
    // A subtype that adds nothing to its base has no type.
    let is_more =
        has_own_shape(target) || parts::only(target, "allOf").is_none_or(|_| all_of(target).len() > 1);
    (weaker.reference().is_some() && std::ptr::eq(target, said))
        || ((weaker.reference().is_some() || is_more) && is_built_on(root, target, said, 0))
        || is_choice.is_some_and(|branches| branches.iter().any(is_one))
}

fn all_of(node: &Node) -> &[Node] {
    node.get("allOf").and_then(Node::as_array).unwrap_or_default()
}

/// Whether a schema extends a base, directly or indirectly.
fn is_built_on(root: &Node, node: &Node, base: &Node, depth: usize) -> bool {
    let leads = |part: &Node| {
        follow(root, part).is_some_and(|target| {
            (part.reference().is_some() && std::ptr::eq(target, base))
                || (depth < 8 && is_built_on(root, target, base, depth + 1))
        })
    };
    all_of(node).iter().any(leads)
}

/// Returns the only enum component among string alternatives: an open enum accepts any other string as well.
fn only_enum<'t>(root: &'t Node, branches: &[&'t Node]) -> Option<&'t Node> {
    let is_component =
        |branch: &Node| branch.reference().is_some() && !is_blank(root, branch) && is_enum(root, branch);
    let mut enums = branches.iter().copied().filter(|branch| is_component(branch));
    let one = enums.next().filter(|_| enums.next().is_none())?;
    let takes = |branch: &&&Node| is_blank(root, branch) || is_any_text(root, branch);
    let others: Vec<&&Node> = branches.iter().filter(|branch| branch.span != one.span).collect();
    others.iter().all(takes).then_some(one)
}

/// Whether a schema is a string enum.
fn is_enum(root: &Node, branch: &Node) -> bool {
    let listed = follow(root, branch).map(values).unwrap_or_default();
    listed.iter().any(|item| item.as_str().is_some())
}

/// Whether a schema allows only the empty string, and possibly null.
fn is_blank(root: &Node, branch: &Node) -> bool {
    let listed = follow(root, branch).map(values).unwrap_or_default();
    is_enum(root, branch) && listed.iter().all(|item| item.as_str().is_none_or(str::is_empty))
}

/// Whether a schema allows any string.
fn is_any_text(root: &Node, branch: &Node) -> bool {
    let Some(target) = follow(root, branch) else { return false };
    target.get("type").and_then(Node::as_str) == Some("string")
        && !parts::shapes(target)
        && target.get("format").is_none()
        && values(target).is_empty()
}
