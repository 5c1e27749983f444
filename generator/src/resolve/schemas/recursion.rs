//! Handles recursive types: boxes fields that would have infinite size, and replaces recursive aliases by newtypes.

use std::collections::{HashMap, HashSet};

use crate::ir::{Schema, Shape, Type};

/// Inserts `Boxed` and `Newtype` into every cycle of types, and marks recursive types.
pub(super) fn resolve(schemas: &mut [Schema]) {
    let indices: HashMap<String, usize> =
        schemas.iter().enumerate().map(|(index, schema)| (schema.name.clone(), index)).collect();
    let anywhere = edges(schemas, &indices);
    let component = components(&anywhere);
    let is_cyclic = |from: usize, to: usize| {
        component.get(from) == component.get(to)
            && (from != to || anywhere.get(from).is_some_and(|edges| edges.contains(&from)))
    };
    for index in 0..schemas.len() {
        let cyclic = anywhere.get(index).is_some_and(|edges| edges.iter().any(|to| is_cyclic(index, *to)));
        if let Some(schema) = schemas.get_mut(index)
            && let Shape::Alias(ty) = &schema.shape
            && cyclic
        {
            schema.shape = Shape::Newtype(ty.clone());
        }
    }
    // Box all members of a cycle, so that decoding one level uses no more stack than the type's other fields.
    for index in 0..schemas.len() {
        let is_list = |to: usize| {
            let shape = schemas.get(to).map(|schema| &schema.shape);
            matches!(shape, Some(Shape::Newtype(Type::List(_) | Type::Map(_))))
        };
        let boxed: HashSet<String> = anywhere
            .get(index)
            .into_iter()
            .flatten()
            .filter(|to| is_cyclic(index, **to) && !is_list(**to))
            .filter_map(|to| schemas.get(*to).map(|schema| schema.name.clone()))
            .collect();
        let Some(schema) = schemas.get_mut(index) else { continue };
        schema.recursive =
            anywhere.get(index).is_some_and(|edges| edges.iter().any(|to| is_cyclic(index, *to)));
        for ty in schema.shape.types_mut() {
            put_behind_pointer(ty, &boxed);
        }
    }
}

/// Returns the types that each type contains by value.
fn edges(schemas: &[Schema], indices: &HashMap<String, usize>) -> Vec<Vec<usize>> {
    let of = |schema: &Schema| {
        schema.shape.types().into_iter().filter_map(|ty| indices.get(ty.named()?).copied()).collect()
    };
    schemas.iter().map(of).collect()
}

fn put_behind_pointer(ty: &mut Type, boxed: &HashSet<String>) {
    match ty {
        Type::Named(name) if boxed.contains(name) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Nullable(inner) => put_behind_pointer(inner, boxed),
        _ => {}
    }
}

/// Returns the strongly connected component of each node, by an iterative version of Tarjan's algorithm.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    let (mut index, mut low, mut component) = (vec![NONE; count], vec![0; count], vec![NONE; count]);
    let (mut stack, mut next, mut found) = (Vec::new(), 0, 0);
    for start in 0..count {
        if index.get(start).copied() != Some(NONE) {
            continue;
        }
        let mut work: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((node, edge)) = work.pop() {
            if edge == 0 {
                set(&mut index, node, next);
                set(&mut low, node, next);
                next += 1;
                stack.push(node);
            }
            match edges.get(node).and_then(|edges| edges.get(edge)).copied() {
                Some(to) => {
                    work.push((node, edge + 1));
                    if get(&index, to) == NONE {
                        work.push((to, 0));
                    } else if get(&component, to) == NONE {
                        let least = get(&low, node).min(get(&index, to));
                        set(&mut low, node, least);
                    }
                }
                None => {
                    if get(&low, node) == get(&index, node) {
                        while let Some(member) = stack.pop() {
                            set(&mut component, member, found);
                            if member == node {
                                break;
                            }
                        }
                        found += 1;
                    }
                    if let Some((parent, _)) = work.last() {
                        let least = get(&low, *parent).min(get(&low, node));
                        set(&mut low, *parent, least);
                    }
                }
            }
        }
    }
    component
}

fn get(list: &[usize], index: usize) -> usize {
    list.get(index).copied().unwrap_or(usize::MAX)
}

fn set(list: &mut [usize], index: usize, value: usize) {
    if let Some(entry) = list.get_mut(index) {
        *entry = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_components() {
        let found = components(&[vec![1], vec![2], vec![0, 3], vec![], vec![4]]);
        assert_eq!(found[0], found[1]);
        assert_eq!(found[1], found[2]);
        assert_ne!(found[2], found[3]);
        assert_ne!(found[3], found[4]);
    }
}
