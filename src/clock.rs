//! The only place that asks what time it is.
//!
//! A clock can be started at a chosen moment (`demo --at`): from there it runs at the pace of the real one. It is
//! watched for jumps: the machine's clock is set by people and by the network, and runs on while the machine sleeps.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

/// Where times come from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: TimeDelta,
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that shows `at` now and runs on from there.
    #[must_use]
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self { ahead: at - Utc::now() }
    }

    /// What time it is, in whole milliseconds as the store keeps it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        crate::domain::local_time::to_millis(Utc::now() + self.ahead)
    }
}

/// Compares a clock with one that cannot be set and stands still while the machine sleeps.
#[derive(Debug)]
pub struct JumpWatch {
    clock: Clock,
    seen: Moment,
}

/// What both clocks showed at one moment.
#[derive(Debug, Clone, Copy)]
struct Moment {
    shown: DateTime<Utc>,
    steady: Instant,
}

impl JumpWatch {
    /// Less than this is how a clock is kept right, or a busy machine that read one clock later than the other.
    const SHORTEST: TimeDelta = TimeDelta::milliseconds(500);
    /// The most time between the readings of the two clocks that still count as one moment.
    const AT_ONCE: Duration = Duration::from_millis(50);

    /// Watches from now on.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: Moment::of(clock) }
    }

    /// How far the clock has jumped since it was last asked; below zero when it was set back, none when it ran on.
    pub fn jump(&mut self) -> Option<TimeDelta> {
        let before = std::mem::replace(&mut self.seen, Moment::of(self.clock));
        let ran = TimeDelta::from_std(self.seen.steady - before.steady).unwrap_or(TimeDelta::MAX);
        let jumped = (self.seen.shown - before.shown) - ran;
        (jumped.abs() >= Self::SHORTEST).then_some(jumped)
    }
}

impl Moment {
    fn of(clock: Clock) -> Self {
        let mut steady = Instant::now();
        loop {
            let shown = clock.now();
            let after = Instant::now();
            if after - steady <= JumpWatch::AT_ONCE {
                return Self { shown, steady };
            }
            steady = after;
        }
    }
}

/// Calls `tell` at once when the machine's clock is set or the machine wakes, so that no one who waits for a moment
/// waits by the clock as it was; from a thread of its own, until `tell` says false.
///
/// # Errors
/// When the system gives no timer.
#[cfg(target_os = "linux")]
pub fn listen(tell: impl Fn() -> bool + Send + 'static) -> std::io::Result<()> {
    use rustix::io::Errno;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };

    // A timer that never rings; the system ends the wait for it when the clock makes a jump.
    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC)?;
    let never = Itimerspec {
        it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: Timespec { tv_sec: i64::MAX / 1_000_000_000, tv_nsec: 0 },
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(&timer, flags, &never)?;
    std::thread::spawn(move || {
        loop {
            match rustix::io::read(&timer, &mut [0; 8]) {
                Err(Errno::CANCELED) if tell() => {}
                Err(Errno::INTR) => {}
                _ => break,
            }
        }
    });
    Ok(())
}

/// Elsewhere a jump is seen when the screen next wakes, which is at most a minute later.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn listen(_: impl Fn() -> bool + Send + 'static) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_has_jumped_and_one_that_runs_on_has_not() {
        let mut watch = JumpWatch::new(Clock::system());
        assert_eq!(watch.jump(), None);
        for hours in [1, -24, 87_672, -87_672] {
            watch.clock.ahead += TimeDelta::hours(hours);
            let jumped = watch.jump().expect("a jump");
            assert!((jumped - TimeDelta::hours(hours)).abs() < TimeDelta::milliseconds(400), "{jumped}");
            assert_eq!(watch.jump(), None, "told once");
        }
        watch.clock.ahead += TimeDelta::milliseconds(300);
        assert_eq!(watch.jump(), None, "that is how a clock is kept right");
    }
}
