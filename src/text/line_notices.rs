//! What the adviser should know of a quick line that is understood, in sentences.

use super::Texts;
use crate::domain::quick_line::Notice;

impl Texts {
    /// The sentence of a notice.
    #[must_use]
    pub fn line_notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::AlsoBeginsSo { also, .. } => {
                let names = also.iter().map(|name| match name.region {
                    Some(region) => format!("{} ({})", name.name, region.code()),
                    None => name.name.clone(),
                });
                self.quick_notice_also(names.collect::<Vec<_>>().join(", "))
            }
            Notice::Planned { basis } => self.quick_notice_planned(basis.with_sign()),
            Notice::OwnSystem { municipality } => self.quick_notice_own_system(municipality.name.as_str()),
            Notice::OtherRegion { municipality } => {
                let region = municipality.region.map_or("–", |region| region.code());
                self.quick_notice_other_region(municipality.name.as_str(), region)
            }
            Notice::BasisNamesInstitutions { basis, wish } => {
                self.quick_notice_institutions(basis.with_sign(), self.wish(*wish))
            }
        }
    }
}
