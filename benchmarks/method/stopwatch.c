// What a command takes: stopwatch COMMAND [ARGUMENT ...]
//
// Prints on standard error, after all else: nanoseconds of wall, microseconds on all processors, KiB of memory at its
// peak (of the largest of its processes), and the exit status.
//
// It is small, so that starting the command costs the same however large the process is that asks. What the command
// prints goes where our own output goes.
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t microseconds(struct timeval time) { return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_usec; }

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: stopwatch COMMAND [ARGUMENT ...]\n");
    return 2;
  }
  const uint64_t begin = now();
  pid_t child;
  const int problem = posix_spawnp(&child, arguments[1], NULL, NULL, arguments + 1, environ);
  if (problem != 0) {
    fprintf(stderr, "stopwatch: %s: %s\n", arguments[1], strerror(problem));
    return 2;
  }
  int status;
  struct rusage used;
  while (wait4(child, &status, 0, &used) < 0)
    if (errno != EINTR) return 2;
  const uint64_t end = now();
  fprintf(stderr, "\n%llu %llu %ld %d\n", (unsigned long long)(end - begin),
          (unsigned long long)(microseconds(used.ru_utime) + microseconds(used.ru_stime)), used.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 0;
}
