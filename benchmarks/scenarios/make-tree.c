// Makes trees of files, the same each time, and tells whether one is still what it was.
//
//   make-tree even ROOT empty|sized FOLDERS FILES   FILES in each of FOLDERS; without folders, all in the root
//   make-tree deep ROOT CHAINS DEPTH FILES          CHAINS of folders in each other, FILES in each of them
//   make-tree skewed ROOT FILES                     as projects are: many small folders, few large ones, unlike depths
//   make-tree digest ROOT                           prints a number over every path, type and size below ROOT
//
// Where files are sized, every sixteenth holds data; the others have a size only, and take no block.
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NAME_ROOM = 64, PATH_ROOM = 4096, LARGEST_FOLDER = 3000, NEWEST = 64 };

static const char *const extensions[] = {"ts", "js", "json", "md", "png", "d.ts", "css", "map"};

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(1);
}

static int enter(int at, const char *name) {
  if (mkdirat(at, name, 0755) != 0) fail(name);
  const int folder = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(name);
  return folder;
}

static void make_file(int folder, const char *name, long size, int with_data) {
  static const char data[100];
  const int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail(name);
  if (size > 0 && ftruncate(file, size) != 0) fail(name);
  if (with_data && pwrite(file, data, sizeof data, 0) != sizeof data) fail(name);
  close(file);
}

static void fill(int folder, int sized, long files) {
  char name[NAME_ROOM];
  for (long index = 0; index < files; index += 1) {
    snprintf(name, sizeof name, "file-%ld.%s", index, extensions[index % 8]);
    make_file(folder, name, sized ? index * 37 % 5000 : 0, sized && index % 16 == 0);
  }
}

static void make_folders(int root, int sized, long from, long to, long files) {
  char name[NAME_ROOM];
  for (long index = from; index < to; index += 1) {
    snprintf(name, sizeof name, "folder-%ld", index);
    const int folder = enter(root, name);
    fill(folder, sized, files);
    close(folder);
  }
}

/// Half of the folders are made by another process: it takes long for millions.
static void make_even(int root, int sized, long folders, long files) {
  if (folders == 0) fill(root, sized, files);
  const pid_t other = fork();
  if (other < 0) fail("fork");
  const long half = folders / 2;
  if (other == 0) {
    make_folders(root, sized, half, folders, files);
    exit(0);
  }
  make_folders(root, sized, 0, half, files);
  int status = 0;
  if (waitpid(other, &status, 0) < 0) fail("waitpid");
  if (status != 0) exit(1);
}

static void make_deep(int root, long chains, long depth, long files) {
  char name[NAME_ROOM];
  for (long chain = 0; chain < chains; chain += 1) {
    snprintf(name, sizeof name, "chain-%ld", chain);
    int folder = enter(root, name);
    for (long level = 1; level <= depth; level += 1) {
      fill(folder, 1, files);
      if (level == depth) break;
      const int next = enter(folder, "n");
      close(folder);
      folder = next;
    }
    close(folder);
  }
}

static uint64_t state = 0x9e3779b97f4a7c15u;

/// A number from 0 to 1, the next of a fixed sequence (xorshift64*: Vigna, An experimental exploration, 2016).
static double next_random(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (double)((state * 0x2545f4914f6cdd1du) >> 11) / 9007199254740992.0;
}

/// Sizes spread over powers of two around 2 KiB.
static long random_size(void) {
  const double bell = (next_random() + next_random() + next_random() + next_random()) / 4;
  return (long)exp2(1 + 20 * bell);
}

static void make_skewed(int root, long files) {
  char **folders = malloc((size_t)(files + 1) * sizeof *folders);
  if (folders == NULL) fail("memory");
  long count = 0;
  folders[count++] = strdup(".");
  char path[PATH_ROOM];
  for (long made = 0; made < files;) {
    // Most folders come beside or below one of the newest, as they do in a project.
    const long from = count > NEWEST && next_random() < 0.7 ? count - NEWEST : 0;
    const char *parent = folders[from + (long)(next_random() * (double)(count - from))];
    if (snprintf(path, sizeof path, "%s/folder-%ld", parent, count) > 900) continue;
    if (mkdirat(root, path, 0755) != 0) fail(path);
    folders[count++] = strdup(path);
    const int folder = openat(root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail(path);
    // Pareto: half of the folders hold two files at most, and a few hold thousands.
    long here = (long)(1.2 * pow(1 - next_random(), -1 / 1.1)) - 1;
    if (here > LARGEST_FOLDER) here = LARGEST_FOLDER;
    for (long index = 0; index < here && made < files; index += 1, made += 1) {
      char name[NAME_ROOM];
      const double place = next_random();
      snprintf(name, sizeof name, "file-%ld.%s", index, extensions[(int)(8 * place * place)]);
      make_file(folder, name, random_size(), made % 16 == 0);
    }
    close(folder);
  }
}

static uint64_t digest;
static size_t skipped;

static int add_to_digest(const char *path, const struct stat *stats, int type, struct FTW *place) {
  (void)type;
  if (place->level == 0) return 0;
  char record[PATH_ROOM + 64];
  const long long size = S_ISREG(stats->st_mode) ? (long long)stats->st_size : 0;
  const int length = snprintf(record, sizeof record, "%s%c%o %lld", path + skipped, 0, stats->st_mode & S_IFMT, size);
  uint64_t hash = 0xcbf29ce484222325u; // FNV-1a; added up, since listings have no order.
  for (int index = 0; index < length; index += 1) hash = (hash ^ (unsigned char)record[index]) * 0x100000001b3u;
  digest += hash;
  return 0;
}

int main(int count, char **arguments) {
  const char *shape = count > 2 ? arguments[1] : "";
  const char *root = count > 2 ? arguments[2] : "";
  if (count == 3 && strcmp(shape, "digest") == 0) {
    skipped = strlen(root);
    if (nftw(root, add_to_digest, 64, FTW_PHYS) != 0) fail(root);
    printf("%016llx\n", (unsigned long long)digest);
  } else if (count == 6 && strcmp(shape, "even") == 0) {
    make_even(enter(AT_FDCWD, root), strcmp(arguments[3], "sized") == 0, atol(arguments[4]), atol(arguments[5]));
  } else if (count == 6 && strcmp(shape, "deep") == 0) {
    make_deep(enter(AT_FDCWD, root), atol(arguments[3]), atol(arguments[4]), atol(arguments[5]));
  } else if (count == 4 && strcmp(shape, "skewed") == 0) {
    make_skewed(enter(AT_FDCWD, root), atol(arguments[3]));
  } else {
    fprintf(stderr, "usage: make-tree even|deep|skewed|digest ROOT ...\n");
    return 2;
  }
  return 0;
}
