//! Files and folders: born 0600 and 0700, of the right owner, no links, on a local disk.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{StoreError, file_error};

/// A path with something added to its last part: `<db>.keys`, `<db>-wal`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes a folder that only its owner can enter, with those above it that are missing.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(path: &Path) -> Result<(), StoreError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(file_error(path))
}

/// Makes a new file that only its owner can read; refuses what exists.
pub(super) fn create_private(path: &Path) -> Result<File, StoreError> {
    File::options().write(true).create_new(true).mode(0o600).open(path).map_err(file_error(path))
}

/// Makes renames and new files in a folder survive a power loss.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(file_error(folder))
}

/// Puts a finished file in place without ever covering another.
pub(super) fn rename_to_new(from: &Path, to: &Path) -> Result<(), StoreError> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => sync_folder(folder_of(to)),
        Err(error) => Err(file_error(to)(error.into())),
    }
}

/// Removes a file, if there is one.
pub(super) fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file_error(path)(error)),
        _ => Ok(()),
    }
}

/// Refuses links, files of other users and files that others may read.
pub(super) fn check_own_file(path: &Path) -> Result<(), StoreError> {
    let metadata = fs::symlink_metadata(path).map_err(file_error(path))?;
    let is_own = metadata.uid() == rustix::process::geteuid().as_raw();
    let others = metadata.permissions().mode() & 0o077;
    let is_private = others == 0;
    if metadata.is_file() && is_own && is_private { Ok(()) } else { Err(StoreError::Unsafe(path.to_owned())) }
}

/// Refuses files and folders this process may not write to, before anything is opened.
pub(super) fn check_writable(path: &Path) -> Result<(), StoreError> {
    use rustix::fs::{Access, access};
    let folder = folder_of(path);
    access(path, Access::READ_OK | Access::WRITE_OK)
        .and_then(|()| access(folder, Access::WRITE_OK | Access::EXEC_OK))
        .map_err(|_| StoreError::ReadOnly(path.to_owned()))
}

/// Whether the disk a file lies on has no room left.
pub(super) fn is_full(path: &Path) -> bool {
    rustix::fs::statvfs(folder_of(path)).is_ok_and(|status| status.f_bavail * status.f_frsize < 64 * 1024)
}

/// What kind of file system a path lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drive {
    /// A local disk.
    Local,
    /// Another machine's disk.
    Network,
}

/// Kernel numbers of the file systems that reach over a network (statfs(2)): NFS, SMB, SMB2, CIFS, 9P, AFS,
/// Coda, Ceph.
const NETWORK_FILE_SYSTEMS: [u64; 8] =
    [0x6969, 0x517b, 0xfe53_4d42, 0xff53_4d42, 0x0102_1997, 0x5346_414f, 0x7375_7245, 0x00c3_6400];

/// The kind of drive a folder lies on.
///
/// # Errors
/// When the system does not tell.
pub fn drive_of(folder: &Path) -> Result<Drive, StoreError> {
    let status = rustix::fs::statfs(folder).map_err(|error| file_error(folder)(error.into()))?;
    let number = u64::from_ne_bytes(status.f_type.to_ne_bytes()) & 0xffff_ffff;
    Ok(if NETWORK_FILE_SYSTEMS.contains(&number) { Drive::Network } else { Drive::Local })
}
