// CProbe: the malloc family, interposed by being linked into an executable, and what it counted. Counting costs two
// additions to thread-local words and nothing else; every request goes on to glibc's own malloc.
// Relies on: glibc, which exports its allocator a second time as __libc_malloc and so on. An executable that loads
// further copies of this code (a block's modules) must export its symbols, so that there is one set of counters.
#pragma once
#include <stdint.h>
#include "TraceFile.h"

#if !defined(__linux__) || !defined(__x86_64__) || !defined(__GLIBC__)
#error "the probe looks into glibc's malloc: it needs Linux on x86-64 with glibc"
#endif

/// What malloc and its kin were asked for.
struct probe_counts {
  /// Calls that returned new memory: malloc, calloc, aligned_alloc and kin, and realloc of NULL or to another place.
  uint64_t calls;
  /// The bytes asked for, not the bytes that a size class rounds them up to.
  uint64_t bytes;
  /// Blocks given back.
  uint64_t frees;
  /// References to Swift objects that were taken and given back; counted only where the leak probe stands in front.
  uint64_t retains, releases;
};

/// Nonzero when this process's malloc is the counting one.
int probe_is_active(void);

/// The counts of the calling thread since it began.
struct probe_counts probe_thread_counts(void);

/// The counts of all threads, those that have ended included.
struct probe_counts probe_process_counts(void);

/// Gives free pages back to the system, where whole pages are free.
void probe_trim_heap(void);

/// How the process stands.
struct probe_numbers {
  struct probe_counts counts;
  /// Of glibc's heap: what it has of the kernel, what of it is in blocks, what is free; and what the blocks have that are mappings
  /// of their own, which is in the first two.
  uint64_t reservedBytes, usedBytes, freeBytes, mappedBytes;
  /// Nonzero when live blocks are kept; then their number and bytes as asked for.
  uint64_t isTracking, liveBlocks, liveBytes;
  /// Nonzero when tasks are told among them; then how many are in which state.
  uint64_t knowsTasks, runningTasks, readyTasks, suspendedTasks, cancelledTasks;
};

/// Measures. Where blocks are tracked, other threads stand still for O(live blocks).
void probe_measure(struct probe_numbers *numbers);

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

// MARK: Owners

/// A block that an owner made and that is alive. Addresses are complements, so that the list itself refers to nothing.
struct probe_owned_block {
  uint64_t hiddenAddress;
  /// The metadata of a Swift object's class; 0 for what is none.
  uint64_t type;
  uint64_t bytes;
  /// One that is lost, too, and refers to it: its place in the list plus one; 0 for none.
  uint32_t holder;
  /// A task's state by the runtime's own word; 0x2000 when it has ended.
  uint32_t status;
  /// A task's flags by the runtime's own word; bits 8 to 15 are its priority.
  uint32_t flags;
  /// See enum probe_block_kind.
  uint8_t kind;
  uint8_t isReached;
};

enum probe_block_kind {
  probeBlockPlain,
  probeBlockSideTable,
  probeBlockTask,
  probeBlockSlab,
  probeBlockJob,
  probeBlockObject,
  probeBlockContext,
  probeBlockBox,
  probeBlockError,
};

/// Begins to keep every live block, as `probe_track_from_here` does, and for each the owner of the task that made it. A task
/// is its maker's, however it was made; what no task makes is owner 0's. Nonzero when it can.
int probe_own_from_here(void);

/// A number that no owner has, with counts of 0. At most 4096 owners count at a time.
uint32_t probe_new_owner(void);

/// Whose the calling task's allocations are from here on. Returns whose they were, or UINT32_MAX when there is no task that
/// can be known.
uint32_t probe_set_owner(uint32_t owner);

/// The owner of what is allocated here.
uint32_t probe_owner_here(void);

/// What the owner's tasks have asked for. Frees are not counted.
struct probe_counts probe_owner_counts(uint32_t owner);

/// Looks at the heap while other threads stand still, and lists the owner's blocks. The calling thread's frames are alive.
/// O(live blocks × log of them + words of all roots and blocks).
///
/// - Returns: how many there are, of which the first `capacity` are listed; -1 when it cannot be known.
long probe_owned_blocks(uint32_t owner, struct probe_owned_block *blocks, long capacity);

/// Overwrites the stack below, so that frames that come to lie there keep nothing of those that have returned.
void probe_wipe_stack(void);

/// Answers the questions of other processes, each on a thread of its own that runs no other code, until the process ends.
///
/// - path: A file to be made, at which they ask; its folder should be the user's alone.
/// - answering: Is called with the question's number and the question; the answer is given when it returns.
/// - Returns: nonzero when it answers.
int probe_answer(const char *path, void (*answering)(uint32_t number, uint32_t question));

/// Asks the process that answers at `path`.
///
/// - Returns: the number of the answer, at least that of the question; 0 when none came in time.
uint32_t probe_ask(const char *path, uint32_t question, uint32_t milliseconds);

/// What the leak probe's library is asked for: a moment; only which blocks are alive and where they were made; or the process's
/// numbers, a struct probe_numbers as it stands in memory.
enum probe_question {
  probeAsksForMoment = 1,
  probeAsksForBlocks = 2,
  probeAsksForNumbers = 3,
  // An event trace begins, in the answer's file, and ends.
  probeAsksForTrace = 4,
  probeAsksForTraceEnd = 5,
};

/// Events of the program's own, for a trace that is being written; see TraceLog.
void probe_span_begin(const char *name, uint32_t length);
void probe_span_end(void);
void probe_trace_count(const char *name, uint32_t length, int64_t value);
void probe_trace_mark(const char *name, uint32_t length);

/// The first byte of a stack that may be used, and the first one above it.
struct probe_stack {
  uint64_t low;
  uint64_t high;
};

/// The calling thread's stack; the main thread's up to the limit that it may grow to. It may allocate.
struct probe_stack probe_thread_stack(void);
