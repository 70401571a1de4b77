// compare: two ways to a stack, on every one that allocates, of whatever program this library is preloaded into: our rules and
// glibc's backtrace(). At the end it writes to the file that COMPARE names how many were the same, how many of ours stopped
// earlier, and how many differed; and before it to COMPARE.stacks, for some, the context that the trace gave and theirs.
#define _GNU_SOURCE
#include "CProfile.h"
#include "Profile.h"
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

enum { depth = 64 };
static unsigned long same, shorter, different, frames;
static __thread int isBusy __attribute__((tls_model("initial-exec")));
static int isReady;
static struct profile_trace *trace;
static FILE *stacks;

// Every seventh, of one thread: between them the trace has to follow what the others have changed.
static void noteContext(struct profile_frame caller, void **theirs, int total) {
  enum { limit = 20000 };
  static int turn, noted;
  uint32_t context = profile_trace_stack(trace, caller);
  if (turn++ % 7 || noted++ >= limit) return;
  fprintf(stacks, "%u", context);
  for (int i = 0; i < total; i++) fprintf(stacks, " %lx", (unsigned long)theirs[i]);
  fprintf(stacks, "\n");
}

static void compare(struct profile_frame caller) {
  if (!isReady || isBusy) return;
  isBusy = 1;
  uintptr_t ours[depth];
  void *theirs[depth + 8];
  int count = profile_unwind(caller, ours, depth), total = backtrace(theirs, depth + 8), skipped = 0;
  while (skipped < total && (uintptr_t)theirs[skipped] != caller.address) skipped++;
  total -= skipped;
  if (total > depth) total = depth;
  int common = count < total ? count : total;
  __atomic_add_fetch(&frames, common, __ATOMIC_RELAXED);
  if (total == 0 || count > total || memcmp(ours, theirs + skipped, common * sizeof *ours)) {
    if (__atomic_add_fetch(&different, 1, __ATOMIC_RELAXED) == 1) {
      for (int i = 0; i < count || i < total; i++) {
        fprintf(stderr, "compare: %lx %p\n", i < count ? ours[i] : 0, i < total ? theirs[skipped + i] : NULL);
      }
    }
  } else {
    __atomic_add_fetch(count < total ? &shorter : &same, 1, __ATOMIC_RELAXED);
  }
  if (gettid() == getpid() && total < depth && count == total) noteContext(caller, theirs + skipped, total);
  isBusy = 0;
}

void *malloc(size_t bytes) {
  compare(PROFILE_CALLER());
  return __libc_malloc(bytes);
}

void *calloc(size_t items, size_t bytes) {
  compare(PROFILE_CALLER());
  return __libc_calloc(items, bytes);
}

void *realloc(void *old, size_t bytes) {
  compare(PROFILE_CALLER());
  return __libc_realloc(old, bytes);
}

__attribute__((constructor)) static void begin(void) {
  void *first[1];
  backtrace(first, 1);  // it loads libgcc, and allocates
  unsetenv("LD_PRELOAD");
  const char *path = getenv("COMPARE");
  char name[4096];
  snprintf(name, sizeof name, "%s.stacks", path);
  stacks = fopen(name, "w");
  trace = profile_reserve(sizeof *trace);
  struct profile_header *header = profile_create(path);
  if (!stacks || !trace || !header || !profile_begin_contexts()) abort();
  header->mean = 1;
  isReady = 1;
}

__attribute__((destructor)) static void end(void) {
  isReady = 0;
  const char *path = getenv("COMPARE");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fclose(stacks);
  fprintf(file, "same %lu\nshorter %lu\ndifferent %lu\nframes %lu\n", same, shorter, different, frames);
  fclose(file);
}
