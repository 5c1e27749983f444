//! Names hoisted types, independent of the order of the document.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::super::Context;
use super::super::Schemas;
use super::super::places::{Places, Usage, UsageOwner};
use super::groups::Groups;
use super::locking::Locking;
use super::paths::{BUDGET, common_start, common_words, is_bare, is_generic, shortened};
use crate::ir::{Schema, Shape};
use crate::names::{NameAllocator, camel};

/// A hoisted type that is kept, and what its uses say.
struct Hoisted<'s> {
    schema: &'s Schema,
    /// The name in the settings.
    given: Option<String>,
    titles: BTreeSet<String>,
    /// The uses of all merged types, each once.
    usages: BTreeSet<Usage>,
    /// The name of the property, parameter or the like at each use.
    stems: Vec<String>,
    /// The paths of the merged types.
    paths: BTreeSet<Vec<String>>,
}

/// Returns the names of all types that are renamed or merged. Those of an earlier version come first.
pub(super) fn names(
    context: &mut Context<'_>,
    schemas: &Schemas<'_>,
    groups: &Groups,
) -> HashMap<String, String> {
    let config = context.config;
    let kept = |index: &usize| schemas.done.get(*index).map(|schema| schema.name.as_str());
    let pairs = schemas.done.iter().zip(&groups.kept);
    let merged: HashMap<&str, &str> =
        pairs.filter_map(|(schema, index)| Some((schema.name.as_str(), kept(index)?))).collect();
    let hoisted = hoisted(&schemas.done, &schemas.places, &merged);
    let locking = context.lock.map(|lock| Locking::new(lock, schemas, groups, &merged));
    let locked = |name: &str| locking.as_ref().and_then(|it| it.name(name));
    let mut naming = Naming {
        names: NameAllocator::without(&super::super::TAKEN),
        given: HashMap::new(),
        generated: HashMap::new(),
        reserves: locking.is_some(),
        hoisted: &hoisted,
        open: HashSet::new(),
    };
    let is_locked: HashSet<&str> =
        hoisted.iter().filter(|(_, it)| it.given.is_none()).filter_map(|(name, _)| locked(name)).collect();
    let components = schemas.done.iter().filter(|schema| !schemas.places.origins.contains_key(&schema.name));
    let (late, early): (Vec<&Schema>, Vec<&Schema>) =
        components.partition(|component| is_locked.contains(component.name.as_str()));
    for component in early {
        naming.give(&component.name, component.name.clone());
    }
    let mut order: Vec<(&str, &Hoisted<'_>)> = hoisted.iter().map(|(name, it)| (*name, it)).collect();
    order.sort_by_cached_key(|(name, it)| {
        let is_shared = it.usages.len() > 1;
        let rank = (it.given.is_none(), !is_shared, it.titles.len() != 1, Reverse(it.usages.len()));
        (rank, it.paths.first().map(Vec::len), it.paths.first().cloned(), *name)
    });
    for (name, it) in &order {
        if let Some(given) = &it.given {
            naming.give(name, given.clone());
        }
    }
    let mut setting =
        |name: &str| context.setting(&config.rename.schemas, name).map(|renamed| camel(renamed));
    for (name, it) in &order {
        if let Some(chosen) = locked(name).filter(|_| it.given.is_none()) {
            naming.generate(name, chosen.to_owned(), setting(chosen));
        }
    }
    // A component that is new gives way to a type that has its name.
    for component in late {
        naming.give(&component.name, component.name.clone());
    }
    if let Some(locking) = &locking {
        locking.reserve(&mut naming.names);
    }
    for (name, it) in order.into_iter().filter(|(name, it)| it.given.is_none() && locked(name).is_none()) {
        let candidates = if it.usages.len() > 1 { it.shared() } else { Vec::new() };
        if candidates.is_empty() {
            naming.elements(name);
            let chosen = naming.given.get(name).map(|(name, _)| name.clone()).unwrap_or_default();
            if let Some(renamed) = setting(&chosen) {
                naming.generate(name, chosen, Some(renamed));
            }
        } else {
            let chosen = naming.choose(candidates);
            let renamed = setting(&chosen);
            naming.generate(name, chosen, renamed);
        }
    }
    if let Some(locking) = &locking {
        let name = |name: &str| naming.given.get(name).map(|(name, _)| name.clone());
        let inline = hoisted.iter().map(|(it, hoisted)| match &hoisted.given {
            Some(_) => (*it, None),
            None => (*it, naming.generated.get(*it).cloned().or_else(|| name(it))),
        });
        locking.record(&mut context.named, inline, name, &config.rename.schemas);
    }
    let new =
        |name: &str| merged.get(name).and_then(|kept| naming.given.get(*kept)).map(|(name, _)| name.clone());
    let all = schemas.done.iter().filter_map(|schema| Some((schema.name.clone(), new(&schema.name)?)));
    all.filter(|(old, new)| old != new).collect()
}

/// Returns the hoisted types that are kept, by name. `merged` has the name that is kept for each type.
fn hoisted<'s>(
    schemas: &'s [Schema],
    places: &Places,
    merged: &HashMap<&'s str, &'s str>,
) -> HashMap<&'s str, Hoisted<'s>> {
    let kept = |name: &str| merged.get(name).copied();
    let mut all: HashMap<&str, Hoisted<'_>> = HashMap::new();
    for schema in schemas {
        let Some(origin) = places.origins.get(&schema.name) else { continue };
        let Some(name) = kept(&schema.name).filter(|name| places.origins.contains_key(*name)) else {
            continue;
        };
        let it = all.entry(name).or_insert_with(|| Hoisted {
            schema,
            given: None,
            titles: BTreeSet::new(),
            usages: BTreeSet::new(),
            stems: Vec::new(),
            paths: BTreeSet::new(),
        });
        if schema.name == name {
            it.schema = schema;
        }
        if origin.is_given && it.given.as_ref().is_none_or(|given| schema.name < *given) {
            it.given = Some(schema.name.clone());
        }
        it.titles.extend(places.titles.get(&schema.name).map(|title| camel(title)));
        it.paths.extend(places.paths(&schema.name));
        for (mut usage, stem) in places.usages(&schema.name).into_iter().zip(places.stems(&schema.name)) {
            if let UsageOwner::Type(owner) = &mut usage.owner
                && let Some(kept) = kept(owner)
            {
                // A recursive type is not used twice.
                if kept == name {
                    continue;
                }
                *owner = kept.to_owned();
            }
            if it.usages.insert(usage) {
                it.stems.extend(stem);
            }
        }
    }
    all
}

