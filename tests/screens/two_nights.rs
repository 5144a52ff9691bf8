//! x
use crate::rig::Rig;
use akuttvakt::app::key::Code;
use chrono::{DateTime, TimeDelta, Utc};

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

fn look(rig: &mut Rig, what: &str) {
    let screen = rig.screen(120, 36);
    let screen: Vec<&str> = screen.lines().filter(|line| !line.trim_matches([' ', '│']).is_empty()).collect();
    eprintln!("=== {what} {:?}\n{}", rig.commands.last(), screen.join("\n"));
}

#[test]
fn explore_one() {
    let mut rig = Rig::with_places_at(utc("2026-11-20T21:40:00Z"));
    rig.keys("nringsaker bvv j9 4-2 bh -10m nå hjemme tlf 22334455 -- mor ringte selv\r");
    rig.keys("kvedtak kl 2215 bvv\rvold i hjemmet, politi på stedet\rnei, far må ikke vite det\ringen fare\r-+\u{1b}");
    look(&mut rig, "checklist");
    rig.later(TimeDelta::minutes(6));
    rig.keys("onær skolen, ingen dyr\tvil bo et sted med ro\t15 min\t\tj\tHanne i hjemmet\t2240\r");
    look(&mut rig, "offered");
    rig.keys("r2310\r");
    rig.later(TimeDelta::minutes(24));
    look(&mut rig, "promise due");
    rig.keys(" ");
    rig.keys("4\r\u{1b}");
    look(&mut rig, "rung");
    rig.keys("ag\tvakthavende\r");
    rig.keys("pa2320\t0015\tbarnevernsvakta\tinhalator og ullklær\t2255\t99887766\r");
    look(&mut rig, "planned");
    rig.later(TimeDelta::minutes(75));
    look(&mut rig, "late");
    rig.keys("pf0015\r");
    look(&mut rig, "arrived");
    rig.now = utc("2026-11-21T07:05:00Z");
    rig.later(TimeDelta::zero());
    rig.keys("4");
    look(&mut rig, "saturday");
    rig.keys("k");
    look(&mut rig, "asked");
    rig.keys("snakker norsk og somali, trenger ikke tolk\r");
    look(&mut rig, "answered");
    rig.now = utc("2026-11-23T07:10:00Z");
    rig.refresh();
    mark(&mut rig, "informere");
    look(&mut rig, "monday");
    rig.keys("\r\r");
    look(&mut rig, "informed");
    rig.keys("\r");
    look(&mut rig, "birk");
    rig.keys("↓\r");
    look(&mut rig, "meeting");
    rig.keys("24.11 1000\r\u{1b}");
    look(&mut rig, "meeting set");
    rig.keys("\u{1b}");
    rig.code(Code::End);
    look(&mut rig, "later folded");
    rig.keys("\r↓");
    look(&mut rig, "later open");
    rig.keys("e26.11 1200\tkommunen flyttet møtet\r");
    look(&mut rig, "moved");
    rig.keys("e\t\tk");
    look(&mut rig, "give");
    rig.keys("\r");
    look(&mut rig, "given");
    rig.now = utc("2026-11-26T11:30:00Z");
    rig.refresh();
    look(&mut rig, "thursday");
    rig.keys("\r");
    look(&mut rig, "commitment done");
    rig.keys("3");
    look(&mut rig, "calls");
    rig.keys("-");
    mark(&mut rig, " 13 ");
    rig.keys("-");
    look(&mut rig, "onward");
    mark(&mut rig, " 14 ");
    rig.keys("-");
    mark(&mut rig, " 10 ");
    rig.keys("natteravn til helga, ekstra betalt\r");
    look(&mut rig, "contact");
    rig.keys("\u{1b}4");
    look(&mut rig, "nothing left");
    rig.now = utc("2026-12-14T09:00:00Z");
    rig.refresh();
    rig.keys("2fFuruly\r");
    look(&mut rig, "furuly");
    rig.keys("p");
    look(&mut rig, "stay");
    rig.keys("\rp\r");
    look(&mut rig, "ended");
    rig.keys("\u{1b}\u{1b}3p");
    look(&mut rig, "views");
    rig.keys("fint med hund\tde fikk god beskjed\r");
    rig.keys("\r");
    look(&mut rig, "timeline");
    rig.code(Code::PageDown);
    look(&mut rig, "timeline 2");
    rig.keys("x\r");
    eprintln!("{}", std::fs::read_to_string(format!("{}/henvendelse-1.md", rig.folder_name())).unwrap());
}

fn mark(rig: &mut Rig, words: &str) {
    rig.code(Code::Home);
    rig.code(Code::PageUp);
    for _ in 0..30 {
        if rig.screen(120, 36).lines().any(|line| line.contains('▌') && line.contains(words)) {
            return;
        }
        rig.keys("↓");
    }
    panic!("no «{words}»\n{}", rig.screen(120, 36));
}

