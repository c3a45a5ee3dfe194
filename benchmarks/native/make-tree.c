// Makes a tree of files: make-tree empty|sized ROOT GROUPS FOLDERS FILES
//
// FILES in each of FOLDERS in each of GROUPS; 0 groups or folders leave that level out. Where files are sized, every
// sixteenth holds data; the others have a size only, and take no block.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const extensions[] = {"ts", "js", "json", "md", "png", "d.ts", "css", "map"};

static int sized;

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

static void fill(int folder, long files) {
  static const char data[4096];
  char name[64];
  for (long index = 0; index < files; index += 1) {
    snprintf(name, sizeof name, "file-%ld.%s", index, extensions[index % 8]);
    const int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0) fail(name);
    if (sized && ftruncate(file, index * 37 % 5000) != 0) fail(name);
    if (sized && index % 16 == 0 && pwrite(file, data, 100, 0) != 100) fail(name);
    close(file);
  }
}

static void fill_folders(int parent, long folders, long files) {
  char name[64];
  if (folders == 0) fill(parent, files);
  for (long index = 0; index < folders; index += 1) {
    snprintf(name, sizeof name, "folder-%ld", index);
    const int folder = enter(parent, name);
    fill(folder, files);
    close(folder);
  }
}

int main(int count, char **arguments) {
  if (count != 6 || (strcmp(arguments[1], "empty") != 0 && strcmp(arguments[1], "sized") != 0)) {
    fprintf(stderr, "usage: make-tree empty|sized ROOT GROUPS FOLDERS FILES\n");
    return 2;
  }
  sized = arguments[1][0] == 's';
  const long groups = atol(arguments[3]);
  const long folders = atol(arguments[4]);
  const long files = atol(arguments[5]);
  char name[64];
  const int root = enter(AT_FDCWD, arguments[2]);
  if (groups == 0) fill_folders(root, folders, files);
  for (long index = 0; index < groups; index += 1) {
    snprintf(name, sizeof name, "group-%ld", index);
    const int group = enter(root, name);
    fill_folders(group, folders, files);
    close(group);
  }
  return 0;
}
