// runner: what the files of lesson-runner share. One process a run: isolate.c puts it in namespaces of its own and
// reports how it ended; load.c loads a block and calls it. The report goes to descriptor 3, one `key value` a line.
#pragma once
#include <stddef.h>

enum { reportDescriptor = 3, orderDescriptor = 4, cannotLoad = 125, orderBytes = 1 << 16 };

struct limits {
  long cpuSeconds;
  long openFiles;
  long fileBytes;
};

// What is to be run, and what its process leaves for whoever reports. It stands in a memory file, because a block's
// process begins anew by exec: only then is its command line its own.
struct order {
  int areCountsKnown;
  long allocations;
  long bytes;
  int isCommand;
  int wordCount;
  char words[];  // each ends in NUL
};

struct work {
  struct limits limits;
  struct order *order;
};

// Loads the image that the order names and calls its entry; never returns.
_Noreturn void runImage(struct order *order);

// Runs the work in namespaces of its own, waits for it, ends what it left behind, and reports.
int runIsolated(const struct work *work);
