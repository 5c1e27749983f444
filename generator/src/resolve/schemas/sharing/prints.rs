//! Hashes the structure of types, so that a type is recognized at another place. The hash depends on no name in Rust and on
//! nothing else in the document.

use std::collections::HashMap;

use super::groups::Groups;
use super::labels;
use crate::ir::Schema;

/// How many references deep the structure counts.
const DEPTH: usize = 4;

/// Returns the hash of each type. A component that a type refers to counts by its key.
pub(super) fn prints(schemas: &[Schema], groups: &Groups, keys: &HashMap<&str, &str>) -> Vec<String> {
    let described = labels::described(schemas, false);
    let own: Vec<u64> = described.iter().map(|(label, _)| fnv(FNV, label.as_bytes())).collect();
    let edge = |index: &usize| groups.kept.get(*index).copied().unwrap_or(*index);
    let edges: Vec<Vec<usize>> =
        described.iter().map(|(_, edges)| edges.iter().map(edge).collect()).collect();
    let component = |index: usize| {
        let schema = schemas.get(index).filter(|_| groups.is_component(index))?;
        Some(fnv(FNV, keys.get(schema.name.as_str())?.as_bytes()))
    };
    let components: Vec<Option<u64>> = (0..schemas.len()).map(component).collect();
    let mut hashes = own.clone();
    for _ in 0..DEPTH {
        let referred = |index: &usize| {
            let component = components.get(*index).copied().flatten();
            component.or_else(|| hashes.get(*index).copied()).unwrap_or_default()
        };
        let next = own.iter().zip(&edges).map(|(own, edges)| {
            edges.iter().map(referred).fold(*own, |hash, part| fnv(hash, &part.to_le_bytes()))
        });
        hashes = next.collect();
    }
    hashes.into_iter().map(|hash| format!("{:012x}", hash >> 16)).collect()
}

const FNV: u64 = 0xcbf2_9ce4_8422_2325;

/// Continues an FNV-1a hash, which is stable across machines and versions.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
