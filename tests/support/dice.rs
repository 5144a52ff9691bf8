//! Chance that can be repeated: everything random in a test comes from one seed, which a failure prints.

use std::sync::OnceLock;

/// Xorshift: small, and the same everywhere.
#[derive(Clone)]
pub struct Dice {
    state: u64,
    seed: u64,
    tells: bool,
}

impl Dice {
    /// The chance of a test: from `AKUTTVAKT_SEED`, else another each run. Prints its seed when the test fails.
    pub fn of_test() -> Self {
        static SEED: OnceLock<u64> = OnceLock::new();
        let seed = *SEED.get_or_init(|| {
            let given = std::env::var("AKUTTVAKT_SEED").ok();
            given.map_or_else(fresh, |seed| seed.parse().expect("AKUTTVAKT_SEED is a whole number"))
        });
        Self { tells: true, ..Self::from_seed(seed) }
    }

    /// Chance of its own for one part of a test, so that the part can be repeated alone.
    pub fn branch(&self, part: usize) -> Self {
        Self::from_seed(self.seed.wrapping_add(u64::try_from(part).unwrap()))
    }

    /// The chance of a seed.
    pub fn from_seed(seed: u64) -> Self {
        // Spread, so that neighbouring seeds have nothing in common, and never zero.
        let state = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9) | 1;
        let mut dice = Self { state, seed, tells: false };
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    /// Any number.
    pub fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(sides).unwrap()).unwrap()
    }

    /// A number from 1 to `most`.
    pub fn number(&mut self, most: i64) -> i64 {
        1 + i64::try_from(self.next() % u64::try_from(most).unwrap()).unwrap()
    }

    /// One of several.
    pub fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len())]
    }
}

impl Drop for Dice {
    fn drop(&mut self) {
        if self.tells && std::thread::panicking() {
            eprintln!("replay with AKUTTVAKT_SEED={}", self.seed);
        }
    }
}

fn fresh() -> u64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("random bytes");
    u64::from(u32::from_le_bytes(bytes))
}
