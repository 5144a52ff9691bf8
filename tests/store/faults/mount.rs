//! A small real disk of its own, in memory, for what only a real file system does. Needs the right to mount.

use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::need::need_working;

/// A mounted disk of a few MiB; taken down when dropped.
pub struct SmallDisk(TempDir);

impl SmallDisk {
    /// Mounts one, or says aloud what is not tested without it.
    pub fn mount(what: &str) -> Option<Self> {
        let disk = Self(tempfile::tempdir().unwrap());
        let user = rustix::process::geteuid().as_raw();
        let options = format!("size=4m,mode=0700,uid={user}");
        let arguments = ["-t", "tmpfs", "-o", &options, "akuttvakt", disk.0.path().to_str().unwrap()];
        // The trial is the mounting itself.
        let (tool, before): (&str, &[&str]) =
            if user == 0 { ("mount", &[]) } else { ("sudo", &["-n", "mount"]) };
        need_working(tool, &[before, arguments.as_slice()].concat(), what).then_some(disk)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn make_read_only(&self) {
        assert!(self.run("mount", &["-o", "remount,ro"]));
    }

    pub fn make_writable(&self) {
        assert!(self.run("mount", &["-o", "remount,rw"]));
    }

    fn run(&self, tool: &str, arguments: &[&str]) -> bool {
        let mut command = if rustix::process::geteuid().is_root() {
            Command::new(tool)
        } else {
            let mut command = Command::new("sudo");
            command.args(["-n", tool]);
            command
        };
        command.args(arguments).arg(self.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Nothing mounted, nothing to take down.
        self.run("umount", &["--lazy"]);
    }
}
