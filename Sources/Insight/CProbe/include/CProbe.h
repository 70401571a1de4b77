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

/// A block that nothing reaches any more.
struct probe_leak {
  /// As asked for.
  uint64_t bytes;
  /// Its turn among the allocations since the moment that was asked about, from 1.
  uint32_t turn;
  /// The type of a Swift object, or what else it is: `closure context`, `task`, `24 bytes`.
  char name[96];
  /// The name of a block that refers to it and is itself leaked; empty when there is none.
  char holder[96];
};

/// Begins to keep every live block of the heap, some 20 ns for each that is made and given back (decision 0012). Call it before there are many and while
/// the process has one thread. Nonzero when it can.
int probe_track_from_here(void);

/// How many allocations there were since tracking began: a moment to ask about.
uint32_t probe_sequence(void);

/// Finds what was allocated after `since` and is reached from nowhere, and ends the tracking. It stops other threads for
/// as long as it marks: O(live blocks × log of them + words of all roots and blocks).
///
/// - isRunning: nonzero to take the calling thread's stack and task for alive; zero when the program has ended.
/// - Returns: how many there are, of which the first `capacity` are described; -1 when it cannot be known.
long probe_find_leaks(uint32_t since, int isRunning, struct probe_leak *leaks, int capacity);

/// The first byte of a stack that may be used, and the first one above it.
struct probe_stack {
  uint64_t low;
  uint64_t high;
};

/// The calling thread's stack; the main thread's up to the limit that it may grow to. It may allocate.
struct probe_stack probe_thread_stack(void);
