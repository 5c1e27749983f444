//! Forms: schemas that do not become types; their properties are fields.

use super::super::{Context, typing};
use super::null::is_null;
use super::parts::Leaves;
use super::{Place, Schemas, TypeUse};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Node;

/// A form property: its name, its schemas, and whether it is required.
pub(in super::super) type Property<'t> = (&'t str, Vec<&'t Node>, bool);

impl<'t> Schemas<'t> {
    /// Returns the properties of a form. With alternatives, the properties of all are included, and a property is
    /// required if each alternative requires it.
    pub(in super::super) fn properties(
        &mut self,
        context: &mut Context<'t>,
        schema: &'t Node,
    ) -> Vec<Property<'t>> {
        let mut found = Vec::new();
        self.add_properties(context, schema, 0, &mut found);
        found
    }

    fn add_properties(
        &mut self,
        context: &mut Context<'t>,
        schema: &'t Node,
        depth: usize,
        found: &mut Vec<Property<'t>>,
    ) {
        let leaves = Leaves::of(context, &[schema]);
        let all = leaves.properties(context);
        for (wire, parts) in all.named.into_iter().filter(|(_, parts)| !parts.is_empty()) {
            let required = all.required.contains(wire);
            match found.iter_mut().find(|known| known.0 == wire) {
                Some(known) => known.2 |= required,
                None => found.push((wire, parts, required)),
            }
        }
        for union in leaves.unions.iter().filter(|_| depth < 8) {
            let branches = context.items(union.node, union.key);
            let real: Vec<&'t Node> =
                branches.iter().filter(|branch| !is_null(context.root, branch)).collect();
            if let Some(list) = union.node.get(union.key).filter(|_| real.len() > 1) {
                let message = "these alternatives are merged into one form with the fields of all";
                let diagnostic =
                    Diagnostic::new(Severity::Approximation, "form-alternatives", list.head(), message);
                context.diagnostics.push(diagnostic.with_help("set the fields of one alternative"));
            }
            let mut each = Vec::new();
            for branch in &real {
                let mut own = Vec::new();
                self.add_properties(context, branch, depth + 1, &mut own);
                each.push(own);
            }
            for (wire, parts, _) in each.iter().flatten() {
                let is_required =
                    |own: &Vec<Property<'t>>| own.iter().any(|known| known.0 == *wire && known.2);
                if found.iter().all(|known| known.0 != *wire) {
                    found.push((*wire, parts.clone(), each.iter().all(is_required)));
                }
            }
        }
    }

    /// Returns the type of a form property with several schemas.
    pub(in super::super) fn several_use(
        &mut self,
        context: &mut Context<'t>,
        place: &Place<'_>,
        parts: &[&'t Node],
    ) -> TypeUse {
        parts.iter().for_each(|part| context.tracker.read(part));
        let used = self.type_of(context, place, parts);
        typing::note(context, parts, Some(&used.ty));
        used
    }
}
