//! The hardest hours, with keys alone: Maundy Thursday at two in the morning, § 4-4, and nothing is free until Friday.

use akuttvakt::app::call_form::CallField;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::marks::Pane;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::{Msg, next_change};
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{DeviationOutcome, DeviationState};
use akuttvakt::domain::enquiry::{EnquiryResult, LeaderDecision};
use akuttvakt::domain::follow_up::FollowUpKind;
use akuttvakt::domain::ids::{CallId, UnitId};
use akuttvakt::domain::ladder::{LadderRow, Rung, Whom};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::routine::StepKey;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::ladder::{boys_live_in_two, institutions};
use crate::rig::{Rig, unit};
use crate::two_nights::{noted, told};

/// The boy of 15, and the one who waits after him.
const BOY: CallId = CallId(3);
const SECOND: CallId = CallId(4);
const FJELLRO: UnitId = UnitId(5);

/// So many minutes after two in the morning, Norwegian time.
fn at(minutes: i64) -> DateTime<Utc> {
    "2027-03-25T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minutes)
}

/// The places as they are that night: boys live in two institutions, three have stopped intake, and a home takes
/// young people on § 4-2.
fn night_before_easter() -> Rig {
    let mut rig = Rig::without_places();
    rig.now = at(-26 * 60);
    let mut rows = institutions();
    rows.push(unit("Ungbo", MeasureKind::EmergencyHome, "3205", (13, 17), 1));
    rig.by_hand(&Command::ImportUnits { rows, dry_run: false });
    boys_live_in_two(&mut rig);
    rig.now = at(0);
    rig.refresh();
    rig
}

impl Rig {
    /// Sleeps as the loop does, until a moment.
    fn sleep_until(&mut self, until: DateTime<Utc>) {
        while self.now < until {
            let next = next_change(&self.model);
            assert!(next > self.now, "the loop would not end");
            self.now = next.min(until);
            self.send(Msg::TimePassed);
        }
    }

    /// Marks a row of the ladder.
    fn go_to(&mut self, rung: Rung, whom: Whom) {
        if self.model.marks.pane == Pane::Calls {
            self.keys("\t");
        }
        self.code(Code::Home);
        for _ in 0..40 {
            if self.model.marks.ladder_row() == Some(LadderRow { rung, whom }) {
                return;
            }
            self.keys("↓");
        }
        panic!("{whom:?} is not on the ladder\n{}", self.screen(120, 36));
    }

    /// Sleeps until the promised call and makes it: silenced, phoned, and promised again an hour later.
    fn ring_back(&mut self) {
        let board = &self.model.view.as_ref().unwrap().board;
        let is_promise = |due: &&akuttvakt::domain::follow_up::FollowUp| {
            due.kind == FollowUpKind::CallBack && due.call == BOY
        };
        let due_at = board.follow_ups.iter().find(is_promise).expect("the promise repeats").due_at;
        self.sleep_until(due_at);
        self.later(TimeDelta::milliseconds(400));
        self.sees(120, &["! 3 Lillestrøm: lovet å ringe tilbake", "mellomrom: demp for alle"]);
        self.keys(" \u{1b}f3\rr\tj\r");
        assert!(self.model.overlays.is_empty(), "{}", self.screen(120, 36));
    }

    /// Corrects what the boy is to be placed on, and in what.
    fn correct(&mut self, basis: &str, wish: &str) {
        // From the ladder back to the call: on a place the key is about the place.
        self.keys("\u{1b}e");
        self.go_to_field(CallField::Basis);
        for _ in 0..3 {
            self.code(Code::Backspace);
        }
        self.keys(basis);
        self.go_to_field(CallField::Wished);
        self.keys(wish);
        self.press(Key::ctrl('s'));
        assert!(self.model.overlays.is_empty(), "{}", self.screen(120, 36));
    }

