// Stacks: where allocations come from, each different stack kept once. Looking up takes no lock; a new one does.
// Invariant: a stack is published after it was written, and never changes.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "CProfile.h"
#include "../HeapGraph.h"
#include <errno.h>
#include <sched.h>
#include <string.h>

enum { depth = 32, limit = 1 << 18 };

struct stack {
  uint32_t count;
  uint32_t next;  // with the same hash
  uint64_t objects, bytes;  // allocated there
  uintptr_t addresses[depth];
};

static struct stack *stacks;
static uint32_t *buckets;
static uint32_t count = 1;
static int lock;
// Unwinding must not be asked where its own allocations come from.
static __thread int isUnwinding __attribute__((tls_model("initial-exec")));

int probe_prepare_stacks(void) {
  stacks = probe_reserve(limit * sizeof *stacks);
  buckets = probe_reserve(limit * sizeof *buckets);
  return stacks && buckets;
}

static uint32_t find(uint32_t from, const uintptr_t *addresses, uint32_t length) {
  for (uint32_t at = from; at; at = stacks[at].next) {
    if (stacks[at].count == length && memcmp(stacks[at].addresses, addresses, length * sizeof *addresses) == 0) return at;
  }
  return 0;
}

static uint32_t add(uint32_t *bucket, const uintptr_t *addresses, uint32_t length) {
  while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
  uint32_t at = find(*bucket, addresses, length);
  if (!at && count < limit) {
    at = count;
    stacks[at].count = length;
    stacks[at].next = *bucket;
    memcpy(stacks[at].addresses, addresses, length * sizeof *addresses);
    // Pairs with the load in probe_intern_stack: who finds it sees its addresses.
    __atomic_store_n(bucket, at, __ATOMIC_RELEASE);
    __atomic_store_n(&count, at + 1, __ATOMIC_RELEASE);
  }
  __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
  return at;
}

// The frame that called the function whose frame pointer is given.
static struct profile_frame callerOf(const void *frame) {
  const uintptr_t *words = frame;
  return (struct profile_frame){.address = words[1], .base = words[0], .stack = (uintptr_t)(words + 2)};
}

uint32_t probe_intern_stack(const void *frame) {
  if (isUnwinding || !stacks) return 0;
  isUnwinding = 1;
  int saved = errno;
  uintptr_t addresses[depth];
  uint32_t length = (uint32_t)profile_unwind(callerOf(frame), addresses, depth);
  uint64_t hash = 1469598103934665603ull;
  for (uint32_t i = 0; i < length; i++) {
    hash = (hash ^ addresses[i]) * 0x9E3779B97F4A7C15ull;
    hash ^= hash >> 29;
  }
  uint32_t *bucket = &buckets[hash % limit];
  uint32_t at = find(__atomic_load_n(bucket, __ATOMIC_ACQUIRE), addresses, length);
  if (!at) at = add(bucket, addresses, length);
  errno = saved;
  isUnwinding = 0;
  return at;
}

uint32_t probe_count_at_stack(const void *frame, size_t bytes) {
  uint32_t stack = probe_intern_stack(frame);
  if (!stack) return 0;
  __atomic_fetch_add(&stacks[stack].objects, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&stacks[stack].bytes, bytes, __ATOMIC_RELAXED);
  return stack;
}

void probe_stack_counts(uint32_t stack, uint64_t *objects, uint64_t *bytes) {
  *objects = __atomic_load_n(&stacks[stack].objects, __ATOMIC_RELAXED);
  *bytes = __atomic_load_n(&stacks[stack].bytes, __ATOMIC_RELAXED);
}

uint32_t probe_stack_count(void) { return __atomic_load_n(&count, __ATOMIC_ACQUIRE); }

int probe_stack_addresses(uint32_t stack, const uintptr_t **addresses) {
  *addresses = stacks[stack].addresses;
  return (int)stacks[stack].count;
}
