// Profile: what the files of the preloaded library share. Private to CProfile.
// Invariant: memory that changes is either the profile's file, a thread's own words, or wiped in a forked child, which so
// finds itself not begun, without locks that others held, and begins a profile of its own when it allocates.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "CProfile.h"

// MARK: Memory.c

// Zeroed memory of our own that is never given back, and is zero again in a forked child. NULL when there is none.
void *profile_reserve(size_t bytes);
// For moments that are rare. The holder's thread must be busy; the file's lock is the innermost.
void profile_take(int *lock);
void profile_give(int *lock);

// MARK: File.c

// Makes the file PREFIX.PID, or PREFIX.PID.N when an earlier image of the process has left one; its header, or NULL.
struct profile_header *profile_create(const char *prefix);
// Room for a block of so many bytes, at most an extent, of kind 0 until it is published. NULL when there is none.
void *profile_append(uint32_t bytes);
void profile_publish(void *block, uint32_t kind);

// MARK: Unwind.c

// Above this no frame of the calling thread's stack can be; 0 for another stack than its own.
uintptr_t profile_stack_limit(uintptr_t stack);
// To the caller; 0 at the outermost frame and where its rule cannot be followed, else the kind of the rule. `baseSlot`
// becomes where the new base was loaded from, or NULL when it is the old one.
int profile_step(struct profile_frame *at, uintptr_t limit, const uintptr_t **baseSlot);

// MARK: Contexts.c

enum { contextLimit = 1 << 19 };

// Prepares the tree; 0 when it cannot.
int profile_begin_contexts(void);
// The context of a place that is reached from another one, made if it is new; 0 when there is no room.
uint32_t profile_child(uint32_t parent, uintptr_t address);
// After dlclose: where code has gone that contexts lie in, the same addresses are no longer the same places.
void profile_code_unloaded(void);
// Changes when that has happened.
uint32_t profile_code_generation(void);

// MARK: Trace.c

enum { traceLimit = 1024, freshLimit = 512 };

struct traced_frame {
  struct profile_frame at;
  const uintptr_t *baseSlot;  // where `at.base` was loaded from
  uint32_t context;
};

// The stack of a thread as it was last seen, outermost first. Zero is none.
struct profile_trace {
  uint32_t generation;
  int count;
  struct traced_frame frames[traceLimit];
  struct traced_frame fresh[freshLimit];  // innermost first, while they have no context
};

// The context of a stack; the root when there is no room.
uint32_t profile_trace_stack(struct profile_trace *trace, struct profile_frame from);

// MARK: Counts.c

// What belongs to one thread: its sums, kept for the next thread when it ends, and its trace.
struct profile_sums {
  struct profile_sums *next;
  struct profile_counts_block *blocks[contextLimit / profileCountsPerBlock];
  struct profile_trace trace;
};
struct profile_sums *profile_take_sums(void);
void profile_give_sums(struct profile_sums *sums);
// The counts of a context, or NULL when there is no memory. Only the thread that took the sums may write them.
struct profile_counts *profile_counts_of(struct profile_sums *sums, uint32_t context);

// MARK: Blocks.c

// What is known of a live block: its context in the upper 24 bits, its bytes below; 0 for none.
typedef uint64_t profile_mark;
static const uint64_t profileMarkBytes = (1ull << 40) - 1;
static inline profile_mark profile_make_mark(uint32_t context, size_t bytes) {
  return (uint64_t)context << 40 | (bytes < profileMarkBytes ? bytes : profileMarkBytes);
}

// Writes the mark of a block and returns the one that stood there, of a block whose end nobody saw. `hasRoom` becomes 0
// when there is no memory for it. `isExact`: every block is recorded, and marks by page need not be counted.
profile_mark profile_enter(void *block, profile_mark mark, int isExact, int *hasRoom);
// Takes the mark away.
profile_mark profile_leave(void *block, int isExact);
// False when the block certainly has no mark: the question that every free asks.
static inline int profile_may_know(const void *block, int isExact);

// The table: a leaf for each 64 MiB of addresses; a mark for each 16 bytes, because no two blocks begin closer.
enum { leafBits = 26, leafPages = 1 << (leafBits - 12), leafMarks = 1 << (leafBits - 4), leafCount = 1 << (47 - leafBits) };
struct profile_leaf {
  uint16_t marked[leafPages];  // how many blocks with a mark begin in each page; counted only when sampling
  profile_mark marks[leafMarks];
};
extern struct profile_leaf *profile_leaves[leafCount];

// Fetches the place of a block's mark while its stack is still being looked at.
static inline void profile_expect(const void *block) {
  uintptr_t address = (uintptr_t)block;
  const struct profile_leaf *leaf = __atomic_load_n(&profile_leaves[(address >> leafBits) % leafCount], __ATOMIC_RELAXED);
  if (leaf) __builtin_prefetch(&leaf->marks[(address >> 4) % leafMarks], 1);
}

static inline int profile_may_know(const void *block, int isExact) {
  uintptr_t address = (uintptr_t)block;
  const struct profile_leaf *leaf = __atomic_load_n(&profile_leaves[(address >> leafBits) % leafCount], __ATOMIC_ACQUIRE);
  if (!leaf) return 0;
  return isExact || __atomic_load_n(&leaf->marked[(address >> 12) % leafPages], __ATOMIC_RELAXED) != 0;
}