    fn go_to_field(&mut self, field: CallField) {
        for _ in 0..40 {
            match self.model.overlays.last() {
                Some(Overlay::Form(form)) if form.focused() == field => return,
                Some(Overlay::Form(_)) => self.code(Code::Tab),
                other => panic!("{other:?}"),
            }
        }
        panic!("{field:?} is not there");
    }

    /// What stands on the screen of a width.
    fn sees(&mut self, width: u16, parts: &[&str]) {
        let screen = self.screen(width, if width == 80 { 24 } else { 36 });
        for part in parts {
            assert!(screen.contains(part), "{part}\n{screen}");
        }
    }

    /// The deviations of the boy: where each stands, how it ended, and its days.
    fn deviations(&self) -> Vec<(DeviationState, Option<DeviationOutcome>, i64)> {
        let board = &self.model.view.as_ref().unwrap().board;
        let of_boy = board.deviations.iter().filter(|found| found.call == BOY);
        of_boy.map(|found| (found.state, found.outcome, found.days(self.now))).collect()
    }
}

/// 02:00. Nothing fits: the ladder is there by itself; leader, two regions and a unit are asked, MST offered, the next
/// call agreed, a deviation drafted.
fn everyone_is_asked(rig: &mut Rig) {
    rig.keys("nlillestrøm bvv g15 4-4 inst tlf 00000000 nå kommune vedtak\r");
    rig.sees(
        120,
        &["3 registrert, frist 04:00. 0 passer.", "Stigen for 3", "tir 30.03 (avd. for Lillestrøm)"],
    );
    rig.sees(80, &["Stigen for 3", "1 akutt"]);
    rig.go_to(Rung::Leader, Whom::Rung);
    rig.keys("sgb\tkjøp fra godkjent, ellers ekstra\r\u{1b}");
    for (region, key) in [(Region::Nord, "sv0230\r"), (Region::Midt, "sv0245\r")] {
        rig.go_to(Rung::OtherRegions, Whom::Region(region));
        rig.keys(key).keys("\u{1b}");
    }
    rig.sees(120, &["1 kjøp: ja, ekstra plass: ja", "svarer 02:30", "svarer 02:45"]);
    rig.sees(80, &["✓ 0 leder, kjøp: ja, ekstra plass: ja", "svarer 02:30", "svarer 02:45"]);
    rig.go_to(Rung::Agreement, Whom::Unit(FJELLRO));
    rig.keys("snb\t\t0500\r\u{1b}");
    rig.keys("'↓t\rr0300\t60\rw\r");
    let asked = rig.commands.iter().filter_map(|command| match command {
        Command::LogEnquiry(draft) => Some((draft.rung, draft.result, draft.ask_at)),
        _ => None,
    });
    assert_eq!(
        asked.collect::<Vec<_>>(),
        [
            (Rung::Leader, EnquiryResult::Yes, None),
            (Rung::OtherRegions, EnquiryResult::Asked, Some(at(30))),
            (Rung::OtherRegions, EnquiryResult::Asked, Some(at(45))),
            (Rung::Agreement, EnquiryResult::No, Some(at(180))),
        ]
    );
    let board = &rig.model.view.as_ref().unwrap().board;
    let both = vec![LeaderDecision::SinglePurchase, LeaderDecision::OverCapacity];
    assert!(board.enquiries.iter().any(|asked| asked.rung == Rung::Leader && asked.decisions == both));
    let mst = board.compensations.iter().find(|known| known.call == BOY).unwrap();
    assert_eq!((mst.kind, mst.state), (CompensationKind::Mst, CompensationState::Offered));
    assert_eq!(rig.deviations(), [(DeviationState::Draft, None, 0)]);
    rig.sees(80, &["ring 03:00, om 1 t", "avvik: utkast", "tilbudt: MST"]);
    assert_snapshot!("asked_120x36", rig.screen(120, 36));
    assert_snapshot!("asked_80x24", rig.screen(80, 24));
}

