//! Names by number, for sentences about what happened.

use crate::app::board_view::municipality;
use crate::domain::checklist::ItemKey;
use crate::domain::deviation::Scheme;
use crate::domain::ids::{PlaceId, UnitId};
use crate::domain::municipality::MunicipalityNumber;
use crate::text::fields::Names;

use super::scene::Scene;

/// Names of the frame's model. A municipality is hidden where it may be that of a protected address.
#[derive(Clone, Copy)]
pub struct SceneNames<'a> {
    /// The frame.
    pub scene: Scene<'a>,
    /// Whether municipalities may be named.
    pub shows_municipality: bool,
}

impl Names for SceneNames<'_> {
    fn municipality(&self, number: MunicipalityNumber) -> String {
        if self.shows_municipality {
            let found = municipality(&self.scene.model.catalog, number);
            found.map_or_else(|| number.to_string(), |municipality| municipality.name.clone())
        } else {
            self.scene.texts.value_hidden().into_owned()
        }
    }

    fn place(&self, place: PlaceId) -> String {
        let unit = self.scene.view().and_then(|view| view.unit_of_place(place));
        unit.map_or_else(|| place.to_string(), |unit| unit.name.clone())
    }

    fn unit(&self, unit: UnitId) -> String {
        let found = self.scene.view().and_then(|view| view.board.unit(unit));
        found.map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    }

    fn item(&self, item: ItemKey) -> String {
        self.scene.item_label(item).to_owned()
    }

    fn severity(&self, scheme: Scheme, level: u8) -> String {
        let found = self.scene.model.catalog.severity(scheme, level);
        found.map_or_else(|| level.to_string(), str::to_owned)
    }
}
