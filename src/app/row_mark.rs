//! The mark of a list whose rows have numbers. It follows its row by number, never by line.

use super::marks::{Step, target};

/// The marked row, and where it last stood, to go on from when it is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowMark<Id> {
    id: Option<Id>,
    at: usize,
}

impl<Id> Default for RowMark<Id> {
    fn default() -> Self {
        Self { id: None, at: 0 }
    }
}

impl<Id: Copy + PartialEq> RowMark<Id> {
    /// The marked row.
    #[must_use]
    pub const fn id(&self) -> Option<Id> {
        self.id
    }

    /// Marks a row of the list; one that is not in it is left alone.
    pub fn set(&mut self, id: Id, rows: impl IntoIterator<Item = Id>) {
        if let Some(at) = rows.into_iter().position(|row| row == id) {
            *self = Self { id: Some(id), at };
        }
    }

    /// After the list was read anew: what is gone is no longer marked.
    pub fn settle(&mut self, rows: impl IntoIterator<Item = Id>) {
        match rows.into_iter().position(|row| Some(row) == self.id) {
            Some(at) => self.at = at,
            None => self.id = None,
        }
    }

    /// Moves the mark. From nothing marked it goes to where the mark last stood.
    pub fn step(&mut self, rows: &[Id], step: Step) {
        let at = rows.iter().position(|row| Some(*row) == self.id);
        if let Some(to) = target(at, self.at, step, rows.len()) {
            *self = Self { id: rows.get(to).copied(), at: to };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_follows_its_number_and_goes_on_from_where_it_stood() {
        let mut mark = RowMark::default();
        mark.step(&[9, 8, 7], Step::Rows(1));
        assert_eq!(mark.id(), Some(9), "nothing was marked: where it last stood");
        mark.step(&[9, 8, 7], Step::Rows(1));
        mark.settle([10, 9, 8, 7]);
        assert_eq!(mark.id(), Some(8), "a new row above moves nothing");
        mark.settle([10, 9, 7]);
        assert_eq!(mark.id(), None, "no row takes the place of one that is gone");
        mark.step(&[10, 9, 7], Step::Rows(1));
        assert_eq!(mark.id(), Some(7));
        mark.step(&[10, 9, 7], Step::Last);
        mark.step(&[10, 9, 7], Step::Rows(5));
        assert_eq!(mark.id(), Some(7));
    }
}
