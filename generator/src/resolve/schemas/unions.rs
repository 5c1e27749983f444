//! Unions: `oneOf` and `anyOf`.

use std::collections::BTreeSet;

use super::super::{Context, marks};
use super::constants::{differ_by_required, property_names};
use super::null::{is_null, is_nullable};
use super::parts::{Choice, Properties, is_constraint};
use super::several::may_be_several;
use super::tag::{DetectedTag, discriminator, tag};
use super::{Place, Schemas, TypeUse};
use super::{alternatives, enums, integers, narrow};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::openapi::follow;
use crate::document::{Node, Value};
use crate::ir::{Format, Shape, Type, Union, UnionVariant};
use crate::names::NameAllocator;

impl<'t> Schemas<'t> {
    /// Returns the union of alternatives, or the type that it is equivalent to. The schemas in `beside` apply to each
    /// alternative.
    pub(super) fn union(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        choice: Choice<'t>,
        beside: &[&'t Node],
        nullable: bool,
    ) -> Result<Shape, TypeUse> {
        let node = choice.node;
        let mut nullable = nullable;
        let mut branches: Vec<&'t Node> = Vec::new();
        for branch in context.items(node, choice.key) {
            match branch {
                _ if is_null(context.root, branch) => {
                    context.tracker.read_whole(branch);
                    context.follow(branch);
                    nullable = true;
                }
                _ if is_constraint(branch) => context.tracker.read_whole(branch),
                _ => branches.push(branch),
            }
        }
        let all = branches.clone();
        narrow::fit(context.root, &mut branches, beside);
        for branch in all.iter().filter(|branch| !branches.iter().any(|kept| kept.span == branch.span)) {
            context.tracker.read_whole(branch);
        }
        if branches.iter().any(|branch| branch.reference().is_none() && is_nullable(context, branch)) {
            nullable = true;
        }
        if let Some(base) = self.bases_only(context.root, &branches).filter(|_| beside.is_empty()) {
            branches.iter().for_each(|subtype| context.tracker.read_whole(subtype));
            branches = vec![base];
        }
        if let Some(shape) = merged_enum(context, node, &branches) {
            discriminator(context, node);
            return Ok(shape);
        }
        let [only] = branches.as_slice() else {
            return self.alternatives(context, name, choice, &branches, beside, nullable);
        };
        discriminator(context, node);
        context.tracker.read(only);
        let parts: Vec<&'t Node> = beside.iter().copied().chain([*only]).collect();
        let shape = self.shape(context, name, &parts);
        shape.map_err(|used| TypeUse { nullable: nullable || used.nullable, ..used })
    }

    /// Returns the union of some of the alternatives.
    fn alternatives(
        &mut self,
        context: &mut Context<'t>,
        name: &str,
        choice: Choice<'t>,
        branches: &[&'t Node],
        beside: &[&'t Node],
        nullable: bool,
    ) -> Result<Shape, TypeUse> {
        let node = choice.node;
        let mut nullable = nullable;
        let tag = tag(context, node, branches);
        let mut variants: Vec<UnionVariant> = Vec::new();
        let groups = groups(tag.as_ref(), branches);
        let hints = alternatives::hints(context.root, &groups);
        for (group, hint) in groups.into_iter().zip(hints) {
            let place = match alternatives::is_named(&group) {
                true => Place::named_alternative(name, hint.clone()),
                false => Place::alternative(name, hint.clone()),
            };
            let Group { tags, branches } = group;
            let used = match branches.as_slice() {
                [branch] => self.alternative(context, &place, branch, beside),
                several => self.hoisted(context, &place, node.head(), |schemas, context, name| {
                    schemas.alternatives(context, name, choice, several, beside, false)
                }),
            };
            nullable |= used.nullable;
            match variants.iter_mut().find(|variant| variant.ty == used.ty) {
                Some(same) => same.tags.extend(tags),
                None => {
                    let is_inline = branches.first().is_some_and(|branch| branch.reference().is_none());
                    let name = if is_inline && self.is_hoisted(&used.ty) { hint } else { String::new() };
                    variants.push(UnionVariant { name, ty: used.ty, tags, unique: false });
                }
            }
        }
        simplify(&mut variants);
        alternatives::assign_names(&mut variants, name);
        let tag = tag.filter(|_| assign_tags(&mut variants));
        match variants.as_slice() {
            [] => Err(TypeUse { ty: Type::Any, nullable }),
            [only] => Err(TypeUse { ty: only.ty.clone(), nullable }),
            _ => {
                let tag = tag.map(|told| told.tag);
                let several = tag.is_none() && may_be_several(context.root, choice, branches);
                let taken: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
                let several = several.then(|| NameAllocator::without(&taken).allocate("Several".to_owned()));
                let objects = branches.iter().filter(|branch| narrow::is_object(context.root, branch));
                let objects: Vec<&Node> = objects.copied().collect();
                if tag.is_none() && several.is_none() && !differ_by_required(context.root, &objects) {
                    let property = discriminator(context, node).map(|(property, _)| property);
                    warn_ambiguous(context, node, property.as_deref());
                }
                Ok(Shape::Union(Union { tag, variants, several }))
            }
        }
    }

    /// Whether a type was hoisted from an inline schema.
    fn is_hoisted(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(name) if !self.names.values().any(|component| component == name))
    }

    /// Returns the type of one alternative, merged with the schemas that apply to all.
    fn alternative(
        &mut self,
        context: &mut Context<'t>,
        place: &Place<'_>,
        branch: &'t Node,
        beside: &[&'t Node],
    ) -> TypeUse {
        context.tracker.read(branch);
        // The alternative is more specific than the shared schemas.
        let parts: Vec<&'t Node> = beside.iter().copied().chain([branch]).collect();
        self.type_of(context, place, &parts)
    }
}

/// Alternatives with the same tag values. The tag separates them from the others, but not from each other.
pub(super) struct Group<'t> {
    pub(super) tags: Vec<String>,
    branches: Vec<&'t Node>,
}

impl<'t> Group<'t> {
    pub(super) fn first(&self) -> Option<&'t Node> {
        self.branches.first().copied()
    }
}

fn groups<'t>(told: Option<&DetectedTag>, branches: &[&'t Node]) -> Vec<Group<'t>> {
    let mut groups: Vec<Group<'t>> = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let tags = told.and_then(|told| told.values.get(index)).cloned().unwrap_or_default();
        match groups.iter_mut().find(|group| !tags.is_empty() && group.tags == tags) {
            Some(group) => group.branches.push(branch),
            None => groups.push(Group { tags, branches: vec![branch] }),
        }
    }
    groups
}

