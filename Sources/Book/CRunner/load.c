// load: a block's shared object is opened and called, in a process that has the Swift libraries already. stdout is
// line-buffered, so that a trap loses no line that was printed before it.
// Relies on: the executable exporting CProbe's symbols, so that the block and its libraries count with them.
#include "runner.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include "CProbe.h"

static struct counts *shared;
static struct probe_counts before;

static void leaveCounts(void) {
  struct probe_counts now = probe_process_counts();
  shared->allocations = (long)(now.calls - before.calls);
  shared->bytes = (long)(now.bytes - before.bytes);
  shared->areKnown = 1;
}

static void *openOrLeave(const char *path) {
  void *image = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!image) {
    fprintf(stderr, "runner: %s\n", dlerror());
    _Exit(cannotLoad);
  }
  return image;
}

_Noreturn void runImage(const struct work *work) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  for (char **library = work->words + 1; *library; library++) openOrLeave(*library);
  void *image = openOrLeave(work->words[0]);
  int (*entry)(int, char **) = (int (*)(int, char **))dlsym(image, "lesson_main");
  if (!entry) {
    fprintf(stderr, "runner: %s has no lesson_main\n", work->words[0]);
    _Exit(cannotLoad);
  }
  shared = work->counts;
  // An exit handler, because a block may end by exit(), and an asynchronous main always does.
  atexit(leaveCounts);
  char name[] = "block";
  char *arguments[] = {name, NULL};
  before = probe_process_counts();
  exit(entry(1, arguments));
}
