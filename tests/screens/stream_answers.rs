//! What a real store told at several moments of one night, as answers to random streams.

use std::sync::OnceLock;

use akuttvakt::domain::board::Board;
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::deviation::DeviationState;
use akuttvakt::domain::follow_up::Owner;
use akuttvakt::domain::handover::{Changes, HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{
    CallId, DeviationId, EnquiryId, FollowUpId, HandoverId, OfferId, PlaceId, ShiftId, UnitId,
};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::question::{CallSearch, JournalAbout, JournalQuery, PersonalData, Question, Told};
use chrono::{DateTime, Utc};

use crate::rig::{Rig, night};
use crate::support::dice::Dice;

/// What a real store told at several moments of one night.
pub struct Captured {
    pub boards: Vec<Board>,
    pub told: Vec<Told>,
}

pub fn captured() -> &'static Captured {
    static CAPTURED: OnceLock<Captured> = OnceLock::new();
    CAPTURED.get_or_init(|| {
        let mut rig = Rig::with_places();
        let mut boards = vec![board(&mut rig)];
        let mut rig = Rig::ordinary();
        boards.push(board(&mut rig));
        for line in [
            "moss pol g16 4-1 inst -130m",
            "hamar bvv j9+g6+b2 delt 4-2 bh -118m",
            "halden bvt drøft g12",
            "os bvt kode6 j8 4-2 bh",
        ] {
            rig.register(line, night());
        }
        boards.push(board(&mut rig));
        rig.by_hand(&Command::Hold { call: CallId(3), place: PlaceId(1) });
        rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(CallId(5), PlaceId(3)))));
        boards.push(board(&mut rig));
        crate::follow_ups::place(&mut rig, CallId(3), 2);
        boards.push(board(&mut rig));
        rig.by_hand(&Command::DraftDeviation { call: CallId(1), child: None });
        boards.push(board(&mut rig));
        rig.close(CallId(1));
        boards.push(board(&mut rig));
        // A shift to be given, and one that waits to be received.
        rig.by_hand(&Command::StartShift);
        boards.push(board(&mut rig));
        let mut per = rig.second("Per Sæther");
        per.by_hand(&Command::StartShift);
        let (to, summary) = (HandoverTo::Adviser("Kari Nordby".to_owned()), Some("to saker".to_owned()));
        per.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary, note: None })));
        boards.push(board(&mut rig));
        rig.by_hand(&Command::ImportContacts { rows: crate::phones::directory(), dry_run: false });
        let questions = [
            Question::Call(CallId(2)),
            Question::Call(CallId(5)),
            Question::Calls(CallSearch { limit: 300, ..CallSearch::default() }),
            Question::PlaceHistory(UnitId(1)),
            Question::Journal(JournalQuery { about: JournalAbout::All, before: None, limit: 200 }),
            Question::Chain,
            Question::Contacts,
            Question::Deviations,
            Question::Handover(None),
            Question::Handover(Some(HandoverId(1))),
        ];
        let store = rig.store.as_mut().unwrap();
        let mut told: Vec<Told> =
            questions.iter().map(|question| store.tell(question, night()).unwrap()).collect();
        let calls = told.iter().filter_map(|told| match told {
            Told::Call(details) => Some((**details).clone()),
            _ => None,
        });
        let changes = Changes { since: night(), after: 0, calls: calls.collect(), units: vec![UnitId(1)] };
        told.push(Told::Changes(Some(Box::new(changes))));
        told.push(Told::Changes(None));
        told.push(Told::Personal(PersonalData::default()));
        told.push(Told::Drafts(Vec::new()));
        told.push(Told::Advisers(vec!["Kari".to_owned(), "Per".to_owned()]));
        told.push(Told::Contacts(Vec::new()));
        Captured { boards, told }
    })
}

fn board(rig: &mut Rig) -> Board {
    rig.store.as_mut().unwrap().board(night()).unwrap()
}

/// An answer that fits a question, as a store would give it at one moment or another.
pub fn answer_to(question: &Question, dice: &mut Dice) -> Told {
    let is_signed = |told: &Told| matches!(told, Told::Handover(Some(told)) if told.signed.is_some());
    let fits = |told: &&Told| {
        matches!(
            (question, told),
            (Question::Call(_), Told::Call(_))
                | (Question::Calls(_), Told::Calls(_))
                | (Question::PlaceHistory(_), Told::PlaceHistory(_))
                | (Question::Journal(_) | Question::JournalFound(..), Told::Journal(_))
                | (Question::Changes, Told::Changes(_))
                | (Question::Chain, Told::Chain(_))
                | (Question::Personal(_), Told::Personal(_))
                | (Question::Drafts, Told::Drafts(_))
                | (Question::Advisers, Told::Advisers(_))
                | (Question::Contacts, Told::Contacts(_))
                | (Question::Deviations, Told::Deviations(_))
        ) || matches!((question, told), (Question::Handover(asked), Told::Handover(_)) if asked.is_some() == is_signed(told))
            || matches!((question, told), (Question::LateShift(_), Told::Handover(_)) if !is_signed(told))
    };
    let fitting: Vec<&Told> = captured().told.iter().filter(fits).collect();
    fitting[dice.roll(fitting.len())].clone()
}