/// Until 05:50: the regions answer no, the deadline passes, Fjellro says no once more, the deviation is registered.
fn the_answers_are_no(rig: &mut Rig) {
    rig.sleep_until(at(31));
    rig.sees(120, &["!02:30  spør igjen: Nord"]);
    rig.go_to(Rung::OtherRegions, Whom::Region(Region::Nord));
    rig.keys("snf\r\u{1b}");
    rig.sleep_until(at(46));
    rig.go_to(Rung::OtherRegions, Whom::Region(Region::Midt));
    rig.keys("snl\r\u{1b}");
    rig.sees(120, &["Nord                          nei: fullt", "Midt                          nei: langt"]);
    rig.ring_back();
    rig.sleep_until(at(90));
    rig.later(TimeDelta::seconds(1));
    rig.keys(" ");
    rig.ring_back();
    rig.sees(80, &["!! OVER"]);
    rig.sleep_until(at(180));
    rig.ring_back();
    rig.go_to(Rung::Agreement, Whom::Unit(FJELLRO));
    rig.keys("snb\r\u{1b}wr\t3\r");
    assert_eq!(rig.deviations(), [(DeviationState::Registered, None, 0)]);
}

/// 05:50. A home on § 4-2 meanwhile: he lives there, and his request for § 4-4 is looked for as before.
fn a_home_meanwhile(rig: &mut Rig) {
    rig.sleep_until(at(230));
    rig.correct("4-2", "b");
    rig.sees(120, &["Plasser for 3 · gutt 15 · § 4-2 BH · 1 passer", "klarert § 4-2", "o tilby Ungbo til 3"]);
    rig.keys("otrygt i natt\rag\r,o\rp\r");
    rig.sees(120, &["har plass, står åpen", "bor på Ungbo, søker videre"]);
    rig.correct("4-4", "i");
    rig.sees(120, &["Stigen for 3 · gutt 15 · § 4-4 inst · 0 passer", "1 registrert, i dag"]);
    assert_snapshot!("stays_open_120x36", rig.screen(120, 36));
    assert_snapshot!("stays_open_80x24", rig.screen(80, 24));
    let board = &rig.model.view.as_ref().unwrap().board;
    let living: Vec<_> = board.placements.iter().filter(|stay| stay.call == BOY).collect();
    assert_eq!(living.len(), 1);
    assert_eq!(living[0].basis, Some(BasisCode::A4_2), "the basis at the placement stands");
    assert_eq!(board.call(BOY).unwrap().basis, Some(BasisCode::A4_4));
    // A place meanwhile is no answer: the same deviation stays open, with its days.
    assert_eq!(rig.deviations(), [(DeviationState::Registered, None, 0)]);
}

/// Good Friday 08:45. A second boy waits when a place comes free, and both are named, the first referred first.
fn a_place_comes_free(rig: &mut Rig) {
    rig.sleep_until(at(29 * 60 + 40));
    rig.keys("nhamar bvv g16 4-4 inst tlf 00000000 nå hjemme vedtak\r");
    rig.sees(120, &["4 registrert, frist 09:40. 0 passer.", "Stigen for 4"]);
    rig.ring_back();
    rig.sleep_until(at(30 * 60 + 45));
    rig.keys("2fÅsen\rp\th\r");
    rig.sees(120, &["Åsen er ledig igjen etter 2 døgn. Passer for 3, 4."]);
    rig.keys("1");
    assert_snapshot!("place_free_120x36", rig.screen(120, 36));
    assert_snapshot!("place_free_80x24", rig.screen(80, 24));
    assert_eq!(rig.screen(120, 36).matches("Åsen er ledig igjen").count(), 4, "rows, next step and notice");
}

