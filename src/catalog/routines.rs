//! Every version of the routine for acute requests, from `assets/routine_*.toml`.

use std::collections::BTreeSet;

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::routine::{Routine, StepKey};

/// Every version, the oldest first within a region: the last one is the one in use. Versions that calls were opened
/// with stay here.
const ASSETS: &[(&str, &str)] = &[
    ("routine_national.toml", include_str!("../../assets/routine_national.toml")),
    ("routine_ost.toml", include_str!("../../assets/routine_ost.toml")),
];

/// Every version, the oldest first within a region.
pub(super) fn read() -> Result<Vec<Routine>, CatalogError> {
    let mut versions = BTreeSet::new();
    let mut routines = Vec::with_capacity(ASSETS.len());
    for (asset, text) in ASSETS {
        let routine = parse(asset, text)?;
        if !versions.insert(routine.version.clone()) {
            return Err(fault(asset, routine.version, "another file has the same version"));
        }
        routines.push(routine);
    }
    Ok(routines)
}

fn parse(asset: &'static str, text: &str) -> Result<Routine, CatalogError> {
    let routine: Routine = toml_value(asset, text)?;
    if !routine.steps.iter().map(|step| step.key).eq(StepKey::ALL.iter().copied()) {
        return Err(fault(asset, routine.version, "the steps are not the fourteen in their order"));
    }
    if routine.response_limit_minutes == 0 {
        return Err(fault(asset, routine.version, "the response limit is zero"));
    }
    let nobody = routine.steps.iter().find(|step| {
        step.responsible.is_empty()
            || step.out_of_hours.as_ref().is_some_and(|other| other.responsible.is_empty())
    });
    match nobody {
        Some(step) => Err(fault(asset, step.key.code(), "nobody is responsible")),
        None => Ok(routine),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_routine_with_a_step_missing_moved_or_ownerless_is_refused() {
        let (asset, text) = ASSETS[0];
        assert!(parse(asset, text).is_ok());
        let (rest, _) = text.rsplit_once("[[step]]").expect("several steps");
        for broken in [
            rest.to_owned(),
            text.replacen("key = \"received\"", "key = \"clarify\"", 1),
            text.replacen("responsible = [\"adviser\"]", "responsible = []", 1),
            text.replacen("response_limit_minutes = 120", "response_limit_minutes = 0", 1),
            text.replacen("deadline = \"none\"", "deadline = \"soon\"", 1),
            text.replacen("to_be_confirmed", "sure", 1),
        ] {
            assert!(parse(asset, &broken).is_err());
        }
    }
}
