//! The papers of a single purchase: due once the municipality has accepted a place that is bought for the child.

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::open::Reference;
use super::places::end_follow_up;
use super::read::coded;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use crate::domain::ids::{CallId, ChildId, FollowUpId, OfferId, PlaceId};
use crate::domain::measure::Ownership;
use crate::domain::offer::Offer;
use crate::domain::purchase::PaperKey;
use crate::domain::steps::first_working_day;

/// What a paper is about: one child's purchase, or what is bought of a provider for all of a call.
#[derive(Clone, Copy)]
struct Purchase {
    call: CallId,
    /// A place of the unit that it is bought of.
    place: PlaceId,
    /// None where the paper is about the provider.
    child: Option<ChildId>,
}

/// The papers that an offer that was just accepted makes. What is open or done of the same purchase is not asked for
/// twice; one that came to nothing was another. They are the department's, as the steps of that day.
pub(super) fn begin_papers(
    write: &mut Write<'_>,
    call: &Call,
    offer: OfferId,
    reference: &Reference,
) -> Result<(), StoreError> {
    let offers = list::offers(&write.tx, CallFilter::One(call.id))?;
    let Some(accepted) = offers.iter().find(|known| known.id == offer) else { return Ok(()) };
    if !is_bought(write, accepted.place)? {
        return Ok(());
    }
    let due_at = first_working_day(write.at, &settings::rules(&write.tx)?);
    for paper in &reference.purchase_papers {
        let of_provider = (!paper.per_child).then_some(None);
        let children = accepted.children.iter().copied().filter(|_| paper.per_child).map(Some);
        for child in of_provider.into_iter().chain(children) {
            let purchase = Purchase { call: call.id, place: accepted.place, child };
            if !has_paper(write, purchase, paper.key, offer)? {
                begin_paper(write, purchase, paper.key, due_at)?;
            }
        }
    }
    Ok(())
}

/// Whether a place is bought for the child it is for.
fn is_bought(write: &Write<'_>, place: PlaceId) -> Result<bool, StoreError> {
    let ownership: String = write
        .tx
        .prepare_cached(
            "SELECT u.ownership FROM places p JOIN units u ON u.number = p.unit WHERE p.number = ?1",
        )?
        .query_row([place.0], |row| row.get(0))?;
    Ok(coded(&ownership, Ownership::from_code)? == Ownership::SinglePurchase)
}

fn begin_paper(
    write: &mut Write<'_>,
    purchase: Purchase,
    paper: PaperKey,
    due_at: chrono::DateTime<chrono::Utc>,
) -> Result<(), StoreError> {
    let fields = [
        ("kind", text(Some(FollowUpKind::Paper.code()))),
        ("call", int(Some(purchase.call.0))),
        ("place", int(Some(purchase.place.0))),
        ("child", int(purchase.child.map(|child| child.0))),
        ("paper", text(Some(paper.code()))),
        ("owner", text(Some(Owner::Department.code()))),
        ("adviser", write.adviser_number()),
        ("due_at", moment(Some(due_at))),
    ];
    write.insert(Table::FollowUps, &fields).map(drop)
}

/// Whether a paper of the purchase is open, or was settled for it: where a placement of it has come to nothing or to an
/// end, only if another of it goes on.
fn has_paper(
    write: &Write<'_>,
    purchase: Purchase,
    paper: PaperKey,
    offer: OfferId,
) -> Result<bool, StoreError> {
    let Purchase { call, place, child } = purchase;
    Ok(write
        .tx
        .prepare_cached(
            "WITH own AS (
                 SELECT l.number FROM places l
                 WHERE l.unit = (SELECT unit FROM places WHERE number = ?2)),
             stays AS (
                 SELECT p.offer, p.cancelled_at, p.ended_at FROM placements p
                 WHERE p.call = ?1 AND p.place IN own AND p.voided_at IS NULL AND (?3 IS NULL OR p.child = ?3))
             SELECT EXISTS (
                 SELECT 1 FROM follow_ups f
                 WHERE f.call = ?1 AND f.kind = 'paper' AND f.paper = ?4 AND f.child IS ?3 AND f.place IN own
                 AND (f.ended_at IS NULL OR f.end_kind <> 'undone' AND (
                     EXISTS (SELECT 1 FROM stays
                             WHERE offer <> ?5 AND cancelled_at IS NULL AND ended_at IS NULL)
                     OR NOT EXISTS (SELECT 1 FROM stays
                                    WHERE cancelled_at IS NOT NULL OR ended_at IS NOT NULL))))",
        )?
        .query_row((call.0, place.0, child.map(|child| child.0), paper.code(), offer.0), |row| row.get(0))?)
}

/// Whether an accepted offer needs this paper, open or not.
pub(super) fn is_needed(write: &Write<'_>, follow_up: FollowUpId) -> Result<bool, StoreError> {
    let (call, unit, child): (i64, i64, Option<i64>) = write
        .tx
        .prepare_cached(
            "SELECT f.call, p.unit, f.child FROM follow_ups f JOIN places p ON p.number = f.place WHERE f.number = ?1",
        )?
        .query_row([follow_up.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let is_for = |offer: &Offer| child.is_none_or(|child| offer.children.contains(&ChildId(child)));
    for offer in list::offers(&write.tx, CallFilter::One(CallId(call)))? {
        let is_of_unit: bool = write
            .tx
            .prepare_cached("SELECT unit = ?2 FROM places WHERE number = ?1")?
            .query_row((offer.place.0, unit), |row| row.get(0))?;
        if offer.is_accepted() && is_of_unit && is_for(&offer) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the paper of a follow-up is open as another one: it was asked for anew.
pub(super) fn is_asked_anew(write: &Write<'_>, follow_up: FollowUpId) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM follow_ups f JOIN places p ON p.number = f.place
                 JOIN follow_ups o ON o.call = f.call AND o.kind = 'paper' AND o.paper = f.paper AND o.child IS f.child
                 JOIN places l ON l.number = o.place AND l.unit = p.unit
                 WHERE f.number = ?1 AND o.number <> f.number AND o.ended_at IS NULL)",
        )?
        .query_row([follow_up.0], |row| row.get(0))?)
}

/// A purchase of the call came to nothing: the papers that no other one needs are over with it.
pub(super) fn drop_papers(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    let open: Vec<i64> = write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE call = ?1 AND kind = 'paper' AND ended_at IS NULL ORDER BY number",
        )?
        .query_map([call.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for number in open {
        if !is_needed(write, FollowUpId(number))? {
            end_follow_up(write, number, FollowUpEnd::Dropped)?;
        }
    }
    Ok(())
}
