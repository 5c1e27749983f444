//! Types that stand in themselves: behind a pointer where a value would be endless, and as types of their own where an
//! alias would be.

use std::collections::HashMap;

use crate::api::{Schema, Shape, Type};

/// Puts `Boxed` and `Newtype` where they are needed.
pub(super) fn resolve(schemas: &mut [Schema]) {
    let places: HashMap<String, usize> =
        schemas.iter().enumerate().map(|(place, schema)| (schema.name.clone(), place)).collect();
    let anywhere = edges(schemas, &places, |ty| ty.named().into_iter().collect());
    let component = components(&anywhere);
    let is_cyclic = |from: usize, to: usize| {
        component.get(from) == component.get(to)
            && (from != to || anywhere.get(from).is_some_and(|edges| edges.contains(&from)))
    };
    for place in 0..schemas.len() {
        let cyclic = anywhere.get(place).is_some_and(|edges| edges.iter().any(|to| is_cyclic(place, *to)));
        if let Some(schema) = schemas.get_mut(place)
            && let Shape::Alias(ty) = &schema.shape
            && cyclic
        {
            schema.shape = Shape::Newtype(ty.clone());
        }
    }
    // Aliases are seen through; what is left of a cycle by value needs a pointer on each of its edges.
    let by_value = edges(schemas, &places, direct);
    let component = components(&by_value);
    for (place, schema) in schemas.iter_mut().enumerate() {
        let own = component.get(place).copied();
        let boxes = |name: &str| {
            places.get(name).is_some_and(|to| {
                component.get(*to).copied() == own && {
                    *to != place || by_value.get(place).is_some_and(|edges| edges.contains(to))
                }
            })
        };
        for ty in schema.shape.types_mut() {
            put_behind_pointer(ty, &boxes);
        }
    }
}

fn edges<'s>(
    schemas: &'s [Schema],
    places: &HashMap<String, usize>,
    names: impl Fn(&'s Type) -> Vec<&'s str>,
) -> Vec<Vec<usize>> {
    let of = |schema: &'s Schema| {
        let found = schema.shape.types().into_iter().flat_map(&names);
        found.filter_map(|name| places.get(name).copied()).collect()
    };
    schemas.iter().map(of).collect()
}

/// The type whose value stands in a value of this one.
fn direct(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Named(name) => vec![name],
        Type::Nullable(inner) => direct(inner),
        _ => Vec::new(),
    }
}

fn put_behind_pointer(ty: &mut Type, boxes: &impl Fn(&str) -> bool) {
    match ty {
        Type::Named(name) if boxes(name) => *ty = Type::Boxed(Box::new(ty.clone())),
        Type::Nullable(inner) => put_behind_pointer(inner, boxes),
        _ => {}
    }
}

/// The strongly connected component of each node, by Tarjan's algorithm, without recursion.
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

fn get(list: &[usize], place: usize) -> usize {
    list.get(place).copied().unwrap_or(usize::MAX)
}

fn set(list: &mut [usize], place: usize, value: usize) {
    if let Some(entry) = list.get_mut(place) {
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