impl Hoisted<'_> {
    /// Returns the text that most of the uses share.
    fn most(&self, texts: impl Iterator<Item = String>) -> Option<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts {
            *counts.entry(text).or_default() += 1;
        }
        counts.into_iter().find(|(_, count)| 2 * count > self.usages.len()).map(|(text, _)| text)
    }

    /// Returns the candidate names of a type with several uses, the best first.
    fn shared(&self) -> Vec<String> {
        let title = self.titles.first().filter(|title| self.titles.len() == 1 && title.len() <= BUDGET);
        let names = self.usages.iter().filter_map(|usage| Some(camel(usage.name()?)));
        let (stem, alone) = (self.most(names), self.most(self.stems.iter().cloned()));
        let common = common_words(&self.paths);
        let constant = alone.as_ref().and_then(|stem| constant(&self.schema.shape, stem));
        let named = stem.into_iter().chain(alone);
        let is_enum = matches!(self.schema.shape, Shape::StringEnum(_) | Shape::IntEnum(_));
        let (generic, named): (Vec<String>, Vec<String>) =
            named.partition(|name| is_generic(name) || !is_enum && is_bare(name));
        // A name such as `data` needs the words that the paths begin with.
        let start = common_start(&self.paths);
        let longer = generic.first().zip(start).map(|(name, start)| camel(&format!("{start} {name}")));
        let path = self.paths.iter().min_by_key(|path| path.len()).map(Vec::as_slice).unwrap_or_default();
        let suffixes = shortened(path).into_iter().rev().map(|(name, _)| name);
        let all = title
            .cloned()
            .into_iter()
            .chain(constant)
            .chain(named)
            .chain(common)
            .chain(longer)
            .chain(generic);
        all.chain(suffixes.filter(|name| !is_generic(name))).filter(|name| name.len() <= BUDGET).collect()
    }
}