/// What could come of a command.
pub fn outcome_of(command: &Command, now: DateTime<Utc>) -> Option<Outcome> {
    Some(match command {
        Command::RegisterCall(facts) => Outcome::CallRegistered {
            call: CallId(4),
            children: Vec::new(),
            municipality: facts.municipality,
            received_at: facts.received_at,
            deadline: None,
            registered_at: now,
            missing: Vec::new(),
            duplicates: vec![CallId(2)],
        },
        Command::SetPlace { place, state, .. } | Command::SetUnit { place, state, .. } => {
            Outcome::PlaceSet { place: *place, state: *state }
        }
        Command::ConfirmPlace { place, .. } => Outcome::PlaceConfirmed { place: *place, at: now },
        Command::Hold { call, place } => Outcome::Held { call: *call, place: *place, until: now },
        Command::Release { place } => Outcome::Released { place: *place },
        Command::Offer(draft) => Outcome::Offered {
            offer: OfferId(2),
            call: draft.call,
            place: draft.place,
            response_minutes: Some(12),
        },
        Command::Answer { offer, answer, .. } => Outcome::Answered { offer: *offer, answer: *answer },
        Command::CompleteOffer(completion) => {
            Outcome::OfferCompleted { offer: completion.offer, call: CallId(2) }
        }
        Command::CloseCall { call, .. } => Outcome::Closed { call: *call },
        Command::EditCall(edit) => Outcome::Edited { call: edit.call, deadline: None, added: Vec::new() },
        Command::Refer { call, at } => Outcome::Referred { call: *call, received_at: *at, deadline: None },
        Command::AnswerItem(answer) => {
            Outcome::ItemAnswered { call: answer.call, item: answer.item, state: answer.state, due_at: None }
        }
        Command::PromiseCallBack { call, due_at } | Command::RepeatCallBack { call, due_at, .. } => {
            Outcome::CallBackPromised { call: *call, follow_up: FollowUpId(9), due_at: *due_at }
        }
        Command::LogEnquiry(draft) => {
            Outcome::EnquiryLogged { enquiry: EnquiryId(4), call: draft.call, ask_at: draft.ask_at }
        }
        Command::SetCompensation { call, kind, state, .. } => {
            Outcome::CompensationSet { call: *call, kind: *kind, state: *state }
        }
        Command::DraftDeviation { call, .. } => {
            Outcome::DeviationSet { deviation: DeviationId(1), call: *call, state: DeviationState::Draft }
        }
        Command::EditDeviation { deviation, .. }
        | Command::RegisterDeviation { deviation }
        | Command::CloseDeviation { deviation, .. }
        | Command::Supervise { deviation, .. } => Outcome::DeviationSet {
            deviation: *deviation,
            call: CallId(2),
            state: DeviationState::Registered,
        },
        Command::EndFollowUp { follow_up, .. } => {
            Outcome::FollowUpEnded { follow_up: *follow_up, next: None }
        }
        Command::MoveFollowUp { follow_up, due_at, .. } => {
            Outcome::FollowUpMoved { follow_up: *follow_up, due_at: *due_at }
        }
        Command::AssignFollowUp { follow_up, .. } => {
            Outcome::FollowUpAssigned { follow_up: *follow_up, owner: Owner::Department }
        }
        Command::DoStep { call, step, end, .. } => {
            Outcome::StepSettled { call: *call, step: *step, end: *end }
        }
        Command::SetMeeting { call, at } => {
            Outcome::MeetingSet { call: *call, at: *at, commitment_due_at: None }
        }
        Command::Reveal { subject } => Outcome::Revealed { subject: *subject },
        Command::SetWatch(draft) => {
            let level = draft.level.unwrap();
            Outcome::WatchSet { call: draft.call, level, action_at: draft.action_at.flatten() }
        }
        Command::SignHandover(_) => Outcome::HandoverSigned { handover: HandoverId(2), points: 3 },
        Command::GoThrough { handover, .. } => Outcome::WentThrough { handover: *handover, left: 1 },
        Command::ReceiveHandover { handover, .. } => {
            Outcome::HandoverReceived { handover: *handover, calls: 0, tasks: 0, begun: None }
        }
        Command::StartShift => Outcome::ShiftStarted { shift: ShiftId(1), until: now },
        Command::Undo { .. } => Outcome::Undone { act: Act::Hold, number: 1 },
        _ => return None,
    })
}
