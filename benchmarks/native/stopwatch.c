// How long a command takes: stopwatch COMMAND [ARGUMENT ...]   prints on standard error, after all else: ns status
//
// It is small, so that starting the command costs the same however large the process is that asks. What the command
// prints goes where our own output goes.
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

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
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return 2;
  const uint64_t end = now();
  fprintf(stderr, "\n%llu %d\n", (unsigned long long)(end - begin), WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 0;
}
