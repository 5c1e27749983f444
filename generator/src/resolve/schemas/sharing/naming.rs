//! Names hoisted types, independent of the order of the document.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::super::Context;
use super::super::Schemas;
use super::super::places::{Places, Usage, UsageOwner};
use super::groups::Groups;
use crate::ir::{Schema, Shape};
use crate::names::{NameAllocator, camel, snake};

/// The longest name that is made of several names of the document.
const BUDGET: usize = 40;
/// Words that do not identify a type.
const GENERIC: [&str; 13] = [
    "body", "data", "form", "header", "item", "items", "list", "reply", "request", "response", "result",
    "value", "variant",
];

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

/// Returns the names of all types that are renamed or merged.
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
    let mut naming = Naming {
        names: NameAllocator::without(&super::super::TAKEN),
        given: HashMap::new(),
        hoisted: &hoisted,
        open: HashSet::new(),
    };
    let components = schemas.done.iter().filter(|schema| !schemas.places.origins.contains_key(&schema.name));
    for component in components {
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
    for (name, it) in order {
        let candidates = if it.usages.len() > 1 { it.shared() } else { Vec::new() };
        if !candidates.is_empty() && it.given.is_none() {
            let chosen = naming.choose(candidates);
            let chosen =
                context.setting(&config.rename.schemas, &chosen).map_or(chosen, |renamed| camel(renamed));
            naming.give(name, chosen);
        } else {
            naming.elements(name);
        }
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
        let (generic, named): (Vec<String>, Vec<String>) = named.partition(|name| is_generic(name));
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

/// Returns the name that a path makes, and those with fewer of the leading words, if they are not too long. The last
/// element is never cut. Each comes with its path.
fn shortened(path: &[String]) -> Vec<(String, Vec<String>)> {
    let Some((last, leading)) = path.split_last() else { return Vec::new() };
    let whole = (camel(&path.join(" ")), path.to_vec());
    let leading = words(&camel(&leading.join(" ")));
    let cut = (1..=leading.len()).filter_map(|from| {
        let elements = match leading.get(from..)? {
            [] => vec![last.clone()],
            kept => vec![kept.join(" "), last.clone()],
        };
        Some((camel(&elements.join(" ")), elements))
    });
    let all = std::iter::once(whole).chain(cut.filter(|_| path.len() > 1));
    all.filter(|(name, elements)| name.len() <= BUDGET || elements.len() == 1).collect()
}

/// Returns the words at the end of all paths, if they identify something.
fn common_words(paths: &BTreeSet<Vec<String>>) -> Option<String> {
    let mut paths = paths.iter().map(|path| words(&path.join(" ")));
    let first = paths.next()?;
    let shared = |count: usize, words: Vec<String>| {
        first.iter().rev().zip(words.iter().rev()).take(count).take_while(|(one, other)| one == other).count()
    };
    let count = paths.fold(first.len(), shared);
    let name = camel(&first.get(first.len() - count..)?.join(" "));
    (count > 0 && count < first.len() && !is_generic(&name)).then_some(name)
}

/// Returns the words at the beginning of all paths.
fn common_start(paths: &BTreeSet<Vec<String>>) -> Option<String> {
    let mut paths = paths.iter().map(|path| words(&path.join(" ")));
    let first = paths.next()?;
    let shared = |count: usize, words: Vec<String>| {
        first.iter().zip(&words).take(count).take_while(|(one, other)| one == other).count()
    };
    let count = paths.fold(first.len().saturating_sub(1), shared);
    let start = first.get(..count)?.join(" ");
    (!is_generic(&start)).then_some(start)
}

fn words(text: &str) -> Vec<String> {
    snake(text).split('_').map(str::to_owned).collect()
}

fn is_generic(name: &str) -> bool {
    let is_generic = |word: &str| word.is_empty() || GENERIC.contains(&word);
    words(name).iter().all(|word| is_generic(word.trim_end_matches(|letter: char| letter.is_ascii_digit())))
}

/// The names given so far.
struct Naming<'s> {
    names: NameAllocator,
    /// The name of each type, and the elements that it consists of.
    given: HashMap<String, (String, Vec<String>)>,
    hoisted: &'s HashMap<&'s str, Hoisted<'s>>,
    /// The types that are being named.
    open: HashSet<&'s str>,
}

impl<'s> Naming<'s> {
    fn give(&mut self, name: &str, new: String) {
        let new = self.names.allocate(new);
        self.given.insert(name.to_owned(), (new.clone(), vec![new]));
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
