//! Alternatives of a union whose type is that of no other, so that a value converts into the union by `From`.

use std::collections::HashMap;

use crate::ir::{Schema, Shape, Type};

/// The types of aliases, by name.
type Aliases = HashMap<String, Type>;

/// Determines the alternatives that values convert into.
pub(super) fn resolve(schemas: &mut [Schema]) {
    let aliases: Aliases = schemas
        .iter()
        .filter_map(|schema| match &schema.shape {
            Shape::Alias(ty) => Some((schema.name.clone(), ty.clone())),
            _ => None,
        })
        .collect();
    for schema in schemas {
        let Shape::Union(union) = &mut schema.shape else { continue };
        let own = Type::Named(schema.name.clone());
        let types: Vec<Type> = union.variants.iter().map(|variant| plain(&variant.ty, &aliases)).collect();
        for (variant, ty) in union.variants.iter_mut().zip(&types) {
            variant.unique = *ty != own && types.iter().filter(|other| may_be_same(ty, other)).count() == 1;
        }
    }
}

/// Returns a type without aliases, and without a pointer around it.
fn plain(ty: &Type, aliases: &Aliases) -> Type {
    let inner = |ty: &Type| Box::new(plain(ty, aliases));
    match ty {
        Type::Named(name) => aliases.get(name).map_or_else(|| ty.clone(), |ty| plain(ty, aliases)),
        Type::Boxed(ty) => plain(ty, aliases),
        Type::List(ty) => Type::List(inner(ty)),
        Type::Map(ty) => Type::Map(inner(ty)),
        Type::Nullable(ty) => Type::Nullable(inner(ty)),
        _ => ty.clone(),
    }
}

/// Whether two types are the same, as far as the settings tell: a type of another crate may be an alias.
fn may_be_same(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::External(_), Type::Named(_)) | (Type::Named(_), Type::External(_)) => false,
        (Type::External(_), _) | (_, Type::External(_)) => true,
        (Type::List(one), Type::List(other))
        | (Type::Map(one), Type::Map(other))
        | (Type::Nullable(one), Type::Nullable(other)) => may_be_same(one, other),
        _ => one == other,
    }
}
