// lesson-runner: runs one block, or one command of a transcript, and reports how it ended.
//
//   lesson-runner [--cpu S] [--files N] [--size BYTES] run IMAGE [LIBRARY…]
//   lesson-runner [--cpu S] [--files N] [--size BYTES] exec COMMAND [ARGUMENT…]
//
// It is started by the engine, with descriptor 3 open for the report; people use `lesson check`.
#include "runner.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static int usage(void) {
  fprintf(stderr, "usage: lesson-runner [--cpu S] [--files N] [--size BYTES] run|exec WORD…\n");
  return 2;
}

int main(int count, char **words) {
  struct work work = {0};
  int at = 1;
  while (at + 1 < count && strncmp(words[at], "--", 2) == 0) {
    long value = strtol(words[at + 1], NULL, 10);
    if (strcmp(words[at], "--cpu") == 0) {
      work.limits.cpuSeconds = value;
    } else if (strcmp(words[at], "--files") == 0) {
      work.limits.openFiles = value;
    } else if (strcmp(words[at], "--size") == 0) {
      work.limits.fileBytes = value;
    } else {
      return usage();
    }
    at += 2;
  }
  if (at + 1 >= count) return usage();
  work.isCommand = strcmp(words[at], "exec") == 0;
  if (!work.isCommand && strcmp(words[at], "run") != 0) return usage();
  work.words = words + at + 1;
  work.counts = mmap(NULL, sizeof *work.counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (work.counts == MAP_FAILED) return 1;
  return runIsolated(&work);
}
