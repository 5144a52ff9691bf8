//! The terminal: taken, drawn on with one write a frame, and always given back, also by a panic.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, execute, terminal};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

static HOOK: Once = Once::new();
/// Whether the program has the terminal. Given back twice, the cursor would go back to where it was before the screen,
/// over what has been written since.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the screen runs.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Held>>,
    held: Held,
}

/// What a frame writes, held back until it is whole. The backend flushes in the middle of a frame.
#[derive(Clone, Default)]
struct Held(Rc<RefCell<Vec<u8>>>);

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Held {
    fn send(&self) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        let mut out = io::stdout().lock();
        let sent = out.write_all(&bytes).and_then(|()| out.flush());
        bytes.clear();
        sent
    }
}

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> io::Result<Self> {
        HOOK.call_once(give_back_on_panic);
        let held = Held::default();
        // Before it is taken: without a terminal there is no size, and nothing to give back.
        let inner = ratatui::Terminal::new(CrosstermBackend::new(held.clone()))?;
        take()?;
        Ok(Self { inner, held })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When there is no terminal any more.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.inner.size().map(|size| (size.width, size.height))
    }

    /// Draws a frame: what changed, in one write.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(draw)?;
        self.held.send()
    }

    /// Forgets what stands on the screen: the next frame draws every cell.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn forget(&mut self) -> io::Result<()> {
        // `clear` would ask the terminal where its cursor is, and wait for an answer the input thread takes.
        let size = self.inner.size()?;
        self.inner.resize(size.into())?;
        self.held.send()
    }

    /// Rings its bell. A terminal that cannot be written to is noticed at the next frame.
    #[expect(clippy::unused_self, reason = "only who has the terminal may ring")]
    pub fn ring(&self) {
        let mut out = io::stdout().lock();
        let _ = out.write_all(b"\x07").and_then(|()| out.flush());
    }

    /// Gives the terminal back to the shell and sleeps; goes on when the shell wakes the program.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        emulate_default_handler(SIGTSTP)?;
        take()?;
        self.forget()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    IS_TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste).inspect_err(|_| give_back())
}

/// Every step on its own: one that fails must not keep the others from being tried.
fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, cursor::Show);
    let _ = terminal::disable_raw_mode();
}

fn give_back_on_panic() {
    let usual = std::panic::take_hook();
    let screen = thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        usual(info);
        // A panic elsewhere would leave a screen that waits for ever.
        if thread::current().id() != screen {
            std::process::exit(101);
        }
    }));
}