/// 09:00, 31 hours after the referral: the boy has his offer, moves, and his request is closed.
fn an_offer_after_31_hours(rig: &mut Rig) {
    rig.sleep_until(at(31 * 60));
    rig.keys("f3\ro");
    rig.sees(120, &["Tilbud til Lillestrøm for 3 · gutt 15", "godkjent § 4-4"]);
    rig.keys("eneste plass på § 4-4\r");
    rig.sees(120, &["Tilbudt: Åsen til 3, 31 t etter henvisning.", "svar ventes"]);
    assert_eq!(rig.deviations(), [(DeviationState::Closed, Some(DeviationOutcome::Offered), 1)]);
    rig.keys("ag\rp\r");
    rig.sees(120, &["bor på Åsen, søker videre"]);
    rig.keys(",o\r");
    rig.sees(120, &["3 er lukket: alle barna har plass."]);
    let board = &rig.model.view.as_ref().unwrap().board;
    assert_eq!(board.known_call(BOY).unwrap().close_reason, Some(CloseReason::Placed));
    let is_open =
        |call: CallId, kind| board.follow_ups.iter().any(|due| due.call == call && due.kind == kind);
    assert!(!is_open(BOY, FollowUpKind::CallBack), "he has his place: nobody is promised anything");
    assert!(board.call(SECOND).is_some(), "the second boy waits");
    rig.keys("5");
    rig.sees(
        120,
        &["0 åpne · på ett år 1 sak om 1 barn", "gutt 15           1      ", "fikk tilbud · moderat"],
    );
}

/// The first working day after Easter: Tuesday at eight, summer time by then.
fn after_easter(rig: &mut Rig) {
    let tuesday: DateTime<Utc> = "2027-03-30T06:00:00Z".parse().unwrap();
    let board = &rig.model.view.as_ref().unwrap().board;
    let mut tasks: Vec<_> = board.follow_ups.iter().filter(|due| due.call == BOY).collect();
    tasks.sort_by_key(|due| due.step);
    let told: Vec<_> = tasks.iter().map(|due| (due.step, due.due_at)).collect();
    // Of each of his two places the unit is informed, the choice registered and the commitment written.
    let of_places =
        [StepKey::InformUnit, StepKey::Birk, StepKey::Commitment].into_iter().flat_map(|step| [step; 2]);
    let steps: Vec<_> =
        of_places.chain([StepKey::ClarificationMeeting]).map(|step| (Some(step), tuesday)).collect();
    assert_eq!(told, steps);
    rig.keys("4");
    rig.sees(120, &["første virkedag tir 30.03 (7)", "informere · BIRK · tilsagn"]);
    rig.sees(80, &["30.03"]);
}