impl Usage {
    /// Returns the name of the property or the like that has the type.
    fn name(&self) -> Option<&str> {
        self.elements.get(1..)?.last().map(String::as_str)
    }
}

/// Returns the name of a constant: its value, and the name of the property that has it.
fn constant(shape: &Shape, stem: &str) -> Option<String> {
    let is_word =
        |value: &str| value.chars().all(|letter| letter.is_alphanumeric() || "-_. ".contains(letter));
    match shape {
        Shape::StringEnum(values) => {
            let [only] = values.as_slice() else { return None };
            is_word(&only.value).then(|| camel(&format!("{} {stem}", only.value)))
        }
        Shape::IntEnum(values) => {
            let [only] = values.as_slice() else { return None };
            (only.value >= 0).then(|| format!("{stem}{}", only.value))
        }
        _ => None,
    }
}

/// The names given so far.
struct Naming<'s> {
    names: NameAllocator,
    /// The name of each type, and the elements that it consists of.
    given: HashMap<String, (String, Vec<String>)>,
    /// The name of each type that the settings rename, before they do.
    generated: HashMap<String, String>,
    /// Whether the names that the settings replace stay taken.
    reserves: bool,
    hoisted: &'s HashMap<&'s str, Hoisted<'s>>,
    /// The types that are being named.
    open: HashSet<&'s str>,
}

impl<'s> Naming<'s> {
    fn give(&mut self, name: &str, new: String) {
        let new = self.names.allocate(new);
        self.given.insert(name.to_owned(), (new.clone(), vec![new]));
    }

    /// Gives a name, or the one that the settings have for it.
    fn generate(&mut self, name: &str, chosen: String, renamed: Option<String>) {
        if renamed.is_some() && self.reserves {
            let chosen = if self.names.is_taken(&chosen) {
                chosen.clone()
            } else {
                self.names.allocate(chosen.clone())
            };
            self.generated.insert(name.to_owned(), chosen);
        }
        self.give(name, renamed.unwrap_or(chosen));
    }

    /// Returns the first candidate that is free, or the first one.
    fn choose(&self, candidates: Vec<String>) -> String {
        let free = candidates.iter().find(|name| !self.names.is_taken(name)).cloned();
        free.or_else(|| candidates.into_iter().next()).unwrap_or_default()
    }

    /// Names a type after its only use, and returns the elements of the name: the type or operation that uses it, and
    /// the names from there. Leading elements are dropped if the name is too long.
    fn elements(&mut self, name: &str) -> Vec<String> {
        if let Some((_, elements)) = self.given.get(name) {
            return elements.clone();
        }
        let Some((name, it)) = self.hoisted.get_key_value(name) else { return vec![name.to_owned()] };
        let usage = it.usages.first().filter(|_| self.open.insert(name));
        let Some(Usage { owner, elements }) = usage else { return vec![(*name).to_owned()] };
        let mut path = match owner {
            UsageOwner::Operation(operation) => vec![operation.clone()],
            UsageOwner::Type(owner) => self.elements(owner),
        };
        let (first, rest) = elements.split_first().map_or(("", [].as_slice()), |(first, rest)| (first, rest));
        if let Some(last) = path.last_mut().filter(|_| !first.is_empty()) {
            last.push(' ');
            last.push_str(first);
        }
        path.extend(rest.iter().cloned());
        let candidates = shortened(&path);
        let free = candidates.iter().find(|(name, _)| !self.names.is_taken(name));
        let (new, path) = match free.or(candidates.first()).cloned() {
            Some((new, elements)) if free.is_some() => (self.names.allocate(new), elements),
            other => {
                let new = self.names.allocate(other.map_or_else(|| camel(&path.join(" ")), |(new, _)| new));
                (new.clone(), vec![new])
            }
        };
        self.given.insert((*name).to_owned(), (new, path.clone()));
        path
    }
}
