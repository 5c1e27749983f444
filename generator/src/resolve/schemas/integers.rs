//! Integers: the Rust type for a format and bounds, and parsing of integer literals.

use super::super::Context;
use super::parts::Leaves;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Node, Value};
use crate::ir::Type;

/// The Rust types by format, with their minimum and maximum.
const TYPES: [(&str, i128, i128); 8] = [
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("i64", LEAST, MOST),
    ("u8", 0, u8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("u64", 0, MOST_UNSIGNED),
];
/// The lower limit for 64 bits, with a margin: tools that use doubles round the bounds.
const LEAST: i128 = -9_300_000_000_000_000_000;
const MOST: i128 = 9_300_000_000_000_000_000;
const MOST_UNSIGNED: i128 = 18_500_000_000_000_000_000;

/// Returns the Rust type of an integer: the one of its format, or a wider one if the bounds need it.
pub(super) fn integer(context: &mut Context<'_>, leaves: &Leaves<'_>, format: Option<&str>) -> Type {
    let wanted = match format {
        Some("int8") => "i8",
        Some("int16") => "i16",
        Some("int32") => "i32",
        Some("uint8") => "u8",
        Some("uint16") => "u16",
        Some("uint32") => "u32",
        Some("uint64" | "uint") => "u64",
        _ => "i64",
    };
    let least = bound(leaves, "minimum", "exclusiveMinimum", 1);
    let most = bound(leaves, "maximum", "exclusiveMaximum", -1);
    let is_signed = wanted.starts_with('i');
    let fits = |from: i128, to: i128| {
        least.is_none_or(|(least, _)| least >= from) && most.is_none_or(|(most, _)| most <= to)
    };
    let own = TYPES.iter().skip_while(|(name, ..)| *name != wanted);
    let same_sign = own.filter(|(name, ..)| name.starts_with('i') == is_signed);
    let others = TYPES.iter().filter(|(name, ..)| matches!(*name, "i64" | "u64"));
    let found = same_sign.chain(others).find(|(_, from, to)| fits(*from, *to)).map(|(name, ..)| *name);
    let ty = found.unwrap_or_else(|| {
        // There is no type with more than 64 bits.
        let is_positive = least.is_none_or(|(least, _)| least >= 0);
        let at = most.or(least).map_or(context.root.span, |(_, node)| node.head());
        let message = "the bounds allow integers of more than 64 bits, which are rejected";
        context.diagnostics.push(Diagnostic::new(Severity::Approximation, "integer-bounds", at, message));
        if is_positive { "u64" } else { "i64" }
    });
    Type::Integer(ty)
}

/// Returns the tightest inclusive bound on one side.
fn bound<'t>(leaves: &Leaves<'t>, key: &str, exclusive: &str, inwards: i128) -> Option<(i128, &'t Node)> {
    let value = |node: &Node| node.as_text().and_then(rounded);
    let found = leaves.nodes.iter().flat_map(|node| {
        let is_exclusive = node.get(exclusive).and_then(Node::as_bool).unwrap_or_default();
        let inclusive = node.get(key).and_then(|at| {
            let by = if is_exclusive { inwards } else { 0 };
            Some((value(at)?.saturating_add(by), at))
        });
        let outer = node.get(exclusive).filter(|at| matches!(at.value, Value::Number(_)));
        let outer = outer.and_then(|at| Some((value(at)?.saturating_add(inwards), at)));
        [inclusive, outer]
    });
    let found = found.flatten();
    if inwards > 0 { found.max_by_key(|(value, _)| *value) } else { found.min_by_key(|(value, _)| *value) }
}

/// Rounds a number to an integer.
fn rounded(text: &str) -> Option<i128> {
    exact(text).or_else(|| {
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
        #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
        let whole = number.round() as i128;
        Some(whole)
    })
}

/// Parses an integer, also as `1.0`, `1e3` or `0x10`.
pub(super) fn whole(text: &str) -> Option<i64> {
    exact(text).and_then(|number| i64::try_from(number).ok())
}

fn exact(text: &str) -> Option<i128> {
    let radix = |prefix: &str, radix| i128::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
    if let Some(number) = text.parse().ok().or_else(|| radix("0x", 16)).or_else(|| radix("0o", 8)) {
        return Some(number);
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{before}{after}").parse().ok()?;
    let exponent = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(after.len()).ok()?)?;
    let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
    if exponent >= 0 { digits.checked_mul(power) } else { (digits % power == 0).then_some(digits / power) }
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn whole_number_is_read_in_any_spelling() {
        for (text, number) in [
            ("1", Some(1)),
            ("-1.0", Some(-1)),
            ("1e3", Some(1000)),
            ("1.50e1", Some(15)),
            ("120e-1", Some(12)),
            ("0x10", Some(16)),
            ("+2", Some(2)),
            ("9007199254740993.0", Some(9_007_199_254_740_993)),
            ("9223372036854775808", None),
            ("1.5", None),
            ("1e400", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(whole(text), number, "{text}");
        }
    }
}