/// Reports alternatives that can only be matched by structure.
pub(super) fn warn_ambiguous(context: &mut Context<'_>, node: &Node, property: Option<&str>) {
    let subject =
        property.map_or("nothing tells".to_owned(), |property| format!("`{property}` does not tell"));
    let message = format!("{subject} these alternatives apart; the one that keeps most of a value is taken");
    let diagnostic = Diagnostic::new(Severity::Approximation, "untagged-union", node.head(), message);
    context.diagnostics.push(diagnostic);
}

/// Whether alternatives share properties with their siblings, or have their tag there. Two flattened structs with a
/// common property cannot be decoded: the first consumes it.
pub(super) fn shares_properties<'t>(
    context: &mut Context<'t>,
    union: Choice<'t>,
    own: &Properties<'t>,
) -> bool {
    let tag = discriminator(context, union.node).map(|(property, _)| property);
    let theirs = union.branches().iter().flat_map(|branch| property_names(context.root, branch, 0));
    let mut theirs = theirs.chain(tag);
    theirs.any(|name| own.named.contains_key(name.as_str()))
}

/// Assigns each tag value to the first alternative that claims it. Returns whether each alternative with claims has a
/// value.
pub(super) fn assign_tags(variants: &mut [UnionVariant]) -> bool {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut told = true;
    for variant in variants.iter_mut() {
        let claims = !variant.tags.is_empty();
        variant.tags.retain(|value| seen.insert(value.clone()));
        told &= !claims || !variant.tags.is_empty();
    }
    told
}

