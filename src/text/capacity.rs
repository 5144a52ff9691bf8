//! Groups of places and levels of readiness in words.

use std::borrow::Cow;

use super::Texts;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::settings::Readiness;

impl Texts {
    /// A group that is counted together, in short.
    #[must_use]
    pub fn capacity_group(&self, group: CapacityGroup) -> Cow<'_, str> {
        match group {
            CapacityGroup::HomeChild => self.group_short_home_child(),
            CapacityGroup::HomeYouth => self.group_short_home_youth(),
            CapacityGroup::AcuteCare => self.group_short_acute_care(),
            CapacityGroup::AcuteBehaviour => self.group_short_acute_behaviour(),
            CapacityGroup::Trafficking => self.group_short_trafficking(),
        }
    }

    /// How ready the region is.
    #[must_use]
    pub fn readiness(&self, level: Readiness) -> Cow<'_, str> {
        match level {
            Readiness::Normal => self.readiness_normal(),
            Readiness::Raised => self.readiness_raised(),
            Readiness::High => self.readiness_high(),
        }
    }
}
