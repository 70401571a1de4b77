// CProbe: the malloc family, interposed by being linked into an executable, and what it counted. Counting costs two
// additions to thread-local words and nothing else; every request goes on to glibc's own malloc.
// Relies on: glibc, which exports its allocator a second time as __libc_malloc and so on. An executable that loads
// further copies of this code (a block's modules) must export its symbols, so that there is one set of counters.
#pragma once
#include <stdint.h>

/// What malloc and its kin were asked for.
struct probe_counts {
  /// Calls that returned new memory: malloc, calloc, aligned_alloc and kin, and realloc of NULL or to another place.
  uint64_t calls;
  /// The bytes asked for, not the bytes that a size class rounds them up to.
  uint64_t bytes;
  /// Blocks given back.
  uint64_t frees;
};

/// Nonzero when this process's malloc is the counting one.
int probe_is_active(void);

/// The counts of the calling thread since it began.
struct probe_counts probe_thread_counts(void);

/// The counts of all threads, those that have ended included.
struct probe_counts probe_process_counts(void);

/// The first byte of a stack that may be used, and the first one above it.
struct probe_stack {
  uint64_t low;
  uint64_t high;
};

/// The calling thread's stack; the main thread's up to the limit that it may grow to. It may allocate.
struct probe_stack probe_thread_stack(void);
