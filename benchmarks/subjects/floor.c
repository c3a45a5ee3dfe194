// What a walk costs by the usual recipe: the system calls that it takes, and counting. What we are held to. Its threads
// share a descriptor table, as threads do, and it asks each listing for its end; the native core need do neither, and can
// take less.
//
//   floor list|stat THREADS ROOT [WAIT]   prints: ns entries files directories apparent allocated us-on-all-processors
//
// With WAIT, in microseconds, each of those system calls is kept waiting for so long first, as if the file system were
// behind a network that is so far away.
//
// Every worker has a stack of folders of its own and takes the newest. A folder is opened relative to the one that
// holds it, whose descriptor stays open until its last folder was opened. A worker with nothing to do says so; the
// others then give it the older half of their stacks, or, where a folder is huge, chunks of its listing.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024, MOST_WORKERS = 256, NAME_ROOM = 256, SLICES_AHEAD = 2 };

struct record {
  uint64_t inode;
  int64_t offset;
  uint16_t length;
  uint8_t type;
  char name[];
};

/// An open folder, closed with its last user.
struct folder {
  int descriptor;
  atomic_int users;
};

/// A folder that is still to be opened: its name in an open one.
struct task {
  struct folder *parent;
  char name[NAME_ROOM];
};

/// A part of a listing that another worker is to look at.
struct slice {
  struct slice *next;
  struct folder *folder;
  size_t length;
  char records[BUFFER];
};

struct stack {
  struct task *tasks;
  size_t length;
  size_t room;
};

struct counts {
  uint64_t entries, files, directories, apparent, allocated;
};

struct worker {
  pthread_t thread;
  struct stack own;
  struct folder *spare_folder;
  struct counts counts;
  char buffer[BUFFER] __attribute__((aligned(64)));
};

static int with_stat;
static struct timespec waiting;
static int workers;
static struct worker *all;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static struct stack shared;
static struct slice *shared_slices;
static atomic_int slices_waiting;
static int idle;
static atomic_int hungry; // idle workers for which nothing was shared yet
static int finished;

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(1);
}

static void *must(void *memory) {
  if (memory == NULL) fail("memory");
  return memory;
}

/// As long as the network would take.
static void await_network(void) {
  if (waiting.tv_nsec != 0) nanosleep(&waiting, NULL);
}

static void make_room(struct stack *stack, size_t more) {
  if (stack->length + more <= stack->room) return;
  while (stack->length + more > stack->room) stack->room = stack->room == 0 ? 256 : stack->room * 2;
  stack->tasks = must(realloc(stack->tasks, stack->room * sizeof(struct task)));
}

static void push(struct stack *stack, struct folder *parent, const char *name) {
  make_room(stack, 1);
  struct task *task = &stack->tasks[stack->length++];
  task->parent = parent;
  strcpy(task->name, name);
}

static void release(struct worker *self, struct folder *folder) {
  if (atomic_fetch_sub_explicit(&folder->users, 1, memory_order_acq_rel) != 1) return;
  close(folder->descriptor);
  if (self->spare_folder == NULL) self->spare_folder = folder;
  else free(folder);
}

static struct folder *open_folder(struct worker *self, int at, const char *name) {
  await_network();
  const int descriptor = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) {
    if (errno != EACCES && errno != ENOENT && errno != EPERM) fail(name);
    return NULL;
  }
  struct folder *folder = self->spare_folder;
  self->spare_folder = NULL;
  if (folder == NULL) folder = must(malloc(sizeof *folder));
  folder->descriptor = descriptor;
  atomic_init(&folder->users, 1);
  return folder;
}

static void add_sizes(struct counts *counts, int at, const char *name, int flags) {
  struct statx found;
  await_network();
  if (statx(at, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | flags, STATX_BASIC_STATS, &found) != 0) return;
  if (S_ISREG(found.stx_mode)) counts->apparent += found.stx_size;
  counts->allocated += found.stx_blocks * 512;
}

