//! What is on the disk after the power was cut: all that was synced, and of the rest whatever chance kept, dropped or
//! tore, sector by sector and in any order.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::disk::{Disk, Event};
use crate::support::dice::Dice;

/// A file while the log is played.
#[derive(Default)]
struct Played<'l> {
    /// As it is on the disk for certain.
    content: Option<Vec<u8>>,
    /// Done to it since the last sync.
    pending: Vec<&'l Event>,
    /// Whether its name is on the disk for certain.
    is_named: bool,
    /// A deleted file whose folder was not synced: it may come back.
    ghost: Option<Vec<u8>>,
}

/// What happens to what was not synced.
#[derive(Clone, Copy)]
enum Luck {
    Kept,
    Dropped,
    Mixed,
}

impl Disk {
    /// Writes the files into a folder as they might be after a power cut at this moment.
    pub fn cut_power(&self, moment: usize, dice: &mut Dice, into: &Path) {
        let log = self.log();
        let mut files: Vec<Played<'_>> = log
            .files
            .iter()
            .map(|file| Played {
                content: file.before.clone(),
                is_named: file.before.is_some(),
                ..Played::default()
            })
            .collect();
        let sector = dice.one_of(&[512, 4096]);
        for event in &log.events[..moment] {
            files[file_of(event)].play(event, sector, dice);
        }
        for (file, logged) in files.into_iter().zip(&log.files) {
            let path = into.join(logged.path.file_name().unwrap());
            if let Some(content) = file.end(sector, dice) {
                fs::write(&path, content).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
            } else if path.exists() {
                fs::remove_file(&path).unwrap();
            }
        }
    }
}

const fn file_of(event: &Event) -> usize {
    match event {
        Event::Made(file)
        | Event::Written { file, .. }
        | Event::Cut { file, .. }
        | Event::Synced(file)
        | Event::SyncFailed(file)
        | Event::Deleted { file, .. } => *file,
    }
}

impl<'l> Played<'l> {
    fn play(&mut self, event: &'l Event, sector: usize, dice: &mut Dice) {
        match event {
            Event::Made(_) => {
                self.content = Some(Vec::new());
                self.is_named = false;
                self.pending.clear();
            }
            Event::Written { .. } | Event::Cut { .. } => self.pending.push(event),
            Event::Synced(_) => {
                self.settle(Luck::Kept, sector, dice);
                // SQLite syncs the folder with the first sync of a file it made.
                (self.is_named, self.ghost) = (true, None);
            }
            Event::SyncFailed(_) => self.settle(Luck::Mixed, sector, dice),
            Event::Deleted { is_synced, .. } => {
                let luck = luck(dice);
                self.settle(luck, sector, dice);
                let content = self.content.take();
                if *is_synced {
                    self.ghost = None;
                } else if self.is_named {
                    self.ghost = content;
                }
                self.is_named = false;
            }
        }
    }

    /// What is left of the file, if anything.
    fn end(mut self, sector: usize, dice: &mut Dice) -> Option<Vec<u8>> {
        let luck = luck(dice);
        self.settle(luck, sector, dice);
        let is_kept = self.is_named || dice.roll(2) == 0;
        if self.content.is_some() && is_kept {
            self.content
        } else {
            self.ghost.filter(|_| dice.roll(2) == 0)
        }
    }

    fn settle(&mut self, luck: Luck, sector: usize, dice: &mut Dice) {
        let Some(content) = &mut self.content else {
            self.pending.clear();
            return;
        };
        for event in self.pending.drain(..) {
            match event {
                Event::Cut { size, .. } => {
                    let is_done = match luck {
                        Luck::Kept => true,
                        Luck::Dropped => false,
                        Luck::Mixed => dice.roll(2) == 0,
                    };
                    if is_done {
                        content.resize(*size, 0);
                    }
                }
                Event::Written { at, bytes, .. } => match luck {
                    Luck::Kept => put(content, *at, bytes),
                    Luck::Dropped => {}
                    Luck::Mixed => scatter(content, *at, bytes, sector, dice),
                },
                _ => {}
            }
        }
    }
}

fn luck(dice: &mut Dice) -> Luck {
    dice.one_of(&[Luck::Kept, Luck::Dropped, Luck::Mixed, Luck::Mixed])
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[at..end].copy_from_slice(bytes);
}

/// Writes some sectors whole, some in part, and leaves some out.
fn scatter(content: &mut Vec<u8>, at: usize, bytes: &[u8], sector: usize, dice: &mut Dice) {
    let mut done = 0;
    while done < bytes.len() {
        let from = at + done;
        let length = (sector - from % sector).min(bytes.len() - done);
        let piece = &bytes[done..done + length];
        match dice.roll(4) {
            0 => {
                // The length may be on the disk without what was to stand there.
                let end = from + length;
                if content.len() < end && dice.roll(2) == 0 {
                    let filling = dice.one_of(&[0, 0xa5]);
                    content.resize(end, filling);
                }
            }
            1 => put(content, from, &piece[..dice.roll(length)]),
            _ => put(content, from, piece),
        }
        done += length;
    }
}
