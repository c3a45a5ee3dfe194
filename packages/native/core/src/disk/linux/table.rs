//! Descriptor tables. Threads of a process share one, and then the kernel locks it for each descriptor that is opened or
//! closed, and counts the uses of a descriptor for each call that names it; threads that walk beside each other wait for
//! each other's cache lines there. A table that one thread alone has costs none of it.

use std::cell::OnceCell;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Descriptors below this stay in a table of a thread's own: what a panic says goes to standard error.
const STANDARD: libc::c_uint = 3;

/// The table that threads have unless they took one of their own.
static OF_PROCESS: LazyLock<Table> = LazyLock::new(|| Table::new("/proc/self"));

/// Whether any thread took a table of its own.
static ANY_OWN: AtomicBool = AtomicBool::new(false);

thread_local! {
    static OWN: OnceCell<Arc<Table>> = const { OnceCell::new() };
}

/// A descriptor table. Alone in its cache lines: its owner counts its uses with each descriptor.
#[derive(Debug)]
#[repr(align(128))]
pub struct Table {
    /// Where `proc(5)` shows what is in it; none where that is not to be had.
    place: Option<String>,
    /// Whether its thread has ended, and all that was open in it was closed.
    ended: AtomicBool,
    /// Descriptors of it that other threads let go of, which they cannot close.
    left: Mutex<Vec<RawFd>>,
    /// Whether there are any.
    has_left: AtomicBool,
}

impl Table {
    fn new(link: &str) -> Self {
        let place = std::fs::read_link(link).ok();
        let place = place.and_then(|place| place.into_os_string().into_string().ok());
        Self {
            place: place.map(|place| format!("/proc/{place}/fd/")),
            ended: AtomicBool::new(false),
            left: Mutex::default(),
            has_left: AtomicBool::new(false),
        }
    }

    /// The one that threads share which took none of their own.
    pub fn of_process() -> &'static Self {
        &OF_PROCESS
    }

    /// The calling thread's own, if it took one.
    pub fn own() -> Option<Arc<Self>> {
        // A thread that is at its end opens nothing, and its table closes what is left.
        OWN.try_with(|own| own.get().cloned()).ok().flatten()
    }

    /// Whether it is the calling thread's.
    pub fn is_here(&self) -> bool {
        let own = OWN.try_with(|own| own.get().map_or(std::ptr::null(), Arc::as_ptr));
        std::ptr::eq(self, own.ok().filter(|own| !own.is_null()).unwrap_or(&raw const *OF_PROCESS))
    }

    /// By what path other threads of this process open what a descriptor of this table stands for; none where they cannot.
    pub fn path_of(&self, descriptor: &OwnedFd) -> Option<String> {
        let place = self.place.as_ref().filter(|_| !self.ended.load(Ordering::Acquire))?;
        Some(format!("{place}{}", descriptor.as_raw_fd()))
    }

    /// Leaves a descriptor, from another thread, to be closed.
    #[cold]
    pub fn leave(&self, descriptor: RawFd) {
        if self.ended.load(Ordering::Acquire) {
            return;
        }
        self.left().push(descriptor);
        self.has_left.store(true, Ordering::Relaxed);
    }

    /// Closes what other threads have left. For the table's own thread.
    #[inline]
    pub fn close_left(&self) {
        if self.has_left.load(Ordering::Relaxed) {
            self.close_all_left();
        }
    }

    #[cold]
    fn close_all_left(&self) {
        let mut left = self.left();
        self.has_left.store(false, Ordering::Relaxed);
        for descriptor in left.drain(..) {
            // SAFETY: it is open in this thread's table, and who left it forgot it.
            drop(unsafe { OwnedFd::from_raw_fd(descriptor) });
        }
    }

    fn left(&self) -> MutexGuard<'_, Vec<RawFd>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The table of a thread's own; to be told, on any thread, when that thread works no more.
#[derive(Debug)]
pub struct OwnTable(Arc<Table>);

impl Drop for OwnTable {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::Release);
    }
}

/// Gives the calling thread a descriptor table of its own, and credentials of its own, which the kernel counts the users
/// of with each descriptor that is opened. None where the kernel has no such call, or a sandbox forbids it: then the table
/// of the process serves.
///
/// The thread must have been made for this and end after it. From now on nothing on it may use descriptors of the process:
/// no event loop can be woken from it. Signals go to other threads for that reason, as their handlers may. A thread that it
/// starts must call this too, or it would share the table.
pub fn take_own_table() -> Option<OwnTable> {
    if !block_signals() {
        return refused();
    }
    // SAFETY: the call takes three numbers. What it closes is closed in a table that no other thread has.
    let result =
        unsafe { libc::syscall(libc::SYS_close_range, STANDARD, libc::c_uint::MAX, libc::CLOSE_RANGE_UNSHARE) };
    if result != 0 {
        return refused();
    }
    ANY_OWN.store(true, Ordering::Relaxed);
    copy_credentials();
    let table = Arc::new(Table::new("/proc/thread-self"));
    OWN.with(|own| own.set(Arc::clone(&table))).ok()?;
    Some(OwnTable(table))
}