/// The type of an entry where the file system does not tell it with the name.
static int ask_type(int at, const char *name) {
  struct statx found;
  return statx(at, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_TYPE, &found) == 0 ? found.stx_mode & S_IFMT : 0;
}

/// Looks at the entries of a chunk; folders among them go on the worker's own stack.
static void look(struct worker *self, struct folder *folder, int at, const char *records, size_t length) {
  struct counts *counts = &self->counts;
  int folders = 0;
  for (size_t place = 0; place < length;) {
    const struct record *record = (const struct record *)(records + place);
    place += record->length;
    const char *name = record->name;
    if (name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'))) continue;
    counts->entries += 1;
    int type = record->type == DT_UNKNOWN ? ask_type(at, name) : (int)DTTOIF(record->type);
    // A folder is looked at when it is open: that needs no name to be resolved again.
    if (with_stat && type != S_IFDIR) add_sizes(counts, at, name, 0);
    if (type == S_IFREG) counts->files += 1;
    else if (type == S_IFDIR) {
      push(&self->own, folder, name);
      folders += 1;
    }
  }
  if (folders > 0) atomic_fetch_add_explicit(&folder->users, folders, memory_order_relaxed);
}

static void share_slice(struct folder *folder, const char *records, size_t length) {
  struct slice *slice = must(malloc(sizeof *slice));
  slice->folder = folder;
  slice->length = length;
  memcpy(slice->records, records, length);
  atomic_fetch_add_explicit(&folder->users, 1, memory_order_relaxed);
  pthread_mutex_lock(&lock);
  slice->next = shared_slices;
  shared_slices = slice;
  atomic_fetch_add_explicit(&slices_waiting, 1, memory_order_relaxed);
  pthread_cond_signal(&wake);
  pthread_mutex_unlock(&lock);
}

/// Gives the older half of the stack away: those folders hold the most.
static void share_folders(struct stack *own) {
  const size_t half = own->length / 2;
  pthread_mutex_lock(&lock);
  make_room(&shared, half);
  memcpy(shared.tasks + shared.length, own->tasks, half * sizeof(struct task));
  shared.length += half;
  atomic_store_explicit(&hungry, 0, memory_order_relaxed);
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);
  own->length -= half;
  memmove(own->tasks, own->tasks + half, own->length * sizeof(struct task));
}

static void list(struct worker *self, struct folder *folder) {
  if (with_stat) add_sizes(&self->counts, folder->descriptor, "", AT_EMPTY_PATH);
  self->counts.directories += 1;
  for (int chunk = 0;; chunk += 1) {
    await_network();
    const long length = syscall(SYS_getdents64, folder->descriptor, self->buffer, BUFFER);
    if (length < 0 && errno == EINTR) continue;
    if (length <= 0) break;
    // The second full chunk tells a huge folder. Chunks are kept ready: who waits for one has lost time already.
    if (chunk > 0 && with_stat && workers > 1 &&
        atomic_load_explicit(&slices_waiting, memory_order_relaxed) < SLICES_AHEAD) {
      share_slice(folder, self->buffer, (size_t)length);
      continue;
    }
    look(self, folder, folder->descriptor, self->buffer, (size_t)length);
    if (self->own.length > 1 && atomic_load_explicit(&hungry, memory_order_relaxed) > 0) share_folders(&self->own);
  }
}

