// load: a block's shared object is opened and called, in a process that has the Swift libraries already. stdout is
// line-buffered, so that a trap loses no line that was printed before it.
// Relies on: the executable exporting CProbe's symbols, so that the block and its libraries count with them.
#define _GNU_SOURCE
#include "runner.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "CProbe.h"

static struct order *shared;
static struct probe_counts before;
static pid_t owner;

static uint32_t turn;

// Before the libraries' own constructors, so that hardly a block is unknown. The environment says so, because nothing
// else has been read yet; the block does not see it.
static void trackFromTheStart(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  // getenv has not been set up yet either.
  for (char **at = environment; *at; at++) {
    if (strcmp(*at, trackVariable "=1") != 0) continue;
    for (char **next = at; *next; next++) *next = next[1];
    probe_track_from_here();
    return;
  }
}

__attribute__((section(".preinit_array"), used)) static void (*first)(int, char **, char **) = trackFromTheStart;

// - isRunning: nonzero when the block ended by exit(), in the middle of its own frames.
static void leave(int isRunning) {
  // A child that the block forked runs our exit handlers, too; and naming leaks allocates.
  if (getpid() != owner || shared->areCountsKnown) return;
  struct probe_counts now = probe_process_counts();
  shared->allocations = (long)(now.calls - before.calls);
  shared->bytes = (long)(now.bytes - before.bytes);
  shared->areCountsKnown = 1;
  if (shared->wantsLeaks) shared->leaks = probe_find_leaks(turn, isRunning, shared->leaked, leakLimit);
}

static void *image;
static void *exitCaller;

// An asynchronous main ends by a call of exit that the compiler wrote; the author's own stands in the middle of frames.
// One program never has both, as far as its text says (order->mayExit).
static int isInTheMiddle(void) {
  Dl_info caller, block;
  if (shared->mayExit || !exitCaller || !dladdr(exitCaller, &caller)) return 1;
  void *entry = dlsym(image, "lesson_main");
  return !entry || !dladdr(entry, &block) || caller.dli_fbase != block.dli_fbase;
}

static void leaveAtExit(void) { leave(isInTheMiddle()); }

// The C library's, which the block finds here first.
_Noreturn void exit(int status) {
  exitCaller = __builtin_return_address(0);
  void (*next)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");
  if (next) next(status);
  _Exit(status);
}

static void *openOrLeave(const char *path) {
  void *opened = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!opened) {
    fprintf(stderr, "runner: %s\n", dlerror());
    _Exit(cannotLoad);
  }
  return opened;
}

// A block links without the C library's static part, which is where these live. A block that registers an exit handler
// finds them here.
int atexit(void (*handler)(void)) {
  extern int __cxa_atexit(void (*)(void *), void *, void *);
  return __cxa_atexit((void (*)(void *))(void *)handler, NULL, NULL);
}

static char *next(char *word) { return word + strlen(word) + 1; }

_Noreturn void runImage(struct order *order) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  char *library = next(order->words);
  for (int i = 1; i < order->wordCount; i++, library = next(library)) openOrLeave(library);
  image = openOrLeave(order->words);
  int (*entry)(int, char **) = (int (*)(int, char **))dlsym(image, "lesson_main");
  if (!entry) {
    fprintf(stderr, "runner: %s has no lesson_main\n", order->words);
    _Exit(cannotLoad);
  }
  shared = order;
  owner = getpid();
  // An exit handler, because a block may end by exit(), and an asynchronous main always does.
  atexit(leaveAtExit);
  order->hasStarted = 1;
  char name[] = "block";
  char *arguments[] = {name, NULL};
  turn = probe_sequence();
  before = probe_process_counts();
  int status = entry(1, arguments);
  // What its frames held is over.
  if (order->wantsLeaks) leave(0);
  exit(status);
}