/// What a kernel refuses it refuses from the first thread on. Else this thread may have the table of the one that started
/// it, and descriptors would be closed that are not its own.
fn refused() -> Option<OwnTable> {
    assert!(!ANY_OWN.load(Ordering::Relaxed), "a thread got no descriptor table where others did");
    None
}

fn block_signals() -> bool {
    let mut all = std::mem::MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: the first call fills the set that the second one reads.
    unsafe {
        libc::sigfillset(all.as_mut_ptr()) == 0
            && libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), std::ptr::null_mut()) == 0
    }
}

/// The kernel copies credentials for whoever sets anything in them, even to what it was. That nothing comes of it where it
/// is forbidden costs a percent or two.
fn copy_credentials() {
    // SAFETY: both calls take numbers alone.
    unsafe {
        let kept = libc::prctl(libc::PR_GET_KEEPCAPS);
        libc::prctl(libc::PR_SET_KEEPCAPS, libc::c_ulong::from(kept == 1));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;

    use super::*;
    use crate::disk::Handle;

    fn open_here() -> BTreeSet<i32> {
        let listed = fs::read_dir("/proc/thread-self/fd").expect("/proc is mounted");
        let numbers = listed.map(|entry| entry.expect("a descriptor").file_name().into_string().expect("a number"));
        // The listing itself is among them, and closed by now.
        let numbers: BTreeSet<i32> = numbers.map(|number| number.parse().expect("a number")).collect();
        // SAFETY: this asks for flags and changes nothing.
        numbers.into_iter().filter(|&number| unsafe { libc::fcntl(number, libc::F_GETFD) } >= 0).collect()
    }

    /// Runs something on a thread with a table of its own, or does nothing where there are none.
    fn on_own_table(run: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
        thread::spawn(move || {
            let Some(_own) = take_own_table() else { return };
            run();
        })
    }

    #[test]
    fn a_table_of_a_threads_own_has_the_standard_descriptors_alone() {
        let file = fs::File::open("/").expect("the root");
        let number = file.as_raw_fd();
        let checked = on_own_table(move || {
            assert!(open_here().iter().all(|number| *number < 3), "{:?}", open_here());
            let status = fs::read_to_string("/proc/thread-self/status").expect("/proc is mounted");
            let blocked = status.lines().find_map(|line| line.strip_prefix("SigBlk:\t")).expect("blocked signals");
            let blocked = u64::from_str_radix(blocked, 16).expect("a number");
            assert_ne!(blocked & 1 << (libc::SIGINT - 1), 0, "an interrupt goes to another thread");
        });
        checked.join().expect("no assertion failed");
        assert!(open_here().contains(&number), "the process keeps what it had");
    }

    #[test]
    fn a_directory_that_one_thread_opened_is_reached_by_another_while_that_one_works() {
        let (give, take): (Sender<Arc<Handle>>, Receiver<Arc<Handle>>) = channel();
        let (end, wait): (Sender<()>, Receiver<()>) = channel();
        let owner = on_own_table(move || {
            let before = open_here();
            let handle = Arc::new(Handle::open_root(b"/usr").expect("/usr is there"));
            assert!(handle.is_here());
            give.send(handle).expect("somebody waits");
            wait.recv().expect("the other thread tells");
            assert_eq!(open_here().len(), before.len() + 1, "what another thread let go of is still open");
            crate::disk::close_left();
            assert_eq!(open_here(), before, "and closed when its own thread comes to it");
        });
        let other = on_own_table(move || {
            let Ok(handle) = take.recv() else { return };
            assert!(!handle.is_here());
            let here = handle.bring_here().expect("it is open");
            assert!(here.is_here());
            let expected = Handle::open_root(b"/usr").and_then(|usr| usr.stat()).expect("/usr is there");
            let found = here.stat_at(c".", false).expect("it is a directory");
            assert_eq!((found.dev, found.ino), (expected.dev, expected.ino));
            drop(handle);
            end.send(()).expect("the owner waits");
        });
        owner.join().expect("no assertion failed");
        other.join().expect("no assertion failed");
    }

    #[test]
    fn nothing_is_brought_from_a_thread_that_has_ended() {
        let (give, take) = channel();
        let owner =
            on_own_table(move || give.send(Handle::open_root(b"/usr").expect("/usr is there")).expect("it is awaited"));
        let handle = take.recv();
        owner.join().expect("no assertion failed");
        if let Ok(handle) = handle {
            assert!(!handle.is_here());
            assert!(handle.bring_here().is_none());
        }
    }
}
