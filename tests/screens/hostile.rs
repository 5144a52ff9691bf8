//! Text that wants to drive the terminal or mislead the eye, through every screen and window, read back by a terminal.

use std::collections::BTreeSet;
use std::io::{self, Write};

use akuttvakt::app::key::Code;
use akuttvakt::app::model::Model;
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::checklist::AnswerState;
use akuttvakt::domain::clean::{clean_line, first_chars};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, OfferDraft, Outcome};
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::placement::PlacementPlan;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use akuttvakt::tui::{Scrolls, Theme, draw};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;
use vt100::Callbacks;

use crate::matrix::SCREENS;
use crate::rig::{Rig, cells_of, night, texts};
use crate::support::dice::Dice;
use crate::support::hostile::{LETTERS, fault_of, text};
use crate::support::promise::{Figure, Promise};

/// Texts in all. Each board takes [`TEXTS_A_BOARD`] of them.
const TEXTS: Figure = Figure::new(360, 10_000);
const TEXTS_A_BOARD: usize = 60;
const TYPED: Figure = Figure::new(400, 10_000);
const SIZES: [(u16, u16); 2] = [(120, 36), (80, 24)];

/// What a terminal was told to do that no frame asks of it.
#[derive(Default)]
struct Orders {
    orders: BTreeSet<&'static str>,
}

impl Callbacks for Orders {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.orders.insert("bell");
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.orders.insert("visual bell");
    }
    fn resize(&mut self, _: &mut vt100::Screen, _: (u16, u16)) {
        self.orders.insert("size");
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.orders.insert("icon name");
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.orders.insert("title");
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], _: &[u8]) {
        self.orders.insert("clipboard");
    }
    fn paste_from_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8]) {
        self.orders.insert("clipboard read");
    }
    fn unhandled_char(&mut self, _: &mut vt100::Screen, _: char) {
        self.orders.insert("unknown character");
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, _: u8) {
        self.orders.insert("control character");
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, _: Option<u8>, _: Option<u8>, _: u8) {
        self.orders.insert("escape");
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, _: &[&[u8]]) {
        self.orders.insert("operating system command");
    }
}

/// The bytes of a frame, as the program writes them.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Write for &mut Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn frame_bytes(model: &Model, (width, height): (u16, u16)) -> Vec<u8> {
    let mut bytes = Bytes::default();
    let area = ratatui::layout::Rect { x: 0, y: 0, width, height };
    let options = ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(area) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(&mut bytes), options).unwrap();
    let theme = Theme { has_colour: true };
    terminal.draw(|frame| draw(frame, model, texts(), theme, &mut Scrolls::default())).unwrap();
    drop(terminal);
    bytes.0
}

/// What is wrong with a frame as a terminal shows it, against the cells it was drawn from.
fn fault_of_frame(bytes: &[u8], cells: &Buffer) -> Option<String> {
    let (width, height) = (cells.area.width, cells.area.height);
    let mut terminal = vt100::Parser::new_with_callbacks(height, width, 0, Orders::default());
    terminal.process(bytes);
    let orders = &terminal.callbacks().orders;
    if !orders.is_empty() {
        return Some(format!("{orders:?}"));
    }
    let written = String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string());
    let unframed = written.map(|text| text.chars().filter(|sign| *sign != '\u{1b}').collect::<String>());
    if let Some(fault) = unframed.map_or_else(Some, |text| fault_of_rows(&text)) {
        return Some(fault);
    }
    let screen = terminal.screen();
    let modes = [
        screen.alternate_screen(),
        screen.application_keypad(),
        screen.application_cursor(),
        screen.bracketed_paste(),
        screen.hide_cursor(),
    ];
    if modes != [false; 5] {
        return Some(format!("modes {modes:?}"));
    }
    // What is drawn next would have it.
    let left = [
        screen.bold(),
        screen.dim(),
        screen.italic(),
        screen.underline(),
        screen.inverse(),
        screen.fgcolor() != vt100::Color::Default,
        screen.bgcolor() != vt100::Color::Default,
    ];
    if left != [false; 7] {
        return Some(format!("style {left:?} is left"));
    }
    for y in 0..height {
        let mut x = 0;
        while x < width {
            let (drawn, shown) = (&cells[(x, y)], screen.cell(y, x).unwrap());
            let symbol = drawn.symbol();
            let wide = u16::try_from(symbol.width()).unwrap().max(1);
            // Letters that are drawn into one another are one for the program and several for a terminal.
            let text: String = (x..x + wide).map(|x| screen.cell(y, x).unwrap().contents()).collect();
            if text != symbol && !(symbol.trim().is_empty() && text.is_empty()) {
                return Some(format!("{x},{y}: {text:?}, not {symbol:?}"));
            }
            let styles = [
                (shown.bold(), drawn.modifier.contains(Modifier::BOLD)),
                // A terminal has one weight: bold wins.
                (shown.dim() && !shown.bold(), drawn.modifier.contains(Modifier::DIM) && !shown.bold()),
                (shown.underline(), drawn.modifier.contains(Modifier::UNDERLINED)),
                (shown.inverse(), drawn.modifier.contains(Modifier::REVERSED)),
                (shown.fgcolor() != vt100::Color::Default, drawn.fg != Color::Reset),
            ];
            if styles.iter().any(|(shown, drawn)| shown != drawn) {
                return Some(format!("{x},{y}: {styles:?}"));
            }
            x += wide;
        }
    }
    None
}

