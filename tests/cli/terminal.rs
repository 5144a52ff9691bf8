//! A program in a terminal of its own: send keys, wait for what the screen says.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than anything should take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    bells: usize,
    settings: String,
}

impl Terminal {
    /// Starts a program at this size.
    pub fn start(
        program: &str,
        arguments: &[String],
        environment: &[(&str, &str)],
        (columns, rows): (u16, u16),
    ) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let settings = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                    break;
                }
            }
        });
        let parser = vt100::Parser::new(rows, columns, 0);
        Self { master: pair.master, child, keys, output, parser, bells: 0, settings }
    }

    /// What stands on the screen now.
    pub fn screen(&mut self) -> String {
        while let Ok((_, bytes)) = self.output.try_recv() {
            self.show(&bytes);
        }
        self.parser.screen().contents()
    }

    fn show(&mut self, bytes: &[u8]) {
        self.bells += bytes.split(|byte| *byte == 7).count() - 1;
        self.parser.process(bytes);
    }

    /// How often the bell was rung.
    pub fn bells(&mut self) -> usize {
        self.screen();
        self.bells
    }

    /// The same row by row, as wide as the terminal is, without the blanks at the ends.
    pub fn rows(&mut self) -> Vec<String> {
        self.screen();
        let width = self.parser.screen().size().1;
        self.parser.screen().rows(0, width).map(|row| row.trim_end().to_owned()).collect()
    }

    /// The next bytes the program wrote, put on the screen, and when they came; none within this time.
    pub fn next_output(&mut self, within: Duration) -> Option<Instant> {
        let (at, bytes) = self.output.recv_timeout(within).ok()?;
        self.show(&bytes);
        Some(at)
    }

    /// Sends keys as they are typed.
    pub fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("keys are taken");
    }

    /// Waits until the screen says this; tells when the last byte of it came.
    pub fn wait_for(&mut self, text: &str) -> Instant {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until the screen is as wished; `wish` names it where it never is.
    pub fn wait_until(&mut self, wish: &str, is_so: impl Fn(&str) -> bool) -> Instant {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Instant::now();
        while !is_so(&self.parser.screen().contents()) {
            assert!(Instant::now() < deadline, "«{wish}» never came:\n{}", self.parser.screen().contents());
            last = self.next_output(Duration::from_millis(100)).unwrap_or(last);
        }
        last
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a size");
        self.parser.screen_mut().set_size(rows, columns);
    }

    /// Sends the program a signal.
    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("it runs").to_string();
        let status = std::process::Command::new("kill").args([name, &pid]).status().expect("kill");
        assert!(status.success());
    }

    /// The program's number.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// Waits until the program is stopped, as Ctrl-Z leaves it to the shell.
    pub fn wait_for_stop(&self) {
        let deadline = Instant::now() + PATIENCE;
        let status = format!("/proc/{}/status", self.process());
        let is_stopped = || std::fs::read_to_string(&status).is_ok_and(|text| text.contains("State:\tT"));
        while !is_stopped() {
            assert!(Instant::now() < deadline, "it never stopped");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the program has the terminal: its own screen, and pastes marked.
    pub fn has_terminal(&mut self) -> bool {
        self.screen();
        self.parser.screen().alternate_screen() || self.parser.screen().bracketed_paste()
    }

    /// Whether the terminal takes keys as it did before the program was started: by line, echoed, with signals.
    pub fn is_as_before(&self) -> bool {
        format!("{:?}", self.master.get_termios()) == self.settings
    }

    /// Waits until the program has the terminal, or has given it back with the cursor shown.
    pub fn wait_for_terminal(&mut self, taken: bool) {
        let deadline = Instant::now() + PATIENCE;
        while self.has_terminal() != taken || (!taken && self.parser.screen().hide_cursor()) {
            assert!(Instant::now() < deadline, "taken: {taken} never came");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends the last keys and waits for the program to end.
    pub fn end(mut self, keys: &str) -> u32 {
        self.send(keys);
        self.wait_for_end()
    }

    /// Waits for the program to end; what it left on the screen can still be read.
    pub fn wait_for_end(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "it did not end:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves no program behind; one that ended is not there to be killed.
        let _ = self.child.kill();
    }
}
