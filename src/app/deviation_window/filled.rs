//! What a filled window says, and the commands it becomes.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use crate::domain::command::Command;
use crate::domain::deviation::{DeviationFacts, DeviationState, Supervision, SupervisionResult};
use crate::domain::ids::DeviationId;
use crate::domain::measure::Wish;
use crate::domain::municipality::Region;
use crate::domain::quick_line::{LineError, Piece, Tables, past_moment, read_piece};

use super::{
    ACUTE, AREAS, DeviationField, DeviationWindow, MEANWHILE, MISSING, SUPERVISION_BY, SUPERVISION_RESULT,
    Status,
};
use crate::app::call_form::{WISHES, YES_NO};
use crate::app::form::FieldId;

impl DeviationWindow {
    /// The facts as filled in.
    pub(super) fn facts(
        &self,
        now: DateTime<Utc>,
        region: Region,
        tables: &Tables,
    ) -> Result<DeviationFacts, (LineError, DeviationField)> {
        let before = &self.before;
        let basis = match self.text(DeviationField::Basis) {
            None => None,
            Some(text) if before.basis.is_some_and(|known| known.code() == text) => before.basis,
            Some(text) => {
                let piece = Piece::Basis { is_consultation: false };
                let read = read_piece(&text, piece, now, region, tables);
                read.map_err(|error| (error, DeviationField::Basis))?.basis
            }
        };
        let first_request_at = match self.text(DeviationField::FirstAt) {
            None => before.first_request_at,
            Some(text) => past_moment(&text, now).map_err(|error| (error, DeviationField::FirstAt))?,
        };
        let mut wished: Vec<Wish> = self.picked(DeviationField::Wished, &WISHES).into_iter().collect();
        wished.extend(
            before
                .wished
                .iter()
                .skip(1)
                .filter(|wish| Some(*wish) != wished.first())
                .copied()
                .collect::<Vec<_>>(),
        );
        Ok(DeviationFacts {
            is_acute: self.picked(DeviationField::Acute, &ACUTE).unwrap_or(before.is_acute),
            area: self.picked(DeviationField::Area, &AREAS),
            basis,
            wished,
            missing: self.picked(DeviationField::Missing, &MISSING),
            first_request_at,
            meanwhile: self.picked(DeviationField::Meanwhile, &MEANWHILE).unwrap_or(before.meanwhile),
            substance: self.picked(DeviationField::Substance, &YES_NO),
            crime: self.picked(DeviationField::Crime, &YES_NO),
            severity: self.severity(),
        })
    }

    pub(super) fn supervised(
        &self,
        now: DateTime<Utc>,
    ) -> Result<Option<Supervision>, (LineError, DeviationField)> {
        let Some(by) = self.picked(DeviationField::SupervisionBy, &SUPERVISION_BY) else { return Ok(None) };
        let result = self.picked(DeviationField::SupervisionResult, &SUPERVISION_RESULT);
        let at = match self.text(DeviationField::SupervisionAt) {
            Some(text) => past_moment(&text, now).map_err(|error| (error, DeviationField::SupervisionAt))?,
            None => self.supervision.map_or(now, |known| known.at),
        };
        Ok(Some(Supervision { by, at, result: result.unwrap_or(SupervisionResult::Open) }))
    }

    /// What to do with the record, in its order. A draft is made first where there is none.
    pub(super) fn complete(
        &self,
        deviation: DeviationId,
        now: DateTime<Utc>,
        region: Region,
        tables: &Tables,
    ) -> Result<VecDeque<Command>, (LineError, DeviationField)> {
        let mut commands = VecDeque::new();
        if !self.is_closed {
            let facts = self.facts(now, region, tables)?;
            // Emptied is removed.
            let note = self.form.text(FieldId::Note);
            let note = (note != self.noted).then(|| note.unwrap_or_default());
            if facts != self.before || note.is_some() {
                commands.push_back(Command::EditDeviation { deviation, facts: Box::new(facts), note });
            }
            if self.status() == Status::Registered && self.state == DeviationState::Draft {
                commands.push_back(Command::RegisterDeviation { deviation });
            }
        }
        let supervision = self.supervised(now)?.filter(|told| Some(*told) != self.supervision);
        commands.extend(supervision.map(|supervision| Command::Supervise { deviation, supervision }));
        if let (Status::Ended(outcome), false) = (self.status(), self.is_closed) {
            commands.push_back(Command::CloseDeviation { deviation, outcome });
        }
        Ok(commands)
    }
}