/// Without what only whole lines can tell: a mark's letter may have been written by an earlier frame.
fn fault_of_rows(text: &str) -> Option<String> {
    fault_of(text).filter(|fault| !fault.starts_with("too many"))
}

fn assert_frames(rig: &mut Rig, what: &str) {
    for size in SIZES {
        rig.screen(size.0, size.1);
        let cells = cells_of(&rig.model, size);
        let fault = fault_of_frame(&frame_bytes(&rig.model, size), &cells);
        assert_eq!(fault, None, "{what} at {size:?}\n{}", rig.screen(size.0, size.1));
    }
}

/// Takes hostile texts as an older program kept them: nothing between here and the disk cleans.
struct Older<'d> {
    dice: &'d mut Dice,
    taken: usize,
}

impl Older<'_> {
    fn text(&mut self, limit: usize) -> String {
        self.taken += 1;
        first_chars(&text(self.dice), limit).to_owned()
    }

    fn some(&mut self, limit: usize) -> Option<String> {
        Some(self.text(limit)).filter(|text| !text.trim().is_empty())
    }

    /// Kari's shift has ended, Ola has done everything since and gives his to her; she has one again.
    fn board(&mut self) -> Rig {
        let mut kari = Rig::with_places();
        let mut rig = kari.second("Ola Vik");
        kari.now = night() - chrono::TimeDelta::hours(30);
        rig.now = kari.now;
        kari.by_hand(&Command::StartShift);
        self.hand_over(&mut kari, HandoverTo::IntakeUnit);
        rig.by_hand(&Command::StartShift);
        let rows: Vec<UnitRow> = crate::rig::list()
            .into_iter()
            .enumerate()
            .map(|(n, row)| UnitRow {
                unit: format!("{}{n}", self.text(40)),
                phone: self.some(40),
                note: self.some(200),
                presentation: self.some(200),
                languages: self.some(40),
                ..row
            })
            .collect();
        rig.by_hand(&Command::ImportUnits { rows, dry_run: false });
        for unit in 1..=4 {
            let board = rig.store.as_mut().unwrap().board(rig.now).unwrap();
            let Some(known) = board.unit(UnitId(unit)) else { continue };
            let facts = UnitFact::ALL.iter().map(|fact| (*fact, self.some(fact.limit().min(200)))).collect();
            let (row, group_note) = (UnitRow::of(known), self.some(300));
            let (unit, acute) = (Some(known.id), known.acute);
            let edit = UnitEdit { unit, row, facts, group_note, acute, closes_at: None };
            rig.try_by_hand(&Command::EditUnit(Box::new(edit)));
        }
        rig.now = night();
        for kind in ContactKind::ALL {
            let row = ContactRow {
                kind: *kind,
                name: self.some(60).unwrap_or_default(),
                phone: self.some(40).unwrap_or_default(),
                region: None,
                municipality: None,
                note: self.some(100),
            };
            rig.try_by_hand(&Command::SetContact { contact: None, row: Box::new(row) });
        }
        for line in ["lillestrøm bvv g15 4-4 inst -72m", "ringsaker bvv j9 4-2 bh -10m allergi"] {
            let mut facts = rig.facts(line, night());
            facts.note = self.some(200);
            facts.callback = self.some(40);
            facts.identities = vec![akuttvakt::domain::child::ChildIdentity {
                name: self.some(40),
                national_id: self.some(20),
            }];
            for need in &mut facts.needs {
                need.detail = self.some(30);
            }
            rig.by_hand(&Command::RegisterCall(Box::new(facts)));
        }
        rig.try_by_hand(&Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
            call: CallId(1),
            level: WatchLevel::Critical,
            action: self.some(200),
            action_at: None,
            action_by: self.some(40),
            if_then: self.some(200),
        }))));
        let mut offer = OfferDraft::new(CallId(2), PlaceId(4));
        (offer.why, offer.child_view, offer.travel_time) = (self.some(200), self.some(200), self.some(40));
        offer.cleared_with = self.some(40);
        rig.try_by_hand(&Command::Offer(Box::new(offer)));
        self.journey(&mut rig);
        for place in 5..=8 {
            let reason = self.some(100);
            rig.try_by_hand(&Command::SetPlace {
                place: PlaceId(place),
                state: PlaceState::IntakeStop,
                reason,
            });
        }
        for item in akuttvakt::domain::checklist::ItemKey::ALL {
            let answer = ItemAnswer {
                call: CallId(1 + i64::try_from(self.taken % 2).unwrap()),
                item: *item,
                state: AnswerState::Answered,
                text: self.some(200),
                fields: ItemFields::default(),
            };
            rig.try_by_hand(&Command::AnswerItem(Box::new(answer)));
        }
        self.hand_over(&mut rig, HandoverTo::Adviser("Kari Nordby".to_owned()));
        kari.now = night();
        kari.store.as_mut().unwrap().sign_on(night()).unwrap();
        kari.restart();
        kari
    }

    fn hand_over(&mut self, rig: &mut Rig, to: HandoverTo) {
        let (summary, note) = (self.some(400), self.some(200));
        rig.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary, note })));
    }
}