#[test]
fn explore_two() {
    let mut rig = Rig::with_places_at(utc("2026-11-27T22:40:00Z"));
    rig.keys("nnordre land bvv j9+g6+b2 sammen 4-1 bh -20m nå hjemme tlf 22334455\r");
    rig.keys("k4-2 vedtak kl 2310 bvv\r");
    look(&mut rig, "basis");
    rig.keys("\u{1b}");
    rig.later(TimeDelta::minutes(72));
    look(&mut rig, "alarm");
    rig.later(TimeDelta::milliseconds(400));
    rig.keys(" ");
    look(&mut rig, "silenced");
    mark_place(&mut rig, "Solbakken");
    rig.keys("oplass til alle tre\t\tvil være sammen\t2 timer\t\tj\tTuva på Solbakken\t-3m");
    look(&mut rig, "offer");
    rig.keys("\r");
    rig.later(TimeDelta::minutes(9));
    rig.keys("anl\tvakthavende\r");
    look(&mut rig, "declined");
    rig.keys("\u{1b},ukommunen ville ha institusjon for den eldste\r");
    rig.keys(",d");
    rig.keys("Anne Ås, vakta\t0055\tnær skolene sine\r");
    look(&mut rig, "split");
    for (unit, why) in
        [("Furuly", "nær skolen"), ("Nordstua", "nær barnehagen"), ("Solbakken", "tar de minste")]
    {
        mark_place(&mut rig, unit);
        rig.keys("o");
        rig.keys(why);
        if unit == "Nordstua" {
            look(&mut rig, "offer 2");
        }
        rig.keys("\t\tvil ha bamsen\t1 time\t\tj\tsvarte selv\t-1m\r");
    }
    look(&mut rig, "three offers");
    rig.later(TimeDelta::minutes(4));
    rig.keys("a");
    look(&mut rig, "which");
    rig.keys("g\tvakthavende\rag\rag\r");
    look(&mut rig, "accepted");
    rig.keys("p");
    look(&mut rig, "journeys");
    rig.keys("\ta0130\t0215\tpolitiet\tinhalator\t0105\t99887766\r");
    look(&mut rig, "planned 1");
    rig.keys("p↓");
    look(&mut rig, "second");
    rig.keys("\ta0130\t0230\tbarnevernsvakta\tbamse\t0106\t99887755\rp↓↓\ta0140\t0245\tbarnevernsvakta\tbleier\t0107\t99887744\r");
    look(&mut rig, "planned all");
    rig.keys(",o");
    look(&mut rig, "stay open?");
    rig.keys("\r");
    rig.later(TimeDelta::minutes(66));
    look(&mut rig, "first comes");
    rig.keys("p");
    look(&mut rig, "p");
    rig.keys("\r");
    look(&mut rig, "one there");
    rig.later(TimeDelta::minutes(20));
    rig.keys("p");
    look(&mut rig, "p2");
    rig.keys("\r");
    look(&mut rig, "two there");
    rig.now = utc("2026-11-28T02:46:00Z");
    rig.later(TimeDelta::zero());
    look(&mut rig, "late");
    rig.keys("4");
    look(&mut rig, "4 late");
    rig.keys("\r");
    look(&mut rig, "4 rung");
    rig.keys("1");
    rig.later(TimeDelta::minutes(25));
    rig.keys("p");
    look(&mut rig, "p late");
    rig.keys("f0405\r");
    look(&mut rig, "all there");
    rig.now = utc("2026-11-30T07:20:00Z");
    rig.refresh();
    look(&mut rig, "monday board");
    rig.keys("4");
    mark(&mut rig, "informere");
    rig.keys("\r\r\r↓\r1.12 0900\r\u{1b}\u{1b}");
    look(&mut rig, "monday done");
    rig.keys("1,o");
    look(&mut rig, "no more open");
    rig.keys("\r");
    rig.now = utc("2026-12-02T07:20:00Z");
    rig.refresh();
    look(&mut rig, "wednesday");
    rig.keys("4");
    mark(&mut rig, "tilsagn");
    rig.keys("\r");
    rig.keys("3-");
    mark(&mut rig, "søknad");
    rig.keys("kommunen søker fosterhjem\r");
    mark(&mut rig, "nasjonalt");
    rig.keys("-");
    look(&mut rig, "steps");
    rig.keys("\u{1b}");
    rig.now = utc("2026-12-08T09:00:00Z");
    rig.refresh();
    rig.keys("1ngjøvik bvt g7 4-2 bh -5m nå hjemme tlf 22334455 vedtak\r");
    rig.keys("2fNordstua\rp");
    look(&mut rig, "nordstua");
    rig.keys("\ru");
    rig.keys("løp hjem i natt, fant ikke roen\r");
    look(&mut rig, "freed");
    rig.keys("1");
    look(&mut rig, "board told");
    rig.keys("4");
    look(&mut rig, "4 told");
    rig.keys("1");
    rig.keys("okjenner hjemmet\tvil dit\t40 min\t\tj\tfostermor\t-1m\r");
    look(&mut rig, "offered freed");
    rig.keys("ag\rpa1030\t1100\tkommunen\tingen\t-1m\r");
    rig.later(TimeDelta::minutes(65));
    rig.keys("p\r");
    look(&mut rig, "arrived 2");
    rig.keys("4");
    look(&mut rig, "4 next");
    eprintln!("{}", rig.keys("3↓x\r").folder_name());
    eprintln!("{}", std::fs::read_to_string(format!("{}/henvendelse-1.md", rig.folder_name())).unwrap());
}

fn mark_place(rig: &mut Rig, unit: &str) {
    if rig.model.marks.pane != akuttvakt::app::marks::Pane::Places {
        rig.keys("\t");
    }
    rig.code(Code::Home);
    for _ in 0..12 {
        if rig.screen(120, 36).contains(&format!("o tilby {unit}")) {
            return;
        }
        rig.keys("↓");
    }
    panic!("{unit}\n{}", rig.screen(120, 36));
}
