// runner: what the files of lesson-runner share. One process a run: isolate.c gives it namespaces of its own,
// supervise.c starts it, waits for it and reports how it ended; load.c loads a block and calls it. The report goes to
// descriptor 3, one `key value` a line.
#pragma once
#include <stddef.h>
#include "CProbe.h"

enum { reportDescriptor = 3, orderDescriptor = 4, cannotLoad = 125, orderBytes = 1 << 16, leakLimit = 32, notCounted = -2 };

// Set for a block's process that is to be asked what it leaves behind.
#define trackVariable "LESSON_TRACKS"

struct limits {
  long cpuSeconds;
  long openFiles;
  long fileBytes;
};

// What is to be run, and what its process leaves for whoever reports. It stands in a memory file, because a block's
// process begins anew by exec: only then is its command line its own.
struct order {
  int hasStarted;  // the block was entered, or the command's exec did not return
  int areCountsKnown;
  long allocations;
  long bytes;
  int wantsLeaks;  // asked for before the run
  int mayExit;     // the program's text may call exit()
  long leaks;      // notCounted until it is known, -1 when it cannot be
  struct probe_leak leaked[leakLimit];
  int isCommand;
  int wordCount;
  char words[];  // each ends in NUL
};

struct work {
  struct limits limits;
  int keepsNetwork;      // the network is lifted for this run
  int wantsLeaks;        // count what the run leaves behind that nothing reaches
  int mayExit;           // the program's text may call exit(), so that an exit is in the middle of its frames
  int withoutNamespaces; // as where the kernel refuses them, so that this can be tested where it does not
  struct order *order;
};

// Loads the image that the order names and calls its entry; never returns.
_Noreturn void runImage(struct order *order);

void report(const char *key, const char *value);
void reportNumber(const char *key, long value);

// Enters the namespaces that the kernel grants, before the fork that makes process 1, and reports which they are.
// Returns 1 when a PID namespace was had.
int enterNamespaces(const struct work *work);

// Gives the PID namespace its own /proc, so that /proc/PID means what getpid() says. Called by its process 1. Returns 0
// when it has a mount namespace of its own.
int mountOwnProc(void);

// Covers the folders that runs share, for an image's run in a mount namespace of its own. Returns 0, or -1 when other
// runs' files can be seen.
int hideNeighbors(const struct order *order);

// Sets what the kernel itself enforces on the calling process and all that it starts.
void enterLimits(const struct limits *limits);

// Runs the work in namespaces of its own, waits for it, ends what it left behind, and reports. Returns the exit status.
int runSupervised(const struct work *work);
