//! The demo's list of units: the capacity of Region øst in 2017 as its shape, everything in it invented.
//!
//! 197 places in five groups (the region's own figures): § 4-25 institution for young people 7, §§ 4-6 and 4-12
//! institution for young people 27, the same in emergency homes for young people 37 and for children 123, § 4-29
//! 3. The bases of the 1992 act are written as those of the 2021 act that took their place.

use super::names::Names;
use super::random::Random;
use crate::catalog::CatalogError;
use crate::domain::basis::BasisCode;
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::{Municipality, Region};
use crate::domain::preparedness::CapacityGroup;
use crate::domain::unit_list::UnitRow;

/// How many places the list has unless another number is asked for.
pub const PLACES: usize = 197;

/// Written where a phone number would stand.
const NO_PHONE: &str = "00 00 00 00";

/// One group of the capacity figures.
pub(super) struct Group {
    /// How the board counts it.
    pub(super) counted_as: CapacityGroup,
    /// Its places of the 197.
    pub(super) places: usize,
    /// Of these: free, held or offered tonight, and out of use.
    pub(super) free: usize,
    pub(super) out_of_use: usize,
    kind: MeasureKind,
    bases: &'static [BasisCode],
    target_groups: &'static [TargetGroup],
    ages: &'static [(u8, u8)],
    sizes: &'static [u8],
}

/// §§ 4-6 first and second paragraph and 4-12 cf. 4-17 of the 1992 act.
const CARE: &[BasisCode] = &[BasisCode::A4_1, BasisCode::A4_2, BasisCode::A5_1];

/// The groups in the order of the figures.
pub(super) const GROUPS: [Group; 5] = [
    Group {
        counted_as: CapacityGroup::AcuteBehaviour,
        places: 7,
        free: 0,
        out_of_use: 1,
        kind: MeasureKind::AcuteInstitution,
        bases: &[BasisCode::A4_4],
        target_groups: &[TargetGroup::AcuteBehaviour],
        ages: &[(13, 17)],
        sizes: &[4, 3],
    },
    Group {
        counted_as: CapacityGroup::AcuteCare,
        places: 27,
        free: 4,
        out_of_use: 2,
        kind: MeasureKind::AcuteInstitution,
        bases: CARE,
        target_groups: &[TargetGroup::AcuteCare],
        ages: &[(13, 17), (12, 17), (12, 18), (14, 18)],
        sizes: &[6, 4, 5, 3],
    },
    Group {
        counted_as: CapacityGroup::HomeYouth,
        places: 37,
        free: 2,
        out_of_use: 2,
        kind: MeasureKind::EmergencyHome,
        bases: CARE,
        target_groups: &[],
        ages: &[(13, 17), (13, 18), (14, 18)],
        sizes: &[1, 1, 2],
    },
    Group {
        counted_as: CapacityGroup::HomeChild,
        places: 123,
        free: 14,
        out_of_use: 4,
        kind: MeasureKind::EmergencyHome,
        bases: CARE,
        target_groups: &[],
        ages: &[(0, 6), (0, 12), (0, 17), (2, 10), (3, 12), (5, 14), (6, 12), (0, 3), (4, 16)],
        sizes: &[1, 2, 1, 2, 3, 2],
    },
    Group {
        counted_as: CapacityGroup::Trafficking,
        places: 3,
        free: 1,
        out_of_use: 0,
        kind: MeasureKind::AcuteInstitution,
        bases: &[BasisCode::A4_5],
        target_groups: &[TargetGroup::Trafficking],
        ages: &[(13, 18)],
        sizes: &[3],
    },
];

/// An invented list of units with this many places in all, in the proportions of the figures.
///
/// The same seed, number and municipalities give the same list. Units lie in the municipalities of Region øst
/// among those given; without any the list is empty.
///
/// # Errors
/// [`CatalogError`] when the built-in names cannot be read.
pub fn units(
    seed: u64,
    places: usize,
    municipalities: &[Municipality],
) -> Result<Vec<UnitRow>, CatalogError> {
    let mut random = Random::new(seed, "units");
    let mut names = Names::read(&mut random)?;
    let mut east: Vec<&Municipality> =
        municipalities.iter().filter(|municipality| municipality.region == Some(Region::Ost)).collect();
    if east.is_empty() {
        return Ok(Vec::new());
    }
    random.shuffle(&mut east);
    let mut rows = Vec::new();
    for (group, mut left) in GROUPS.iter().zip(shares(places)) {
        while left > 0 {
            let size = group.sizes[random.below(group.sizes.len())];
            let size = size.min(u8::try_from(left).unwrap_or(u8::MAX));
            left -= usize::from(size);
            // Each municipality has its turn before one has another.
            let municipality = east[rows.len() % east.len()];
            rows.push(row(&mut random, group, size, names.next(), municipality));
        }
    }
    Ok(rows)
}

