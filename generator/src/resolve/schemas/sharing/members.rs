//! Keeps the names of fields, enum values and alternatives that depend on others of their type.

use std::collections::{HashMap, HashSet};

use super::super::super::Context;
use super::super::alternatives::{type_name, variant};
use super::super::structs::ADDITIONAL;
use crate::ir::{Field, Schema, Shape, Struct, Type, Union, UnionVariant};
use crate::lock::{Kind, token};
use crate::names::{self, NameAllocator, Wired, in_words};

/// A member of a type.
struct Member<'s> {
    name: &'s mut String,
    /// What identifies it. None if it is not part of the lock.
    key: Option<String>,
    /// Whether its name follows from the member alone.
    is_plain: bool,
}

/// Gives members the names that they have in an earlier version, and records those that need it.
pub(super) fn keep(context: &mut Context<'_>, schemas: &mut [Schema]) {
    let Some(lock) = context.lock else { return };
    let locked = [Kind::Field, Kind::Value, Kind::Variant].map(|kind| (kind, lock.members(kind)));
    let settings = &context.config.rename.properties;
    let is_set = |owner: &str, wire: &str| settings.contains_key(&format!("{owner}.{wire}"));
    for schema in schemas {
        let owner = schema.name.as_str();
        let (kind, members) = match &mut schema.shape {
            Shape::Struct(object) => (Kind::Field, fields(object, |wire| is_set(owner, wire))),
            Shape::StringEnum(all) => {
                let all = all.iter_mut().map(|variant| (variant.value.clone(), &mut variant.name));
                (Kind::Value, values(all.collect()))
            }
            Shape::IntEnum(all) => {
                let all = all.iter_mut().map(|variant| (variant.value.to_string(), &mut variant.name));
                (Kind::Value, values(all.collect()))
            }
            Shape::Union(union) => (Kind::Variant, alternatives(union, owner)),
            Shape::Tuple(_) | Shape::Alias(_) | Shape::Newtype(_) => continue,
        };
        let locked = locked.iter().find(|(own, _)| *own == kind).and_then(|(_, all)| all.get(owner));
        settle(members, locked, |name, key| context.named.add(kind, format!("{owner}.{name}"), vec![key]));
    }
}

/// Names the members of a type. The locked names come first.
fn settle(
    mut members: Vec<Member<'_>>,
    locked: Option<&HashMap<&str, &str>>,
    mut record: impl FnMut(&str, String),
) {
    let locked = |member: &Member<'_>| locked?.get(member.key.as_deref()?).copied();
    let kept: HashSet<String> = members.iter().filter_map(locked).map(str::to_owned).collect();
    let mut names = NameAllocator::default();
    for name in kept.iter().chain(members.iter().filter(|it| locked(it).is_none()).map(|it| &*it.name)) {
        if !names.is_taken(name) {
            names.allocate(name.clone());
        }
    }
    members.sort_by(|one, other| one.key.cmp(&other.key));
    for member in members {
        let is_plain = match locked(&member) {
            Some(name) => {
                *member.name = name.to_owned();
                false
            }
            None if kept.contains(&*member.name) => {
                *member.name = names.allocate(member.name.clone());
                false
            }
            None => member.is_plain,
        };
        if let Some(key) = member.key.filter(|_| !is_plain) {
            record(member.name, key);
        }
    }
}

fn fields<'s>(object: &'s mut Struct, is_set: impl Fn(&str) -> bool) -> Vec<Member<'s>> {
    let described = |field: &Field| {
        let key = Some(&field.wire).filter(|wire| !field.flatten && !is_set(wire)).map(|wire| token(wire));
        let alone = Wired { wire: &field.wire, given: None, group: None, taken: &[ADDITIONAL] };
        let is_plain = names::fields([alone]).first() == Some(&field.name);
        (key, is_plain)
    };
    let member = |field: &'s mut Field| {
        let (key, is_plain) = described(field);
        Member { name: &mut field.name, key, is_plain }
    };
    object.fields.iter_mut().map(member).collect()
}

/// A value depends on another one if both alone would have the same name.
fn values(all: Vec<(String, &mut String)>) -> Vec<Member<'_>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (value, _) in &all {
        *counts.entry(names::variant(value)).or_default() += 1;
    }
    let is_plain = |value: &str| counts.get(&names::variant(value)) == Some(&1);
    all.into_iter()
        .map(|(value, name)| Member { name, key: Some(token(&value)), is_plain: is_plain(&value) })
        .collect()
}

fn alternatives<'s>(union: &'s mut Union, owner: &str) -> Vec<Member<'s>> {
    let member = |it: &'s mut UnionVariant| {
        let is_tag = it.tags.iter().any(|tag| variant(&in_words(tag)) == it.name);
        let is_type = !matches!(it.ty, Type::List(_) | Type::Map(_)) && type_name(&it.ty, owner) == it.name;
        let key = match it.tags.iter().min() {
            Some(tag) => format!("={tag}"),
            None => written(&it.ty),
        };
        Member { name: &mut it.name, key: Some(token(&key)), is_plain: is_tag || is_type }
    };
    let several = union.several.as_mut().map(|name| Member { name, key: None, is_plain: true });
    union.variants.iter_mut().map(member).chain(several).collect()
}

/// Returns a type as text.
fn written(ty: &Type) -> String {
    match ty {
        Type::Named(name) | Type::External(name) => name.clone(),
        Type::Integer(name) => (*name).to_owned(),
        Type::List(inner) => format!("List<{}>", written(inner)),
        Type::Map(inner) => format!("Map<{}>", written(inner)),
        Type::Nullable(inner) => format!("Option<{}>", written(inner)),
        Type::Boxed(inner) => written(inner),
        plain => type_name(plain, ""),
    }
}
