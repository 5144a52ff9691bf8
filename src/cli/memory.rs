//! What this process holds in memory stays there: no core file, and no other process of the same user that reads it.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core files and, on Linux, reading this process's memory and environment. Before anything secret is read.
pub fn forbid_dumps() {
    // Lowering a limit of one's own is always allowed; if it failed, the second still keeps core files away.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
