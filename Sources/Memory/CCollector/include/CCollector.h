// CCollector: what a marker and its mutators share word by word, and clocks. Swift has no spelling for a prefetch, and none
// for an atomic access to memory that it did not declare as atomic.
// Relies on: clang's atomics, which ThreadSanitizer understands; CCollector.c for the clocks.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define COLLECTOR_INLINE static inline __attribute__((always_inline))

/// Brings the line at this address nearer, for reading. Never faults.
COLLECTOR_INLINE void collector_prefetch(const void *address) { __builtin_prefetch(address, 0, 3); }

/// What a reference takes in an object. Eight bytes are a variant for one benchmark: what do references of four gain?
#ifdef COLLECTOR_WIDE_REFERENCES
typedef uint64_t collector_slot;
#else
typedef uint32_t collector_slot;
#endif

/// Objects on their way into the cache while a marker scans another. None is a variant for a benchmark, too.
#ifdef COLLECTOR_WITHOUT_PREFETCH
enum { COLLECTOR_PREFETCHED = 1 };
#else
enum { COLLECTOR_PREFETCHED = 8 };
#endif

/// A reference slot, as the marker reads it: whatever was written before the reference was stored is visible.
COLLECTOR_INLINE collector_slot collector_load(const collector_slot *slot) { return __atomic_load_n(slot, __ATOMIC_ACQUIRE); }
/// A reference slot, as the mutator writes it: the object's header and slots first.
COLLECTOR_INLINE void collector_store(collector_slot *slot, collector_slot value) {
  __atomic_store_n(slot, value, __ATOMIC_RELEASE);
}

/// A word that says where a collection is: mutators look at it, and it changes while they are stopped.
COLLECTOR_INLINE uint32_t collector_phase(const uint32_t *phase) { return __atomic_load_n(phase, __ATOMIC_RELAXED); }
COLLECTOR_INLINE void collector_set_phase(uint32_t *phase, uint32_t value) { __atomic_store_n(phase, value, __ATOMIC_RELAXED); }

/// A bitmap's word that one thread writes and others read.
COLLECTOR_INLINE uint64_t collector_bits(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_RELAXED); }
COLLECTOR_INLINE void collector_set_bits(uint64_t *word, uint64_t bits) { __atomic_store_n(word, bits, __ATOMIC_RELAXED); }
/// Sets bits that other threads set as well. Returns what was there before.
COLLECTOR_INLINE uint64_t collector_claim_bits(uint64_t *word, uint64_t bits) {
  return __atomic_fetch_or(word, bits, __ATOMIC_RELAXED);
}

/// Counters that several threads add to.
COLLECTOR_INLINE int64_t collector_add(int64_t *counter, int64_t more) {
  return __atomic_fetch_add(counter, more, __ATOMIC_RELAXED);
}
COLLECTOR_INLINE int64_t collector_count(const int64_t *counter) { return __atomic_load_n(counter, __ATOMIC_RELAXED); }

/// Nanoseconds since some moment; 0 where there is no clock.
uint64_t collector_now(void);
/// Nanoseconds of processor time that this thread has used: a pause as work, without the time that others were given.
uint64_t collector_thread_time(void);
/// Lets another thread run: two markers may have one processor between them.
void collector_yield(void);
/// A name for this thread, by which another can ask for its processor time while it lives.
uintptr_t collector_thread(void);
/// Nanoseconds of processor time that a living thread has used; 0 where that is not known.
uint64_t collector_time_of(uintptr_t thread);
