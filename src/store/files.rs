//! Files and folders: born 0600 and 0700, of the right owner, no links, on a local disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::error::{StoreError, file_error};

/// What SQLite puts beside a database.
pub(super) const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

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
/// When it cannot be made, or others could put files of theirs into the one that is there.
pub fn make_private_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return check_folder(path);
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(file_error(path))?;
    sync_folder(folder_of(path))
}

/// Makes a folder of ours at a place that we chose, so that a link there was put by somebody else.
pub(super) fn make_own_folder(path: &Path) -> Result<(), StoreError> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_dir());
    if is_link { Err(StoreError::Unsafe(path.to_owned())) } else { make_private_folder(path) }
}

/// Refuses folders of other users, and those in which everybody may put one file in the place of another.
pub(super) fn check_folder(path: &Path) -> Result<(), StoreError> {
    let metadata = fs::metadata(path).map_err(file_error(path))?;
    let mode = metadata.permissions().mode();
    // In a folder with this bit only the owner of a file may rename or remove it.
    let keeps_files = mode & 0o1000 != 0;
    let is_trusted = metadata.uid() == own_user() || metadata.uid() == 0;
    let is_safe = metadata.is_dir() && is_trusted && (mode & 0o002 == 0 || keeps_files);
    if is_safe { Ok(()) } else { Err(StoreError::Unsafe(path.to_owned())) }
}

fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// Makes a new file that only its owner can read; refuses what exists.
pub(super) fn create_private(path: &Path) -> Result<File, StoreError> {
    File::options().write(true).create_new(true).mode(0o600).open(path).map_err(file_error(path))
}

/// Makes a new private file that says to others that somebody is at work on it, for as long as it is held: one that
/// nobody holds was abandoned, and may be removed.
pub(super) fn create_held(name: impl Fn() -> PathBuf) -> Result<(PathBuf, File), StoreError> {
    use rustix::fs::{FlockOperation, flock};
    loop {
        let path = name();
        let file = create_private(&path)?;
        // Whoever holds it now took it for abandoned in the moment since it was made.
        flock(&file, FlockOperation::LockExclusive).map_err(|error| file_error(&path)(error.into()))?;
        if file.metadata().map_err(file_error(&path))?.nlink() > 0 {
            return Ok((path, file));
        }
    }
}

/// Removes a file that [`create_held`] made and nobody holds any more.
pub(super) fn remove_abandoned(path: &Path) {
    use rustix::fs::{FlockOperation, flock};
    // One that is gone already, or is no file of ours, is nothing to tidy.
    let Ok(file) = open_own(path) else { return };
    if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
        for left in SIDE_FILES.map(|suffix| beside(path, suffix)).iter().map(PathBuf::as_path).chain([path]) {
            // Most are not there; the next one to come by tries again.
            let _ = fs::remove_file(left);
        }
    }
}

/// Writes a small file anew: beside it, and put in its place when whole, whatever stood there.
pub(super) fn write_over(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let draft = beside(path, &format!(".new-{}", uuid::Uuid::new_v4()));
    let mut file = create_private(&draft)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&draft, path))
        .map_err(file_error(path));
    if written.is_err() {
        // Only our own draft; the file it was to take the place of is whole.
        let _ = fs::remove_file(&draft);
    }
    written.and_then(|()| sync_folder(folder_of(path)))
}

/// Writes a new file of the owner's alone, and gives where it lies: where the name is taken, with a number behind it. It
/// has its name only once it is whole, and covers nothing.
///
/// # Errors
/// When the folder is not safe to use, or it cannot be written.
pub fn write_new(path: &Path, content: &[u8]) -> Result<PathBuf, StoreError> {
    check_folder(folder_of(path))?;
    let draft = beside(path, &format!(".new-{}", uuid::Uuid::new_v4()));
    let mut file = create_private(&draft)?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .map_err(file_error(path))
        .and_then(|()| name_new(&draft, path));
    if written.is_err() {
        // Only our own draft.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Gives a finished file its name, or the next that is free.
fn name_new(draft: &Path, path: &Path) -> Result<PathBuf, StoreError> {
    const MOST: usize = 999;
    for number in 1..=MOST {
        let named = if number == 1 { path.to_owned() } else { numbered(path, number) };
        match rename_to_new(draft, &named) {
            Ok(()) => return Ok(named),
            Err(StoreError::Exists(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::Exists(path.to_owned()))
}

/// `notat.md` becomes `notat-2.md`.
fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
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
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file_error(path)(error)),
        _ => Ok(()),
    }
}

/// Refuses links, files of other users and files that others may read.
pub(super) fn check_own_file(path: &Path) -> Result<(), StoreError> {
    judge(path, &fs::symlink_metadata(path).map_err(file_error(path))?, 0o077)
}

/// Refuses a log, its index or a rollback journal beside a database that SQLite did not make for us: SQLite takes
/// what it finds there for its own.
pub(super) fn check_side_files(path: &Path) -> Result<(), StoreError> {
    for suffix in SIDE_FILES {
        let side = beside(path, suffix);
        match fs::symlink_metadata(&side) {
            // What stands in them is encrypted: that others can read them is not what is dangerous here.
            Ok(metadata) => judge(&side, &metadata, 0o022)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error(&side)(error)),
        }
    }
    Ok(())
}

fn judge(path: &Path, metadata: &Metadata, forbidden: u32) -> Result<(), StoreError> {
    let is_private = metadata.permissions().mode() & forbidden == 0;
    let is_good = metadata.is_file() && metadata.uid() == own_user() && is_private;
    if is_good { Ok(()) } else { Err(StoreError::Unsafe(path.to_owned())) }
}

/// Opens a file for reading and judges what was opened, so that nothing can be exchanged in between. A link is not
/// followed, and a pipe or a device is not waited for.
pub(super) fn open_own(path: &Path) -> Result<File, StoreError> {
    // Judged by its name first, because to open a device can already do something.
    check_own_file(path)?;
    let file = open_plain(path)?;
    judge(path, &file.metadata().map_err(file_error(path))?, 0o077)?;
    Ok(file)
}

/// Opens a file for reading, whosever it is: no link is followed, and a pipe or a device is not waited for.
pub(super) fn open_plain(path: &Path) -> Result<File, StoreError> {
    use rustix::fs::OFlags;
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let file = File::options()
        .read(true)
        .custom_flags(i32::try_from(flags).unwrap_or_default())
        .open(path)
        .map_err(file_error(path))?;
    let is_file = file.metadata().map_err(file_error(path))?.is_file();
    if is_file { Ok(file) } else { Err(StoreError::Unsafe(path.to_owned())) }
}

/// The content of a small file of ours; none when it is larger than `most` bytes.
pub(super) fn read_own(path: &Path, most: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut content = Vec::new();
    let read = open_own(path)?.take(most + 1).read_to_end(&mut content).map_err(file_error(path))?;
    Ok(Some(content).filter(|_| read as u64 <= most))
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