/// How many of so many places each group has: whole numbers in the proportions of the figures, the largest
/// remainders rounded up.
pub(super) fn shares(places: usize) -> [usize; GROUPS.len()] {
    let mut shares = GROUPS.each_ref().map(|group| places * group.places / PLACES);
    let mut by_remainder: Vec<usize> = (0..GROUPS.len()).collect();
    by_remainder.sort_by_key(|&at| std::cmp::Reverse(places * GROUPS[at].places % PLACES));
    let missing = places - shares.iter().sum::<usize>();
    for at in by_remainder.into_iter().take(missing) {
        shares[at] += 1;
    }
    shares
}

fn row(random: &mut Random, group: &Group, places: u8, name: String, municipality: &Municipality) -> UnitRow {
    let is_home = group.kind.is_home();
    let (age_min, age_max) = group.ages[random.below(group.ages.len())];
    let ownership = match random.below(100) {
        0..70 => Ownership::State,
        70..85 => Ownership::FrameworkGuaranteed,
        97.. if is_home => Ownership::SinglePurchase,
        _ => Ownership::Framework,
    };
    let animals = is_home.then(|| known(random, 40)).flatten();
    // An institution always has other young people; of a home one must know.
    let other_children = if is_home { known(random, 45) } else { Some(true) };
    // A home with two places may still want only one child at a time.
    let takes_fewer = is_home && places > 1 && random.percent(20);
    let late = is_home && random.percent(25);
    UnitRow {
        unit: name,
        kind: group.kind,
        ownership,
        region: Region::Ost,
        municipality: municipality.number,
        phone: Some(NO_PHONE.to_owned()),
        legal_bases: group.bases.to_vec(),
        age_min,
        age_max,
        max_siblings: places - u8::from(takes_fewer),
        other_children,
        animals,
        places,
        note: note(random, is_home, age_min),
        target_groups: group.target_groups.to_vec(),
        presentation: Some(presentation(random, is_home, animals, other_children)),
        languages: Some(languages(random)),
        receives_from: late.then(|| "07:00".to_owned()),
        receives_to: late.then(|| "23:00".to_owned()),
        on_call_phone: random.percent(60).then(|| NO_PHONE.to_owned()),
        department: Some(format!("avdeling {}", municipality.county)),
    }
}

/// Yes this many times of a hundred, and unknown every fifth.
fn known(random: &mut Random, yes: usize) -> Option<bool> {
    (!random.percent(20)).then(|| random.percent(yes))
}

fn note(random: &mut Random, is_home: bool, age_min: u8) -> Option<String> {
    let note = if age_min == 0 && random.percent(40) {
        "babyutstyr står klart"
    } else if is_home {
        random.pick([
            "ring først hvis det er etter 23",
            "skole i gangavstand",
            "trapper, ikke egnet for rullestol",
            "kan hente selv innen en time",
            "trenger en time på å gjøre klart rom",
        ])
    } else {
        random.pick([
            "egen inngang, kan ta imot hele døgnet",
            "to voksne på natt",
            "helst ikke flere fra samme gjeng samtidig",
            "turnusskifte kl. 15",
        ])
    };
    random.percent(45).then(|| note.to_owned())
}

fn presentation(
    random: &mut Random,
    is_home: bool,
    animals: Option<bool>,
    other_children: Option<bool>,
) -> String {
    if !is_home {
        return random
            .pick([
                "Egen avdeling med turnus og våken nattevakt.",
                "Liten avdeling på gård, skoletilbud på dagtid.",
                "Avdeling nær sentrum, fast kontakt fra første time.",
            ])
            .to_owned();
    }
    let adults = random.pick(["To voksne", "En voksen", "To voksne, begge med lang erfaring"]);
    let children = match other_children {
        Some(true) => {
            random.pick([", eget barn i barneskolen", ", en tenåring hjemme", ", ett barn plassert fra før"])
        }
        Some(false) => ", ingen andre barn",
        None => "",
    };
    let animals = match animals {
        Some(true) => random.pick([", hund", ", katt", ", hund og katt", ", hester på gården"]),
        Some(false) => ", ingen dyr",
        None => "",
    };
    let house = random.pick([
        " Enebolig med hage.",
        " Gårdsbruk.",
        " Rekkehus nær skolen.",
        " Leilighet nær sentrum.",
    ]);
    format!("{adults}{children}{animals}.{house}")
}

fn languages(random: &mut Random) -> String {
    random
        .pick([
            "norsk",
            "norsk",
            "norsk, engelsk",
            "norsk, engelsk",
            "norsk, polsk",
            "norsk, arabisk",
            "norsk, somali",
            "norsk, ukrainsk",
            "norsk, nordsamisk",
            "norsk, tegnspråk",
        ])
        .to_owned()
}