impl Older<'_> {
    /// A child on its way to a place.
    fn journey(&mut self, rig: &mut Rig) {
        let call = rig.register("hamar bvv j9 4-2 bh -5m", night());
        let offer = OfferDraft::new(call, PlaceId(3));
        let Outcome::Offered { offer, .. } = rig.by_hand(&Command::Offer(Box::new(offer))) else { return };
        let (answer, reason) = (Answer::Accepted, None);
        rig.by_hand(&Command::Answer { offer, answer, reason, by: self.some(40), note: self.some(200) });
        rig.by_hand(&Command::PlanPlacement(Box::new(PlacementPlan {
            driver: self.some(200),
            medicines: self.some(200),
            night_number: self.some(40),
            ..PlacementPlan::new(offer)
        })));
    }
}

#[test]
fn what_an_older_program_kept_is_clean_on_every_screen_and_in_every_window() {
    let mut promise =
        Promise::of("S6", "texts kept by an older program, on every screen and in every window");
    let mut dice = Dice::of_test();
    let (mut taken, mut boards, mut frames) = (0, 0, 0);
    while boards * TEXTS_A_BOARD < TEXTS.count() {
        let mut older = Older { dice: &mut dice, taken: 0 };
        let mut rig = older.board();
        taken += older.taken;
        boards += 1;
        for (name, _, keys) in SCREENS.iter().chain([
            &("numbers", &[][..], "tv"),
            &("greeting", &[], ""),
            &("news", &[], "d↓↓"),
            &("more_news", &[], "d↓↓↓↓↓↓↓↓↓↓"),
            &("received", &[], "6↓"),
            &("own_signed", &[], "6\t\t"),
            &("own_handover", &[], "6\t"),
            &("own_watch", &[], "6\te"),
            &("own_signature", &[], "6\tm"),
            &("place", &[], "2↓↓"),
            &("place_history", &[], "2↓l"),
            &("deep_journal", &[], "8↓↓↓\r"),
            &("later_talk", &[], "k↓↓↓"),
            &("second_timeline", &[], "↓\r"),
            &("journey", &[], "↓↓pa"),
            &("night_number", &[], "↓↓v"),
        ]) {
            rig.restart();
            rig.keys(keys);
            assert_frames(&mut rig, name);
            frames += SIZES.len();
        }
    }
    promise.ran(taken, format!("{frames} frames of {boards} boards, cell by cell as drawn"));
    caught(&mut promise, &mut dice);
}

