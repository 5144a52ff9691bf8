//! What was done, in a word.

use std::borrow::Cow;

use super::Texts;
use crate::domain::journal::Act;

impl Texts {
    /// Every kind of act with its name, for finding it.
    #[must_use]
    pub fn named_acts(&self) -> Vec<(Act, String)> {
        let name = |act: Act| match act {
            Act::Handover | Act::GoThrough | Act::Receive | Act::TakeShift => {
                self.act_found_handover(self.act(act))
            }
            _ => self.act(act).into_owned(),
        };
        Act::ALL.iter().map(|act| (*act, name(*act))).collect()
    }

    /// An act in a word.
    #[must_use]
    pub fn act(&self, act: Act) -> Cow<'_, str> {
        match act {
            Act::Init => self.cli_act_init(),
            Act::SignOn => self.cli_act_sign_on(),
            Act::ShiftStart => self.cli_act_shift_start(),
            Act::Watch => self.cli_act_watch(),
            Act::Handover => self.cli_act_handover(),
            Act::GoThrough => self.cli_act_go_through(),
            Act::Receive => self.cli_act_receive(),
            Act::TakeShift => self.cli_act_take_shift(),
            Act::Call => self.cli_act_call(),
            Act::Place => self.cli_act_place(),
            Act::Confirm => self.cli_act_confirm(),
            Act::Hold => self.cli_act_hold(),
            Act::Release => self.cli_act_release(),
            Act::Offer => self.cli_act_offer(),
            Act::Answer => self.cli_act_answer(),
            Act::Undo => self.cli_act_undo(),
            Act::Import => self.cli_act_import(),
            Act::Setting => self.cli_act_setting(),
            Act::Arrive => self.cli_act_arrive(),
            Act::Close => self.cli_act_close(),
            Act::Edit => self.cli_act_edit(),
            Act::Refer => self.cli_act_refer(),
            Act::Checklist => self.cli_act_checklist(),
            Act::CallBack => self.cli_act_call_back(),
            Act::FollowUp => self.cli_act_follow_up(),
            Act::Move => self.cli_act_move(),
            Act::Assign => self.cli_act_assign(),
            Act::Step => self.cli_act_step(),
            Act::Meeting => self.cli_act_meeting(),
            Act::Plan => self.cli_act_plan(),
            Act::FallThrough => self.cli_act_fall_through(),
            Act::EndStay => self.cli_act_end_stay(),
            Act::Evaluate => self.cli_act_evaluate(),
            Act::Split => self.cli_act_split(),
            Act::Remark => self.cli_act_remark(),
            Act::StayOpen => self.cli_act_stay_open(),
            Act::Enquiry => self.cli_act_enquiry(),
            Act::Compensation => self.cli_act_compensation(),
            Act::Deviation => self.cli_act_deviation(),
            Act::ExtraPlace => self.cli_act_extra_place(),
            Act::Unit => self.cli_act_unit(),
            Act::ExpectFree => self.cli_act_expect_free(),
            Act::Contact => self.cli_act_contact(),
            Act::Silence => self.cli_act_silence(),
            Act::Export => self.cli_act_export(),
            Act::Complete => self.cli_act_complete(),
            Act::Link => self.cli_act_link(),
            Act::Purge => self.cli_act_purge(),
            Act::Passphrase => self.cli_act_passphrase(),
            Act::Rekey => self.cli_act_rekey(),
            Act::Restore => self.cli_act_restore(),
            Act::Reveal => self.cli_act_reveal(),
            Act::Adviser => self.cli_act_adviser(),
            Act::AdviserLeft => self.cli_act_adviser_left(),
        }
    }
}
