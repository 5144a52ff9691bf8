//! The directory of phone numbers in words.

use std::borrow::Cow;

use super::Texts;
use crate::domain::directory::ContactKind;

impl Texts {
    /// What a number is for.
    #[must_use]
    pub fn contact_kind(&self, kind: ContactKind) -> Cow<'_, str> {
        match kind {
            ContactKind::RegionDuty => self.contact_region_duty(),
            ContactKind::OutOfHours => self.contact_out_of_hours(),
            ContactKind::LeaderOnDuty => self.contact_leader_on_duty(),
            ContactKind::Logistics => self.contact_logistics(),
            ContactKind::HomeConsultant => self.contact_home_consultant(),
            ContactKind::Police => self.contact_police(),
            ContactKind::Psychiatric => self.contact_psychiatric(),
            ContactKind::Provider => self.contact_provider(),
            ContactKind::Other => self.contact_other(),
        }
    }
}
