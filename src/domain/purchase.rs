//! A place that is bought for one child, and the papers that must follow it. It is bought when the municipality
//! accepts it: a leader's yes and a provider's yes before that promise nothing.

use super::codes::coded;

coded! {
    /// A paper that must follow a single purchase, in the order they are shown.
    pub enum PaperKey {
        /// The agreement with the provider.
        Agreement = "agreement",
        /// What the provider must show for it.
        Documents = "documents",
        /// That the quality of what is bought was looked at.
        Quality = "quality",
        /// The purchase in BIRK.
        Birk = "birk",
    }
}

/// What is known of a paper.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchasePaper {
    /// Which.
    pub key: PaperKey,
    /// Whether each child has its own; else the provider has one for all children of a call.
    pub per_child: bool,
    /// Where it stands.
    pub source: String,
    /// What of it stands nowhere and must be confirmed.
    pub to_be_confirmed: String,
}
