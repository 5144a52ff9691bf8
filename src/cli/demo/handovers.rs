//! The shifts of the last two days, as they were given over and received. The last one waits for whoever the demo is
//! shown to.

use chrono::TimeDelta;

use super::plan::{Acts, CallRef, DemoAct, Hand};
use crate::domain::case_watch::WatchLevel;

/// Adds the shifts; `open` are the open calls of the evening's stories, in their order.
pub(super) fn add(acts: &mut Acts, open: &[CallRef]) {
    acts.add(2000, Hand::Own, DemoAct::SignOn { is_on_now: false });
    let calm = "Rolig vakt. Oppgavene etter plasseringene ligger hos avdelingene.";
    relieve(acts, 1480, Hand::Own, Hand::Colleague, calm);
    relieve(
        acts,
        1000,
        Hand::Colleague,
        Hand::Relieved,
        "Ingen venter på plass. Flere plasser er bekreftet.",
    );
    acts.add(400, Hand::Own, DemoAct::SignOn { is_on_now: true });
    acts.add(395, Hand::Colleague, DemoAct::SignOn { is_on_now: true });
    watch(acts, open);
    let summary = "Hamar har gått lengst uten tilbud. For Lillestrøm må de andre regionene spørres.";
    acts.add(12, Hand::Relieved, hand_over(Hand::Own, summary));
}

/// One shift is given to another, who signs on for it, and is received.
fn relieve(acts: &mut Acts, minutes_ago: i64, by: Hand, to: Hand, summary: &str) {
    acts.add(minutes_ago + 10, to, DemoAct::SignOn { is_on_now: false });
    acts.add(minutes_ago, by, hand_over(to, summary));
    let repeated = "Jeg tar over, og ser etter oppgavene på første arbeidsdag.".to_owned();
    acts.add(minutes_ago - 5, to, DemoAct::Receive { repeated });
}

fn hand_over(to: Hand, summary: &str) -> DemoAct {
    DemoAct::HandOver { to, summary: summary.to_owned() }
}

/// What whoever goes home says of two cases.
fn watch(acts: &mut Acts, open: &[CallRef]) {
    let [_, lillestrom, gjovik, ..] = *open else { return };
    let hardest = DemoAct::Watch {
        call: lillestrom,
        level: WatchLevel::Critical,
        action: "spør de andre regionene".to_owned(),
        due_after: TimeDelta::minutes(61),
        action_by: Hand::Own,
        if_then: "alle sier nei: spør vakthavende leder om ekstra plass".to_owned(),
    };
    acts.add(16, Hand::Relieved, hardest);
    let waiting = DemoAct::Watch {
        call: gjovik,
        level: WatchLevel::Watch,
        action: "ring Gjøvik om svar".to_owned(),
        due_after: TimeDelta::minutes(35),
        action_by: Hand::Colleague,
        if_then: "svaret er nei: tilby det neste hjemmet på lista".to_owned(),
    };
    acts.add(15, Hand::Relieved, waiting);
}