/// What was done until the home; then the municipality is rung each hour.
const UNTIL_MORNING: [&str; 29] = [
    "25.03.2027 02:00 første samtale. Lillestrøm, barnevernsvakt: plassering · gutt 15 · § 4-4 · institusjon",
    "25.03.2027 02:00 henvist: klokken startet, frist 04:00",
    "25.03.2027 02:00 spurt leder, logistikk: kjøp: ja, ekstra plass: ja",
    "  Notat: kjøp fra godkjent, ellers ekstra",
    "25.03.2027 02:00 spurt Nord: svarer 02:30",
    "25.03.2027 02:00 spurt Midt: svarer 02:45",
    "25.03.2027 02:00 spurt Fjellro: nei: bemanning, spør igjen 05:00",
    "25.03.2027 02:00 imens, MST: tilbudt",
    "25.03.2027 02:00 lovet å ringe tilbake 03:00, og så hvert 60. minutt til barnet har plass",
    "25.03.2027 02:00 utkast til avvik 1: ikke tilbud, imens kommunens midlertidige løsning",
    "25.03.2027 02:31 spurt Nord: nei: fullt",
    "25.03.2027 02:46 spurt Midt: nei: langt",
    "25.03.2027 03:00 alarm dempet for alle: lovet å ringe",
    "25.03.2027 03:00 gjort: ringe tilbake",
    "25.03.2027 03:30 alarm dempet for alle: 30 minutter igjen",
    "25.03.2027 04:00 alarm dempet for alle: lovet å ringe",
    "25.03.2027 04:00 gjort: ringe tilbake",
    "25.03.2027 05:00 alarm dempet for alle: lovet å ringe",
    "25.03.2027 05:00 gjort: ringe tilbake",
    "25.03.2027 05:00 spurt Fjellro: nei: bemanning",
    "25.03.2027 05:00 avvik 1 endret: alvorsgrad moderat",
    "25.03.2027 05:00 avvik 1 registrert som mulig brudd: moderat",
    "25.03.2027 05:50 endret: hjemmel § 4-2, før § 4-4 · ønsket tiltak beredskapshjem, før institusjon",
    "25.03.2027 05:50 tilbud Ungbo, 3 t 50 min etter henvisning. Hvorfor: trygt i natt",
    "  Ikke avklart med tiltaket da tilbudet ble gitt.",
    "25.03.2027 05:50 svar om Ungbo: godtatt",
    "25.03.2027 05:50 henvendelsen står åpen selv om det er funnet plass",
    "25.03.2027 05:50 framme: Ungbo",
    "25.03.2027 05:50 endret: hjemmel § 4-4, før § 4-2 · ønsket tiltak institusjon, før beredskapshjem",
];
/// What was done from the minute a place came free.
const WHEN_A_PLACE_CAME_FREE: [&str; 9] = [
    "26.03.2027 08:45 ledig plass som passer: Åsen",
    "26.03.2027 09:00 tilbud Åsen, 31 t etter henvisning. Hvorfor: eneste plass på § 4-4",
    "  Ikke avklart med tiltaket da tilbudet ble gitt.",
    "26.03.2027 09:00 avvik 1 avsluttet: fikk tilbud",
    "26.03.2027 09:00 svar om Åsen: godtatt",
    "26.03.2027 09:00 opphold slutt etter ett døgn, planlagt flytting: Ungbo",
    "26.03.2027 09:00 framme: Åsen",
    "26.03.2027 09:00 henvendelsen står ikke lenger åpen etter plasseringen",
    "26.03.2027 09:00 saken avsluttet: plassert",
];

#[test]
fn a_boy_on_maundy_thursday_has_his_place_31_hours_later() {
    let mut rig = night_before_easter();
    everyone_is_asked(&mut rig);
    the_answers_are_no(&mut rig);
    a_home_meanwhile(&mut rig);
    for _ in 0..26 {
        rig.ring_back();
    }
    a_place_comes_free(&mut rig);
    an_offer_after_31_hours(&mut rig);
    after_easter(&mut rig);
    // One sound a promised call, one for the last half hour; the deadline itself passes in silence under the promise.
    let wall = |at: &DateTime<Utc>| (*at + TimeDelta::hours(1)).format("%d. %H:%M").to_string();
    let heard: Vec<String> = rig.bells.iter().map(wall).collect();
    let mut expected: Vec<String> = (1..=31).map(|hour| wall(&at(hour * 60))).collect();
    expected.insert(1, wall(&at(90)));
    assert_eq!(heard, expected);
    // The story has every act in its order, and the case note the same.
    rig.keys("3↓x\r");
    let story = told(&mut rig, BOY);
    let rung = (4..=30).flat_map(|hour| {
        let hour = (at(hour * 60) + TimeDelta::hours(1)).format("%d.%m.%Y %H:%M").to_string();
        [format!("{hour} alarm dempet for alle: lovet å ringe"), format!("{hour} gjort: ringe tilbake")]
    });
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let expected: Vec<String> =
        lines(&UNTIL_MORNING).into_iter().chain(rung).chain(lines(&WHEN_A_PLACE_CAME_FREE)).collect();
    assert_eq!(story, expected, "\n{}", story.join("\n"));
    assert_eq!(noted(&rig, BOY), story, "the case note tells the same");
    assert_eq!(rig.store.as_mut().unwrap().check().unwrap(), []);
}
