//! The routine's acts in the story of a call: each has its line, whichever command it came with.

use akuttvakt::app::model::Overlay;
use akuttvakt::domain::alarm::{Alarm, AlarmKind};
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::board::Board;
use akuttvakt::domain::call::DecisionStatus;
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{
    CallEdit, Command, ItemAnswer, ItemFields, OfferDraft, SiblingSplit, UndoScope,
};
use akuttvakt::domain::deviation::Scheme;
use akuttvakt::domain::follow_up::{FollowUpEnd, Receiver};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::text::fields::Names;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::rig::{Rig, night, texts};

fn at(minutes: i64) -> DateTime<Utc> {
    night() + TimeDelta::minutes(minutes)
}

impl Rig {
    /// Does something so many minutes after the night began.
    pub fn then(&mut self, minutes: i64, command: &Command) {
        self.now = at(minutes);
        self.by_hand(command);
    }

    fn offered(&mut self, minutes: i64, call: CallId, place: i64) {
        self.then(minutes, &Command::Offer(Box::new(OfferDraft::new(call, PlaceId(place)))));
    }

    fn answered(&mut self, minutes: i64, offer: i64, answer: Answer, reason: Option<DeclineReason>) {
        let offer = OfferId(offer);
        self.then(minutes, &Command::Answer { offer, answer, reason, by: None, note: None });
    }

    /// The story of a call, a line each.
    pub fn story(&mut self, call: CallId) -> Vec<String> {
        self.refresh();
        let details = self.store.as_mut().unwrap().call_details(call).unwrap();
        let names = Known { board: &self.model.view.as_ref().unwrap().board };
        let lines = texts().story(&details, self.now, &names).into_iter().map(|line| {
            let by = line.by.as_deref().unwrap_or("–").to_owned();
            let first = format!("{} {} [{by}]", texts().time(line.at), line.text);
            std::iter::once(first)
                .chain(line.more.iter().map(|more| format!("      {more}")))
                .collect::<Vec<_>>()
        });
        lines.flatten().collect()
    }
}

struct Known<'b> {
    board: &'b Board,
}

impl Names for Known<'_> {
    fn municipality(&self, number: MunicipalityNumber) -> String {
        number.to_string()
    }

    fn place(&self, place: PlaceId) -> String {
        let unit = self.board.places.iter().find(|known| known.id == place).map(|known| known.unit);
        unit.map_or_else(|| place.to_string(), |unit| self.unit(unit))
    }

    fn unit(&self, unit: UnitId) -> String {
        self.board.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
    }

    fn item(&self, item: ItemKey) -> String {
        item.code().to_owned()
    }

    fn severity(&self, scheme: Scheme, level: u8) -> String {
        crate::rig::catalog().severity(scheme, level).unwrap().to_owned()
    }
}

fn has(story: &[String], sentence: &str) {
    assert!(story.iter().any(|line| line.contains(sentence)), "{sentence}\n{}", story.join("\n"));
}

fn has_not(story: &[String], sentence: &str) {
    assert!(!story.iter().any(|line| line.contains(sentence)), "{sentence}\n{}", story.join("\n"));
}

fn plan(offer: i64) -> PlacementPlan {
    PlacementPlan::new(OfferId(offer))
}

/// A girl of nine: accepted, driven there late, evaluated, moved home.
fn placed() -> (Rig, CallId) {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9 4-2 bh -10m vedtak", night());
    rig.offered(20, call, 1);
    rig.answered(30, 1, Answer::Accepted, None);
    rig.then(
        35,
        &Command::PlanPlacement(Box::new(PlacementPlan {
            driver: Some("barnevernsvakta".to_owned()),
            leaves_at: Some(at(60)),
            expected_at: Some(at(120)),
            medicines: Some("inhalator i sekken".to_owned()),
            unit_told_at: Some(at(33)),
            night_number: Some("99887766".to_owned()),
            ..plan(1)
        })),
    );
    rig.then(
        70,
        &Command::PlanPlacement(Box::new(PlacementPlan {
            driver: Some("politiet".to_owned()),
            expected_at: Some(at(150)),
            ..plan(1)
        })),
    );
    rig.then(
        80,
        &Command::DoStep {
            call,
            step: StepKey::ContactMeasure,
            end: StepEnd::Done,
            note: Some("natteravn til helga".to_owned()),
        },
    );
    rig.then(240, &Command::Arrive { offer: OfferId(1), at: Some(at(205)) });
    (rig, call)
}

