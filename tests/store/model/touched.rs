//! Which rows an act touched: what differs from the world before.

use super::world::{CallRow, World, index, number};

/// A row that an act touched: table, number, whether it is new; and the field, of calls, children and places, where
/// undo looks at fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Touched {
    pub table: &'static str,
    pub number: i64,
    pub field: &'static str,
    pub is_new: bool,
}

impl Touched {
    pub fn at(&self) -> usize {
        index(self.number)
    }
}

impl World {
    /// What differs from the world before.
    pub fn touched(&self, before: &Self) -> Vec<Touched> {
        let mut touched = Vec::new();
        for (at, (call, old)) in self.calls.iter().zip(&before.calls).enumerate() {
            let fields = call_fields(call, old);
            let differing = fields.iter().filter(|(_, differs)| *differs);
            touched.extend(differing.map(|(field, _)| Touched {
                table: "calls",
                number: number(at),
                field,
                is_new: false,
            }));
        }
        for (at, (child, old)) in self.children.iter().zip(&before.children).enumerate() {
            let fields = [
                ("name", child.name != old.name),
                ("sex", child.facts.sex != old.facts.sex),
                ("age", child.facts.age != old.facts.age),
                ("reference", child.same_as != old.same_as),
                ("removed_at", child.is_removed != old.is_removed),
            ];
            let differing = fields.iter().filter(|(_, differs)| *differs);
            touched.extend(differing.map(|(field, _)| Touched {
                table: "children",
                number: number(at),
                field,
                is_new: false,
            }));
        }
        let new = |list: usize, before: usize| before..list;
        for at in new(self.calls.len(), before.calls.len()) {
            touched.push(Touched { table: "calls", number: number(at), field: "uuid", is_new: true });
        }
        for at in new(self.children.len(), before.children.len()) {
            touched.push(Touched { table: "children", number: number(at), field: "uuid", is_new: true });
        }
        let units = |world: &Self| -> Vec<_> {
            let closing = |at| world.closing.get(&number(at)).copied();
            world
                .units
                .iter()
                .enumerate()
                .map(|(at, row)| (row.clone(), closing(at), world.homes[at].clone()))
                .collect()
        };
        differing(&mut touched, "units", &units(self), &units(before));
        for (at, (place, old)) in self.places.iter().zip(&before.places).enumerate() {
            let fields = [
                ("confirmed_at", place.confirmed != old.confirmed),
                ("closed_at", place.is_closed != old.is_closed),
                ("expected_free_at", place.expected != old.expected),
            ];
            let differing = fields.iter().filter(|(_, differs)| *differs);
            touched.extend(differing.map(|(field, _)| Touched {
                table: "places",
                number: number(at),
                field,
                is_new: false,
            }));
        }
        for at in new(self.places.len(), before.places.len()) {
            touched.push(Touched { table: "places", number: number(at), field: "uuid", is_new: true });
        }
        differing(&mut touched, "place_states", &self.states, &before.states);
        differing(&mut touched, "offers", &self.offers, &before.offers);
        differing(&mut touched, "claims", &self.claims, &before.claims);
        differing(&mut touched, "follow_ups", &self.follow_ups, &before.follow_ups);
        differing(&mut touched, "checklist_answers", &self.answers, &before.answers);
        differing(&mut touched, "reveals", &self.reveals, &before.reveals);
        differing(&mut touched, "settings", &self.settings, &before.settings);
        differing(&mut touched, "placements", &self.placements, &before.placements);
        differing(&mut touched, "routine_steps", &self.steps, &before.steps);
        differing(&mut touched, "sibling_splits", &self.splits, &before.splits);
        differing(&mut touched, "remarks", &self.remarks, &before.remarks);
        differing(&mut touched, "silences", &self.silences, &before.silences);
        differing(&mut touched, "named_exports", &self.exports, &before.exports);
        differing(&mut touched, "enquiries", &self.enquiries, &before.enquiries);
        differing(&mut touched, "compensations", &self.compensations, &before.compensations);
        differing(&mut touched, "deviations", &self.deviations, &before.deviations);
        differing(&mut touched, "contacts", &self.contacts, &before.contacts);
        differing(&mut touched, "shifts", &self.shifts, &before.shifts);
        differing(&mut touched, "case_watches", &self.watches, &before.watches);
        differing(&mut touched, "handovers", &self.handovers, &before.handovers);
        differing(&mut touched, "handover_points", &self.points, &before.points);
        differing(&mut touched, "handover_sums", &self.sums, &before.sums);
        differing(&mut touched, "handover_capacity", &self.free, &before.free);
        touched
    }
}

/// Every field of a call, and whether it differs.
fn call_fields(call: &CallRow, old: &CallRow) -> Vec<(&'static str, bool)> {
    let (facts, was) = (&call.facts, &old.facts);
    vec![
        ("kind", facts.kind != was.kind),
        ("is_acute", facts.is_acute != was.is_acute),
        ("municipality", facts.municipality != was.municipality),
        ("siblings", facts.siblings != was.siblings),
        ("basis", facts.basis != was.basis),
        ("decision", facts.decision != was.decision),
        ("decided_at", facts.decided_at != was.decided_at),
        ("wished", facts.wished != was.wished),
        ("whereabouts", facts.whereabouts != was.whereabouts),
        ("may_be_known", facts.may_be_known != was.may_be_known),
        ("first_contact_at", facts.first_contact_at != was.first_contact_at),
        ("received_at", facts.received_at != was.received_at),
        ("deadline", call.deadline != old.deadline),
        ("callback", facts.callback != was.callback),
        ("note", facts.note != was.note),
        ("closed_at", call.closed != old.closed),
        ("close_note", call.close_note != old.close_note),
        ("erased_at", call.is_erased != old.is_erased),
        ("meeting_at", call.meeting != old.meeting),
        ("owner", call.owner != old.owner),
        ("stays_open", call.stays_open != old.stays_open),
    ]
}

fn differing<T: PartialEq>(touched: &mut Vec<Touched>, table: &'static str, now: &[T], before: &[T]) {
    for (at, value) in now.iter().enumerate() {
        let old = before.get(at);
        if old != Some(value) {
            touched.push(Touched { table, number: number(at), field: "", is_new: old.is_none() });
        }
    }
}
