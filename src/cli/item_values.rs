//! What the fields of a call tell of an item of the checklist, in codes for scripts. Names and numbers are never among
//! them: they are revealed.

use super::offer_fields::yes_or_no;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, DecisionMaker, DecisionStatus, Need, Shield, Whereabouts};
use crate::domain::checklist::ItemKey;
use crate::domain::child::SiblingRule;
use crate::report::times::iso;

/// In codes, several with `;` between; none when no field tells anything.
pub fn codes(call: &Call, item: ItemKey) -> Option<String> {
    let codes: Vec<String> = match item {
        ItemKey::Basis => {
            let codes = [
                call.basis.map(BasisCode::code),
                call.decision.map(DecisionStatus::code),
                call.decided_by.map(DecisionMaker::code),
            ];
            let codes = codes.into_iter().flatten().map(str::to_owned);
            codes.chain(call.decided_at.map(iso)).collect()
        }
        ItemKey::Whereabouts => {
            let place = call.whereabouts.map(Whereabouts::code).map(str::to_owned);
            place.into_iter().chain(call.holds_until.map(iso)).collect()
        }
        ItemKey::Wished => call.wished.iter().map(|wish| wish.code().to_owned()).collect(),
        ItemKey::Protection => {
            let known = call.may_be_known.map(yes_or_no);
            known.into_iter().chain(call.shield.map(Shield::code)).map(str::to_owned).collect()
        }
        ItemKey::Health => call.needs.iter().map(need).collect(),
        ItemKey::Siblings => call.siblings.map(SiblingRule::code).map(str::to_owned).into_iter().collect(),
        _ => Vec::new(),
    };
    (!codes.is_empty()).then(|| codes.join(";"))
}

fn need(need: &Need) -> String {
    need.detail.as_ref().map_or_else(|| need.word.clone(), |detail| format!("{}:{detail}", need.word))
}