#[test]
fn from_the_accepted_offer_to_the_end_of_the_stay_nothing_is_left_out() {
    let (mut rig, call) = placed();
    rig.then(600, &Command::SetMeeting { call, at: at(3000) });
    rig.then(610, &Command::SetMeeting { call, at: at(4500) });
    rig.then(700, &Command::DoStep { call, step: StepKey::Onward, end: StepEnd::NotRelevant, note: None });
    let child = ChildId(1);
    let views = |child_view: Option<&str>, parents_view: Option<&str>| {
        Command::EvaluatePlacement(Box::new(StayViews {
            child,
            child_view: child_view.map(str::to_owned),
            parents_view: parents_view.map(str::to_owned),
        }))
    };
    rig.then(4000, &views(Some("savner bikkja"), Some("trygg der")));
    rig.then(
        4400,
        &Command::EndPlacement(Box::new(StayEnding {
            child,
            at: Some(at(4300)),
            end: StayEnd::UnplannedMove,
            note: Some("fostermor ble syk".to_owned()),
        })),
    );
    rig.then(4500, &views(Some("fikk ro"), None));
    rig.now = at(4600);
    assert_snapshot!("placed", rig.story(call).join("\n"));
}

#[test]
fn an_arrival_that_was_told_later_stands_where_it_happened() {
    let (mut rig, call) = placed();
    let story = rig.story(call);
    has(&story, "06:02 framme: Furuly (ventet 05:07) (skrevet inn 06:37)");
    has(&story, "06:37 saken avsluttet: plassert");
    let plain = |what: &str| story.iter().position(|line| line.contains(what)).unwrap();
    assert!(plain("framme:") < plain("saken avsluttet"));
    has(&story, "Avtalt med tiltaket: natteravn til helga");
    has(&story, "hvem kjører: oppgitt, endret senere");
    has(&story, "hvem kjører: politiet");
    has(&story, "medisiner og klær: inhalator i sekken");
    has(&story, "nattnummer: oppgitt");
    has_not(&story, "99887766");
    has_not(&story, "barnevernsvakta [");
}

#[test]
fn siblings_who_are_split_have_their_reason_and_each_its_own_lines() {
    let mut rig = Rig::with_places();
    let call = rig.register("hamar bvv j9+g7+g3 sammen 4-2 bh -10m", night());
    rig.offered(10, call, 3);
    rig.answered(15, 1, Answer::Declined, Some(DeclineReason::TooFar));
    rig.then(
        20,
        &Command::SplitSiblings(Box::new(SiblingSplit {
            call,
            agreed_by: "Nina Ås".to_owned(),
            agreed_at: Some(at(18)),
            reason: "gutten må være nær sykehuset".to_owned(),
        })),
    );
    rig.then(
        22,
        &Command::Remark {
            call,
            kind: RemarkKind::Disagreement,
            text: "kommunen ønsker institusjon".to_owned(),
        },
    );
    rig.offered(25, call, 1);
    rig.answered(30, 2, Answer::Accepted, None);
    rig.then(40, &Command::FallThrough { offer: OfferId(2), reason: "bilen kom ikke fram".to_owned() });
    rig.offered(45, call, 3);
    rig.answered(50, 3, Answer::Accepted, None);
    rig.then(55, &Command::StayOpen { call, stays_open: true });
    rig.then(56, &Command::Arrive { offer: OfferId(3), at: None });
    rig.then(57, &Command::StayOpen { call, stays_open: false });
    assert_snapshot!("siblings", rig.story(call).join("\n"));
    let story = rig.story(call);
    has_not(&story, "Nina");
    has(&story, "Grunn: gutten må være nær sykehuset");
    has(&story, "«kommunen ønsker institusjon»");
    has(&story, "Grunn: bilen kom ikke fram");
    let accepted = story.iter().position(|line| line.contains("svar om Furuly: godtatt")).unwrap();
    assert!(!story[accepted + 1].contains("bilen"), "the reason is of the end, not of the answer");
}

