//! How far two spellings are from each other. Used for suggestions only: a near spelling is never taken.

/// What two letters in each other's place cost; the commonest slip, so it costs least.
const SWAP: u32 = 9;
/// What one letter too many or too few costs.
const MISSING: u32 = 10;
/// What one letter for another costs.
const REPLACE: u32 = 11;

/// The distance between two folded words, about ten for each slip.
#[must_use]
pub fn distance(a: &str, b: &str) -> u32 {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0..=b.len()).map(|column| times(column, MISSING)).collect();
    for row in 1..=a.len() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(times(row, MISSING));
        for column in 1..=b.len() {
            let same = a[row - 1] == b[column - 1];
            let replaced = last[column - 1] + if same { 0 } else { REPLACE };
            let mut least = replaced.min(last[column] + MISSING).min(current[column - 1] + MISSING);
            let is_swapped =
                row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1];
            if is_swapped && !same {
                least = least.min(before[column - 2] + SWAP);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut last, current);
    }
    last[b.len()]
}

/// Whether a word this far from another is near enough to be suggested for it: one slip in a short word,
/// two in a longer one, three in a long one.
#[must_use]
pub fn is_near(distance: u32, word: &str) -> bool {
    let slips = match word.chars().count() {
        0 | 1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    distance <= slips * REPLACE
}

fn times(count: usize, cost: u32) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX / cost).saturating_mul(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_nearer_than_another_letter() {
        assert_eq!(distance("btv", "bvt"), SWAP);
        assert_eq!(distance("btv", "bvv"), REPLACE);
        assert_eq!(distance("lilehamer", "lillehammer"), 2 * MISSING);
        assert_eq!(distance("", "bh"), 2 * MISSING);
        assert_eq!(distance("bh", "bh"), 0);
    }

    #[test]
    fn short_words_allow_one_slip_and_long_ones_more() {
        assert!(is_near(distance("btv", "bvt"), "btv"));
        assert!(!is_near(distance("abc", "bvt"), "abc"));
        assert!(is_near(distance("lilehamer", "lillehammer"), "lilehamer"));
        assert!(!is_near(MISSING, "b"));
    }
}
