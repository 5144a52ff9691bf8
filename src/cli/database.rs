//! Where the database lies when nobody says, and what the store is opened with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use crate::catalog::Catalog;
use crate::domain::municipality::Region;
use crate::domain::routine::{RoutineStep, StepScope};
use crate::store::{Reference, StoreError, make_private_folder};
use crate::text::Texts;

/// The name of the database in its folder.
const FILE: &str = "akuttvakt.db";

/// The usual database: in the user's own data folder.
pub fn usual_path(texts: &Texts) -> Result<PathBuf, Failure> {
    folders()
        .map(|folders| folders.data_local_dir().join(FILE))
        .ok_or_else(|| Failure::usage(texts.error_no_home()))
}

/// The user's own folder for what may be lost.
pub fn cache_folder() -> Option<PathBuf> {
    Some(folders()?.cache_dir().to_owned())
}

/// Makes the folder of the usual database, for its owner alone.
pub fn make_folder_of(path: &Path) -> Result<(), StoreError> {
    path.parent().map_or(Ok(()), make_private_folder)
}

/// What the store must know of the world outside it.
pub fn reference(catalog: &Catalog) -> Arc<Reference> {
    Arc::new(Reference {
        points: catalog
            .municipalities
            .iter()
            .map(|municipality| (municipality.number, municipality.point))
            .collect(),
        routine_versions: Region::ALL
            .iter()
            .filter_map(|region| Some((*region, catalog.routine_for(*region)?.version.clone())))
            .collect(),
        steps_of_others: catalog
            .routines
            .iter()
            .map(|routine| {
                let of_others = |step: &&RoutineStep| step.scope == StepScope::Others;
                let keys = routine.steps.iter().filter(of_others).map(|step| step.key).collect();
                (routine.version.clone(), keys)
            })
            .collect(),
        purchase_papers: catalog.purchase_papers.clone(),
    })
}

fn folders() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("no", "", "akuttvakt")
}
