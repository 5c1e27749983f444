//! Compares the media type of a body.

use super::Comparison;
use crate::changes::Change;
use crate::page::Content;
use clientwright::document::Node;
use clientwright::document::openapi::essence;

impl Comparison<'_, '_> {
    /// Compares the media type, then the content. `owner` has the key `content`.
    pub(super) fn media(&mut self, content: &Content, owner: &Node) {
        let wanted = content.media_type.text.as_str();
        let list = owner.get("content");
        let known = || list.and_then(Node::as_object).into_iter().flatten();
        let same = known().find(|(name, _)| essence(name) == essence(wanted));
        let (name, media) = match (same.or_else(|| known().next()), list) {
            (Some(found), _) => found,
            (None, _) => {
                let message = format!("the media type is {wanted} on the page, but the fragment has none");
                let made = self.builder.media_type(content);
                let changes = vec![Change::within(owner, "content", wanted, made)];
                self.differs(content.media_type.span, message, list.or(Some(owner)), changes);
                return;
            }
        };
        if same.is_none() {
            let message = format!("the media type is {wanted} on the page, but {name} in the fragment");
            let changes = list.map(|list| Change::rename(list, name, wanted)).into_iter().collect();
            self.differs(content.media_type.span, message, Some(media), changes);
        }
        for (other, node) in known().filter(|(other, _)| *other != name && essence(other) != essence(wanted))
        {
            let changes = list.map(|list| Change::remove(list, other)).into_iter().collect();
            let message = format!("the fragment has the media type {other}, the page does not");
            self.gone(node, message, content.media_type.span, changes);
        }
        self.content(content, media);
    }
}
