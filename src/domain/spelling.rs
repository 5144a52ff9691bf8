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
    distance_within(a, b, u32::MAX).unwrap_or(u32::MAX)
}

/// The distance, when the second word is near enough to be suggested for the first: one slip in a short word, two
/// in a longer one, three in a long one.
#[must_use]
pub fn near_distance(word: &str, other: &str) -> Option<u32> {
    let (length, other_length) = (word.chars().count(), other.chars().count());
    let slips = match length {
        0 | 1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    // Each letter of difference in length is a slip, so most words need no closer look.
    let is_worth_a_look = length.abs_diff(other_length) <= slips;
    is_worth_a_look.then(|| distance_within(word, other, times(slips, REPLACE))).flatten()
}

/// The distance, if it is no more than the limit; given up as soon as it can only be more.
fn distance_within(a: &str, b: &str, limit: u32) -> Option<u32> {
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
            let mut cheapest = replaced.min(last[column] + MISSING).min(current[column - 1] + MISSING);
            let is_swapped =
                row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1];
            if is_swapped && !same {
                cheapest = cheapest.min(before[column - 2] + SWAP);
            }
            current.push(cheapest);
        }
        before = std::mem::replace(&mut last, current);
        // A swap reaches back two rows, so both must be beyond the limit.
        if before.iter().chain(&last).all(|cost| *cost > limit) {
            return None;
        }
    }
    last.last().copied().filter(|cost| *cost <= limit)
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
        assert_eq!(near_distance("btv", "bvt"), Some(SWAP));
        assert_eq!(near_distance("abc", "bvt"), None);
        assert_eq!(near_distance("lilehamer", "lillehammer"), Some(2 * MISSING));
        assert_eq!(near_distance("b", "bh"), None);
        assert_eq!(near_distance("bh", "bh"), Some(0));
    }
}