#[test]
fn tasks_moved_given_away_and_taken_back_are_told_as_they_were() {
    let (mut rig, call) = placed();
    let birk = {
        rig.refresh();
        let board = &rig.model.view.as_ref().unwrap().board;
        board.follow_ups.iter().find(|task| task.step == Some(StepKey::Birk)).unwrap().id
    };
    let moved = |to, reason: &str| Command::MoveFollowUp {
        follow_up: birk,
        due_at: at(to),
        reason: reason.to_owned(),
    };
    rig.then(250, &moved(4000, "BIRK er nede"));
    rig.then(251, &moved(5000, "BIRK er nede enda"));
    rig.then(252, &Command::Undo { scope: UndoScope::ThisProcess });
    rig.then(
        253,
        &Command::AssignFollowUp { follow_up: birk, to: Receiver::Adviser("Kari Nordby".to_owned()) },
    );
    rig.then(254, &Command::AssignFollowUp { follow_up: birk, to: Receiver::Department });
    rig.then(255, &Command::Undo { scope: UndoScope::ThisProcess });
    rig.then(256, &Command::EndFollowUp { follow_up: birk, end: FollowUpEnd::Done });
    rig.then(257, &Command::Undo { scope: UndoScope::ThisProcess });
    rig.then(
        258,
        &Command::DoStep { call, step: StepKey::Birk, end: StepEnd::Done, note: Some("sak 12".to_owned()) },
    );
    rig.then(259, &Command::Undo { scope: UndoScope::ThisProcess });
    rig.then(260, &Command::ExportNamed { call, reason: "til BIRK".to_owned() });
    let story = rig.story(call);
    for sentence in [
        "flyttet: registrere i BIRK, fra man 23.11 08:00 til man 23.11 21:17 [",
        "(angret 06:49)",
        "angret: flyttingen av registrere i BIRK",
        "gitt til Kari Nordby: registrere i BIRK [",
        "gitt til inntaksavdelingen: registrere i BIRK (angret 06:52)",
        "angret: at registrere i BIRK ble gitt videre",
        "gjort: registrere i BIRK (angret 06:54)",
        "angret: avslutningen av registrere i BIRK",
        "gjort: registrere i BIRK (angret 06:56)",
        "angret: at registrere i BIRK var gjort",
        "eksportert med navn",
        "Grunn: til BIRK",
    ] {
        has(&story, sentence);
    }
    has_not(&story, "sak 12");
}

#[test]
fn what_another_calls_act_did_to_this_one_is_told_and_nothing_else_of_it() {
    let mut rig = Rig::with_places();
    let waiting = rig.register("ringsaker bvv j9 4-2 bh -10m", night());
    let other = rig.register("moss bvv g8 4-2 bh -20m", night());
    rig.offered(5, other, 8);
    rig.answered(10, 1, Answer::Accepted, None);
    rig.then(40, &Command::Arrive { offer: OfferId(1), at: None });
    rig.then(
        60,
        &Command::EndPlacement(Box::new(StayEnding {
            child: ChildId(2),
            at: None,
            end: StayEnd::Home,
            note: None,
        })),
    );
    let third = rig.register("halden bvv g8 4-2 bh -20m", at(61));
    rig.offered(62, third, 8);
    // A place that is taken out of use and comes back.
    rig.then(70, &Command::SetPlace { place: PlaceId(7), state: PlaceState::Holiday, reason: None });
    rig.then(71, &Command::SetPlace { place: PlaceId(7), state: PlaceState::Free, reason: None });
    rig.then(72, &Command::Undo { scope: UndoScope::ThisProcess });
    let story = rig.story(waiting);
    let told: Vec<&str> = story.iter().map(String::as_str).collect();
    assert_eq!(
        told[2..],
        [
            "03:37 ledig plass som passer: Lillehagen [Kari Nordby]",
            "03:39 ikke ledig lenger: Lillehagen [Kari Nordby]",
            "03:48 ledig plass som passer: Bråten (angret 03:49) [Kari Nordby]",
            "03:49 angret: at Bråten var ledig [Kari Nordby]",
        ],
        "{story:?}"
    );
    let story = rig.story(other);
    has(&story, "03:37 opphold slutt etter under ett døgn, hjem: Lillehagen");
}

