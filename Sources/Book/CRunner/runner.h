// runner: what the files of lesson-runner share. One process a run: isolate.c puts it in namespaces of its own and
// reports how it ended; load.c loads a block and calls it. The report goes to descriptor 3, one `key value` a line.
#pragma once
#include <stddef.h>

enum { reportDescriptor = 3, cannotLoad = 125 };

struct limits {
  long cpuSeconds;
  long openFiles;
  long fileBytes;
};

// Counts that the block's process leaves for whoever reports: memory shared across fork.
struct counts {
  int areKnown;
  long allocations;
  long bytes;
};

struct work {
  char **words;           // run: IMAGE LIBRARY…; exec: COMMAND ARGUMENT…
  int isCommand;
  struct limits limits;
  struct counts *counts;
};

// Loads the image and calls its entry; never returns.
_Noreturn void runImage(const struct work *work);

// Runs the work in namespaces of its own, waits for it, ends what it left behind, and reports.
int runIsolated(const struct work *work);
