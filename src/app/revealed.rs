//! Hidden data that was revealed: in memory only, while its subject is marked. The reveal is journalled first.

use crate::domain::question::{PersonalData, Question, Subject};

use super::effect::{Effect, Query};
use super::model::Model;

/// Hidden data of someone, asked for or shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Of whom.
    pub subject: Subject,
    /// The question it is the answer to.
    pub query: Query,
    /// What is shown; none until it is read.
    pub data: Option<PersonalData>,
}

/// The reveal is journalled: now it is read.
pub(super) fn journalled(model: &mut Model, subject: Subject, effects: &mut Vec<Effect>) {
    let (query, effect) = model.ask(Question::Personal(subject));
    model.revealed = Some(Revealed { subject, query, data: None });
    effects.push(effect);
}

/// It was read.
pub(super) fn told(model: &mut Model, query: Query, data: PersonalData) {
    if let Some(revealed) = model.revealed.as_mut().filter(|revealed| revealed.query == query) {
        revealed.data = Some(data);
    }
}

impl Model {
    /// What is shown of someone's hidden data.
    #[must_use]
    pub fn shown_of(&self, subject: Subject) -> Option<&PersonalData> {
        self.revealed.as_ref().filter(|revealed| revealed.subject == subject)?.data.as_ref()
    }
}