#[test]
fn a_child_that_moves_on_to_a_place_of_another_call_leaves_a_line_here() {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9 4-2 bh -10m", night());
    rig.offered(5, call, 1);
    rig.answered(10, 1, Answer::Accepted, None);
    rig.then(12, &Command::StayOpen { call, stays_open: true });
    rig.then(40, &Command::Arrive { offer: OfferId(1), at: None });
    rig.offered(3000, call, 3);
    rig.answered(3001, 2, Answer::Accepted, None);
    rig.then(3100, &Command::Arrive { offer: OfferId(2), at: None });
    let story = rig.story(call);
    has(&story, "opphold slutt etter 2 døgn, planlagt flytting: Furuly");
    has(&story, "framme: Solbakken [");
    has_not(&story, "framme: Furuly, Solbakken");
}

#[test]
fn basis_and_wished_measure_have_a_history_and_are_no_correction() {
    let mut rig = Rig::with_places();
    let call = rig.register("lillestrøm bvv g15 4-1 bh venter", night());
    rig.refresh();
    let known = rig.model.view.as_ref().unwrap().board.call(call).unwrap().clone();
    let before = known.facts();
    let mut after = before.clone();
    after.basis = Some(BasisCode::A4_2);
    after.decision = Some(DecisionStatus::Made);
    let children = known.children.iter().map(|child| child.id).collect();
    let edit = CallEdit { call, before, after, children, removed: Vec::new() };
    rig.then(10, &Command::EditCall(Box::new(edit)));
    let fields =
        ItemFields { wished: Some(vec![Wish::Institution, Wish::EmergencyHome]), ..ItemFields::default() };
    let answer = ItemAnswer { call, item: ItemKey::Wished, state: AnswerState::Answered, text: None, fields };
    rig.then(12, &Command::AnswerItem(Box::new(answer)));
    let story = rig.story(call);
    has(&story, "endret: hjemmel § 4-2, før § 4-1 · vedtak fattet, før");
    has(&story, "ønsket tiltak institusjon, beredskapshjem, før beredskapshjem");
    has_not(&story, "rettet:");
}

#[test]
fn silenced_alarms_take_a_short_line() {
    let mut rig = Rig::with_places();
    let call = rig.register("ringsaker bvv j9 4-2 bh -130m", night());
    let alarms = vec![Alarm { kind: AlarmKind::Overdue, call, since: at(-10) }];
    rig.then(1, &Command::SilenceAlarms { alarms });
    has(&rig.story(call), "alarm dempet for alle: over fristen");
}

#[test]
fn the_words_of_the_routine_are_hidden_with_the_others() {
    let (mut rig, call) = placed();
    rig.now = at(300);
    rig.then(300, &Command::Remark { call, kind: RemarkKind::Note, text: "hund i nabolaget".to_owned() });
    rig.refresh();
    rig.keys("3\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == call));
    let shown = rig.screen(120, 50);
    for word in ["politiet", "inhalator", "natteravn", "hund i nabolaget"] {
        assert!(shown.contains(word), "{word}\n{shown}");
    }
    rig.code(akuttvakt::app::key::Code::F(3));
    let hidden = rig.screen(120, 50);
    for word in ["politiet", "inhalator", "natteravn", "hund i nabolaget"] {
        assert!(!hidden.contains(word), "{word}\n{hidden}");
    }
}

#[test]
fn what_lies_ahead_has_its_owner_and_the_clocks_of_the_law_are_information() {
    let (mut rig, call) = placed();
    rig.refresh();
    let known = rig.store.as_mut().unwrap().call_details(call).unwrap().call;
    assert!(known.closed_at.is_some(), "the routine goes on after it");
    rig.keys("3\r");
    let screen = rig.screen(120, 36);
    assert_snapshot!("ahead_120x36", screen);
    assert_snapshot!("ahead_80x24", rig.screen(80, 24));
    for sentence in [
        "man 23.11 08:00",
        "informere inntaksenheten · registrere i BIRK",
        "avd. for Ringsaker",
        "til orientering",
        "nemnda innen 48 timer om mulig: man 23.11 06:02",
    ] {
        assert!(screen.contains(sentence), "{sentence}\n{screen}");
    }
    assert!(!screen.contains("seks uker"), "when it was decided is not known");
    assert!(!screen.contains("brudd") && !screen.contains("innenfor loven"));
}