/// Removes alternatives that another one includes: strings of a format next to any string.
pub(super) fn simplify(variants: &mut Vec<UnionVariant>) {
    let has = |variants: &[UnionVariant], ty: &Type| variants.iter().any(|variant| variant.ty == *ty);
    if has(variants, &Type::String) {
        variants.retain(|variant| !matches!(variant.ty, Type::Format(format) if format.is_text()));
    }
    // Integers are tried before numbers, and any JSON last.
    variants.sort_by_key(|variant| match &variant.ty {
        Type::Any => 3,
        Type::Map(inner) if **inner == Type::Any => 2,
        Type::Float | Type::Format(Format::DecimalNumber) => 1,
        _ => 0,
    });
}

/// Merges alternatives that are all string enums or any string into one open enum; the same for integers.
fn merged_enum<'t>(context: &mut Context<'t>, node: &'t Node, branches: &[&'t Node]) -> Option<Shape> {
    let parent = node.get("type").and_then(Node::as_str);
    let kind = |branch: &Node| branch.get("type").and_then(Node::as_str).or(parent).map(str::to_owned);
    let targets: Vec<&Node> =
        branches.iter().map(|branch| follow(context.root, branch)).collect::<Option<_>>()?;
    if targets.iter().all(|branch| values(branch).is_empty()) {
        return None;
    }
    let is = |branch: &&Node, wanted: &str, fits: fn(&Node) -> bool| {
        let listed = values(branch);
        let any =
            listed.is_empty() && kind(branch).as_deref() == Some(wanted) && branch.get("format").is_none();
        any || (!listed.is_empty() && listed.iter().all(fits) && branch.get("properties").is_none())
    };
    let texts = targets.iter().all(|branch| is(branch, "string", |item| item.as_str().is_some()));
    let whole = |item: &Node| matches!(&item.value, Value::Number(text) if integers::whole(text).is_some());
    let numbers = targets.iter().all(|branch| is(branch, "integer", whole));
    if !texts && !numbers {
        return None;
    }
    let mut listed = Vec::new();
    for (branch, target) in branches.iter().zip(&targets) {
        context.tracker.read_whole(branch);
        let text = |key| target.get(key).and_then(Node::as_str).filter(|_| values(target).len() == 1);
        let given = enums::Given {
            name: text("title").map(str::to_owned),
            description: text("description").map(str::to_owned),
            deprecated: marks::is_deprecated(&[branch, target]),
        };
        listed.extend(values(target).iter().map(|item| (item.clone(), given.clone())));
    }
    Some(match texts {
        true => {
            let values = listed
                .into_iter()
                .filter_map(|(item, given)| Some((item.as_str()?.to_owned(), item.span, given)));
            Shape::StringEnum(enums::variants(context, dedup(values)))
        }
        false => {
            let values = listed
                .into_iter()
                .filter_map(|(item, given)| Some((integers::whole(item.as_text()?)?, item.span, given)));
            Shape::IntEnum(enums::variants(context, dedup(values)))
        }
    })
}

/// Returns the enum values of a schema.
pub(super) fn values(node: &Node) -> &[Node] {
    node.get("enum").and_then(Node::as_array).unwrap_or_default()
}

/// Removes duplicate values, which alternatives may share.
fn dedup<V: PartialEq>(
    values: impl Iterator<Item = (V, crate::document::Span, enums::Given)>,
) -> Vec<(V, crate::document::Span, enums::Given)> {
    let mut all: Vec<(V, crate::document::Span, enums::Given)> = Vec::new();
    for value in values {
        if all.iter().all(|known| known.0 != value.0) {
            all.push(value);
        }
    }
    all
}
