//! SQLite's file layer around the system's own: every call goes through to the real file, is told to a [`Disk`], and
//! fails where that says so. One of the two files with `unsafe`; everything that can be decided elsewhere is.
//!
//! Shared memory and locks are passed on, so that several openings of a database meet as they do in earnest. Syncs
//! are not: the power is never really cut here, and the disk would only cost time.

use std::ffi::{CStr, CString, OsStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::ffi;

use super::disk::{Access, Disk};

/// A registered layer with its disk.
pub struct Layer {
    name: CString,
    vfs: *mut ffi::sqlite3_vfs,
    disk: Arc<Disk>,
}

/// An open file, as SQLite holds it. The real file lies right behind it in the same memory.
#[repr(C)]
struct Wrapped {
    base: ffi::sqlite3_file,
    /// Owned: counted up at open, down at close.
    disk: *const Disk,
    /// None for a file without a name.
    file: Option<usize>,
}

impl Layer {
    /// Registers a layer with a name of its own.
    pub fn register() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = CString::new(format!("faults-{}", COUNT.fetch_add(1, Ordering::Relaxed))).unwrap();
        let disk = Arc::new(Disk::default());
        // SAFETY: the default layer is registered by SQLite itself and is never removed; the copy has the same
        // functions, which look at nothing in the layer they are given, except `xOpen`, which `open` gives its own.
        let mut vfs = unsafe { *system() };
        vfs.szOsFile += c_int::try_from(size_of::<Wrapped>()).unwrap();
        vfs.pNext = ptr::null_mut();
        vfs.zName = name.as_ptr();
        vfs.pAppData = Arc::as_ptr(&disk).cast_mut().cast();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        let vfs = Box::into_raw(Box::new(vfs));
        // SAFETY: `vfs`, its name and its disk live until `drop`.
        assert_eq!(unsafe { ffi::sqlite3_vfs_register(vfs, 0) }, ffi::SQLITE_OK);
        Self { name, vfs, disk }
    }

    /// The name to open a database with.
    pub fn name(&self) -> String {
        self.name.to_str().unwrap().to_owned()
    }

    /// What happens below it.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }
}

impl Drop for Layer {
    fn drop(&mut self) {
        // SAFETY: registered by `register`, and not used by anyone new from here on.
        unsafe { ffi::sqlite3_vfs_unregister(self.vfs) };
        assert!(
            Arc::strong_count(&self.disk) == 1 || std::thread::panicking(),
            "a database outlives its file layer"
        );
        if Arc::strong_count(&self.disk) == 1 {
            // SAFETY: made by `Box::into_raw`; no file is open, so no connection uses it.
            drop(unsafe { Box::from_raw(self.vfs) });
        } else {
            // A failing test: what is still open keeps its memory.
            std::mem::forget(std::mem::take(&mut self.name));
        }
    }
}

fn system() -> *mut ffi::sqlite3_vfs {
    // SAFETY: null asks for the default layer. No layer of ours is registered as the default.
    let found = unsafe { ffi::sqlite3_vfs_find(ptr::null()) };
    assert!(!found.is_null());
    found
}

/// The real file behind a wrapped one.
///
/// # Safety
/// `file` must be one that SQLite gave to [`open`].
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: SQLite allocates `szOsFile` bytes, which is a wrapped file and a real one.
    unsafe { file.cast::<Wrapped>().add(1).cast() }
}

/// The disk and number of a wrapped file.
///
/// # Safety
/// `file` must have been opened by [`open`] and not closed yet.
unsafe fn known<'f>(file: *mut ffi::sqlite3_file) -> (&'f Disk, Option<usize>) {
    // SAFETY: `open` filled it in, and holds the disk until `close`.
    unsafe {
        let wrapped = file.cast::<Wrapped>();
        (&*(*wrapped).disk, (*wrapped).file)
    }
}