/// The same texts written past the cleaning: the judge must see them, but for the few that do nothing at the end of a
/// frame (a line break, a question to the terminal).
fn caught(promise: &mut Promise, dice: &mut Dice) {
    let rig = Rig::ordinary();
    let cells = cells_of(&rig.model, SIZES[1]);
    let clean = frame_bytes(&rig.model, SIZES[1]);
    assert_eq!(fault_of_frame(&clean, &cells), None);
    let (mut tried, mut seen) = (0, 0);
    while tried < 200 {
        let raw = text(dice);
        if clean_line(&raw) != raw {
            let bytes = [clean.as_slice(), raw.as_bytes()].concat();
            seen += usize::from(fault_of_frame(&bytes, &cells).is_some());
            tried += 1;
        }
    }
    assert!(seen * 10 > tried * 9, "{seen} of {tried} are seen");
    promise.caught("cleaning off");
}

/// Keys that open a field for text.
const FIELDS: &[&str] = &[
    "n",
    "nhamar bvv j9 ",
    "o",
    "\te\t",
    "k",
    "f",
    "lt\t",
    "e",
    "nhamar bvv j9\t",
    "+",
    "↓r",
    "oeneste\ra\t",
    "6e",
    "6e\t\t",
    "6m\t",
    "6m\t\t",
    "8f",
];

/// An ordinary night, in a shift that can be handed over.
fn on_duty() -> Rig {
    let mut rig = Rig::ordinary();
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig
}

/// A night that is handed over to whoever is at the keys, gone through.
fn handed_over() -> Rig {
    let mut rig = crate::handover::to_receive();
    rig.keys("6\r\r");
    rig
}

/// Forbidden characters in a value as it is debugged: there they are written as codes.
fn fault_of_value(debugged: &str) -> Option<String> {
    debugged.split("\\u{").skip(1).find_map(|rest| {
        let code = u32::from_str_radix(rest.split('}').next()?, 16).ok()?;
        fault_of_rows(&char::from_u32(code)?.to_string())
    })
}

#[test]
fn what_is_typed_and_pasted_is_clean_in_fields_drafts_and_commands() {
    let mut promise = Promise::of("S6", "texts typed and pasted into every field");
    let mut dice = Dice::of_test();
    let mut rig = on_duty();
    let mut commands = 0;
    for n in 0..TYPED.count() {
        if n % 25 == 0 {
            commands += rig.commands.len();
            rig = if n % 100 == 0 { handed_over() } else { on_duty() };
        }
        let raw = text(&mut dice);
        rig.keys("\u{1b}\u{1b}\u{1b}1");
        // What is received is received once.
        rig.keys(if n % 100 == 0 { "6m" } else { dice.one_of(FIELDS) });
        if dice.roll(2) == 0 {
            rig.paste(&raw);
        } else {
            let typed: String =
                raw.chars().filter(|sign| !"\r\n\t".contains(*sign) && *sign != '\u{1b}').collect();
            for sign in typed.chars().take(60) {
                rig.press(akuttvakt::app::key::Key::char(sign));
            }
        }
        assert_eq!(fault_of_value(&format!("{:?}", rig.model.overlays)), None, "{raw:?}");
        if n % 5 == 0 {
            assert_frames(&mut rig, &format!("{raw:?}"));
        }
        rig.code(Code::Enter);
        assert_eq!(fault_of_value(&format!("{:?}", rig.commands)), None, "{raw:?}");
        let drafts = rig.store.as_mut().unwrap().tell(&Question::Drafts, rig.now).unwrap();
        let Told::Drafts(drafts) = drafts else { panic!("{drafts:?}") };
        let fields = drafts.iter().flat_map(|draft| &draft.fields);
        fields.for_each(|(name, kept)| assert_eq!(fault_of(kept), None, "{name}: {raw:?}"));
    }
    commands += rig.commands.len();
    promise.ran(TYPED.count(), format!("{commands} commands, their drafts and fields"));
}

#[test]
fn the_letters_of_norwegian_and_sami_come_through_as_they_were_typed() {
    let mut rig = Rig::ordinary();
    rig.keys("o");
    rig.keys(LETTERS);
    assert!(rig.screen(120, 36).contains(LETTERS), "{}", rig.screen(120, 36));
    // On a keyboard that sends letter and mark apart.
    let mut rig = Rig::ordinary();
    rig.keys("oKa\u{301}ra\u{301}s\u{30c}johka, A\u{30a}se, Sni\u{308}jle\r");
    let Some(Command::Offer(offer)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(offer.why.as_deref(), Some("Kárášjohka, Åse, Snïjle"));
}