static void look_at_slice(struct worker *self, struct slice *slice) {
  // A descriptor of its own: two threads that count the uses of one file wait for each other's cache line.
  const int own = openat(slice->folder->descriptor, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
  look(self, slice->folder, own < 0 ? slice->folder->descriptor : own, slice->records, slice->length);
  if (own >= 0) close(own);
  release(self, slice->folder);
  free(slice);
}

/// Waits for work that others share. False: there will be none.
static int receive(struct worker *self, struct slice **slice) {
  pthread_mutex_lock(&lock);
  idle += 1;
  while (!finished && shared.length == 0 && shared_slices == NULL) {
    if (idle == workers) {
      finished = 1;
      pthread_cond_broadcast(&wake);
      break;
    }
    atomic_fetch_add_explicit(&hungry, 1, memory_order_relaxed);
    pthread_cond_wait(&wake, &lock);
    if (atomic_load_explicit(&hungry, memory_order_relaxed) > 0)
      atomic_fetch_sub_explicit(&hungry, 1, memory_order_relaxed);
  }
  idle -= finished ? 0 : 1;
  *slice = NULL;
  if (!finished && shared_slices != NULL) {
    *slice = shared_slices;
    shared_slices = (*slice)->next;
    atomic_fetch_sub_explicit(&slices_waiting, 1, memory_order_relaxed);
  } else if (!finished) {
    const size_t share = (shared.length + 1) / 2;
    shared.length -= share;
    make_room(&self->own, share);
    memcpy(self->own.tasks, shared.tasks + shared.length, share * sizeof(struct task));
    self->own.length = share;
  }
  const int more = !finished;
  pthread_mutex_unlock(&lock);
  return more;
}

static void *work(void *argument) {
  struct worker *self = argument;
  for (;;) {
    while (self->own.length > 0) {
      if (self->own.length > 1 && atomic_load_explicit(&hungry, memory_order_relaxed) > 0) share_folders(&self->own);
      const struct task *task = &self->own.tasks[--self->own.length];
      struct folder *parent = task->parent;
      struct folder *folder = open_folder(self, parent->descriptor, task->name);
      release(self, parent);
      if (folder == NULL) continue;
      list(self, folder);
      release(self, folder);
    }
    struct slice *slice;
    if (!receive(self, &slice)) return NULL;
    if (slice != NULL) look_at_slice(self, slice);
  }
}

static void grow_descriptor_table(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fail("getrlimit");
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  // To grow it once threads run, the kernel waits for all of them.
  const int high = dup2(2, 1000);
  if (high >= 0) close(high);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t microseconds(struct timeval time) { return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_usec; }

int main(int count, char **arguments) {
  if (count < 4 || count > 5 || (strcmp(arguments[1], "list") != 0 && strcmp(arguments[1], "stat") != 0)) {
    fprintf(stderr, "usage: floor list|stat THREADS ROOT [WAIT]\n");
    return 2;
  }
  with_stat = arguments[1][0] == 's';
  workers = atoi(arguments[2]);
  waiting = (struct timespec){.tv_nsec = count > 4 ? atol(arguments[4]) * 1000 : 0};
  if (workers < 1 || workers > MOST_WORKERS) {
    fprintf(stderr, "floor: 1 to %d threads\n", MOST_WORKERS);
    return 2;
  }
  const uint64_t begin = now();
  grow_descriptor_table();
  all = must(aligned_alloc(64, ((size_t)workers * sizeof(struct worker) + 63) / 64 * 64));
  for (int index = 0; index < workers; index += 1) memset(&all[index], 0, offsetof(struct worker, buffer));
  struct folder *root = open_folder(&all[0], AT_FDCWD, arguments[3]);
  if (root == NULL) fail(arguments[3]);
  push(&all[0].own, root, ".");
  for (int index = 1; index < workers; index += 1)
    if (pthread_create(&all[index].thread, NULL, work, &all[index]) != 0) fail("pthread_create");
  work(&all[0]);
  struct counts total = {.entries = 1};
  for (int index = 0; index < workers; index += 1) {
    if (index > 0) pthread_join(all[index].thread, NULL);
    const struct counts *counts = &all[index].counts;
    total.entries += counts->entries;
    total.files += counts->files;
    total.directories += counts->directories;
    total.apparent += counts->apparent;
    total.allocated += counts->allocated;
  }
  const uint64_t end = now();
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) != 0) fail("getrusage");
  printf("%llu %llu %llu %llu %llu %llu %llu\n", (unsigned long long)(end - begin), (unsigned long long)total.entries,
         (unsigned long long)total.files, (unsigned long long)total.directories, (unsigned long long)total.apparent,
         (unsigned long long)total.allocated,
         (unsigned long long)(microseconds(used.ru_utime) + microseconds(used.ru_stime)));
  return 0;
}