/// # Safety
/// `name` must be a C string.
unsafe fn path<'n>(name: *const c_char) -> &'n Path {
    // SAFETY: as promised by the caller.
    Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()))
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives its own layer, a name or null, and memory of `szOsFile` bytes. Without methods it does
    // not close what failed to open.
    unsafe {
        (*file).pMethods = ptr::null();
        let disk = (*vfs).pAppData.cast::<Disk>().cast_const();
        if let Err(code) = (*disk).allow(Access::Open) {
            return code;
        }
        let number = (!name.is_null()).then(|| (*disk).meet(path(name)));
        let below = system();
        let inner = real(file);
        (*inner).pMethods = ptr::null();
        let code = (*below).xOpen.unwrap()(below, name, inner, flags, out_flags);
        if code != ffi::SQLITE_OK {
            if !(*inner).pMethods.is_null() {
                (*(*inner).pMethods).xClose.unwrap()(inner);
            }
            return code;
        }
        Arc::increment_strong_count(disk);
        let wrapped = file.cast::<Wrapped>();
        (*wrapped).disk = disk;
        (*wrapped).file = number;
        (*file).pMethods = &raw const METHODS;
        code
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: SQLite gives its own layer and a name.
    unsafe {
        let disk = (*vfs).pAppData.cast::<Disk>();
        if let Err(code) = (*disk).allow(Access::Delete) {
            return code;
        }
        let below = system();
        let code = (*below).xDelete.unwrap()(below, name, 0);
        if code == ffi::SQLITE_OK {
            (*disk).deleted(path(name), sync_folder != 0);
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: an open wrapped file, closed once; the count was taken by `open`.
    unsafe {
        let inner = real(file);
        let code = (*(*inner).pMethods).xClose.unwrap()(inner);
        Arc::decrement_strong_count((*file.cast::<Wrapped>()).disk);
        code
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: an open wrapped file; the buffer is passed on as it came.
    unsafe {
        let (disk, _) = known(file);
        if let Err(code) = disk.allow(Access::Read) {
            return code;
        }
        let inner = real(file);
        (*(*inner).pMethods).xRead.unwrap()(inner, into, count, at)
    }
}

/// A write that fails has written half of what it should: disks do that.
unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    count: c_int,
    at: i64,
) -> c_int {
    // SAFETY: an open wrapped file, and a buffer of `count` bytes.
    unsafe {
        let (disk, number) = known(file);
        let (count, answer) = match disk.allow(Access::Write) {
            Ok(()) => (count, ffi::SQLITE_OK),
            Err(code) => (count / 2, code),
        };
        if count > 0 {
            let inner = real(file);
            let code = (*(*inner).pMethods).xWrite.unwrap()(inner, from, count, at);
            if code != ffi::SQLITE_OK {
                return code;
            }
            if let (Some(number), Ok(count), Ok(at)) = (number, usize::try_from(count), usize::try_from(at)) {
                disk.written(number, at, std::slice::from_raw_parts(from.cast(), count));
            }
        }
        answer
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: an open wrapped file.
    unsafe {
        let (disk, number) = known(file);
        if let Err(code) = disk.allow(Access::Truncate) {
            return code;
        }
        let inner = real(file);
        let code = (*(*inner).pMethods).xTruncate.unwrap()(inner, size);
        if let (ffi::SQLITE_OK, Some(number), Ok(size)) = (code, number, usize::try_from(size)) {
            disk.cut(number, size);
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: an open wrapped file.
    let (disk, number) = unsafe { known(file) };
    let Some(number) = number else { return ffi::SQLITE_OK };
    match disk.allow(Access::Sync) {
        Ok(()) => {
            disk.synced(number);
            ffi::SQLITE_OK
        }
        Err(code) => {
            disk.sync_failed(number);
            code
        }
    }
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    into: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open wrapped file; the rest is passed on as it came.
    unsafe {
        let (disk, _) = known(file);
        if let Err(code) = disk.allow(Access::Map) {
            return code;
        }
        let inner = real(file);
        (*(*inner).pMethods).xShmMap.unwrap()(inner, region, size, extend, into)
    }
}

/// Functions that only call the real file's.
macro_rules! passed_on {
    ($($name:ident = $method:ident($($argument:ident: $kind:ty),*) $(-> $answer:ty)?;)*) => {$(
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $argument: $kind)*) $(-> $answer)? {
            // SAFETY: an open wrapped file; the rest is passed on as it came.
            unsafe {
                let inner = real(file);
                (*(*inner).pMethods).$method.unwrap()(inner $(, $argument)*)
            }
        }
    )*};
}

passed_on! {
    file_size = xFileSize(size: *mut i64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    check_reserved = xCheckReservedLock(answer: *mut c_int) -> c_int;
    control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int;
    sector_size = xSectorSize() -> c_int;
    characteristics = xDeviceCharacteristics() -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
    fetch = xFetch(at: i64, count: c_int, into: *mut *mut c_void) -> c_int;
    unfetch = xUnfetch(at: i64, page: *mut c_void) -> c_int;
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};
