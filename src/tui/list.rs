//! Which rows of a list are seen. The marked row always is; the list moves no more than it must.

/// How far a list is scrolled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll(usize);

impl Scroll {
    /// The rows to draw, given each row's height: a stretch with the marked row in it that fills the room.
    pub fn visible(&mut self, heights: &[u16], marked: Option<usize>, room: u16) -> std::ops::Range<usize> {
        let sum = |range: std::ops::Range<usize>| heights[range].iter().copied().map(u32::from).sum::<u32>();
        let room = u32::from(room);
        let last = heights.len();
        self.0 = self.0.min(last.saturating_sub(1));
        if let Some(marked) = marked.filter(|marked| *marked < last) {
            self.0 = self.0.min(marked);
            while self.0 < marked && sum(self.0..marked + 1) > room {
                self.0 += 1;
            }
        }
        // No empty room below while there are rows above.
        while self.0 > 0 && sum(self.0 - 1..last) <= room {
            self.0 -= 1;
        }
        let mut end = self.0;
        let mut used = 0;
        while end < last && used + u32::from(heights[end]) <= room {
            used += u32::from(heights[end]);
            end += 1;
        }
        self.0..end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marked_row_is_always_seen_and_the_list_moves_no_more_than_it_must() {
        let mut scroll = Scroll::default();
        let heights = [1; 10];
        assert_eq!(scroll.visible(&heights, Some(0), 4), 0..4);
        assert_eq!(scroll.visible(&heights, Some(3), 4), 0..4);
        assert_eq!(scroll.visible(&heights, Some(4), 4), 1..5);
        assert_eq!(scroll.visible(&heights, Some(2), 4), 1..5);
        assert_eq!(scroll.visible(&heights, Some(0), 4), 0..4);
        assert_eq!(scroll.visible(&heights, Some(9), 4), 6..10);
        assert_eq!(scroll.visible(&heights[..5], Some(4), 4), 1..5);
        assert_eq!(scroll.visible(&heights[..3], None, 4), 0..3);
        assert_eq!(scroll.visible(&[], None, 4), 0..0);
        assert_eq!(scroll.visible(&[1, 3, 1], Some(1), 3), 1..2);
        assert_eq!(scroll.visible(&[4], Some(0), 2), 0..0);
    }
}
