// What hand-over between threads needs from the system beside CPlatform's lock: a wait on a word, thread slots, a clock.
// The short functions are inline, so that Swift compiles them into the caller. Every word is reached by raw pointer and
// stands in a block of its own: a Swift `&field` would be an access that overlaps another thread's.
#pragma once
#include <stdint.h>

// Sleeps while *word == seen, at most until `deadline` (nanoseconds of handover_now; UINT64_MAX: no end).
// May wake without a reason. Returns 0 when the deadline has passed.
int handover_wait(uint32_t *word, uint32_t seen, uint64_t deadline);
// Wakes at most `count` sleepers. The word may be gone already: then nobody sleeps on it.
void handover_wake(uint32_t *word, int count);

static inline uint32_t handover_load(uint32_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline void handover_store(uint32_t *word, uint32_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
static inline uint32_t handover_add(uint32_t *word, uint32_t value) {
  return __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST);
}
static inline void handover_fence(void) {
#if defined(__SANITIZE_THREAD__) || (defined(__has_feature) && __has_feature(thread_sanitizer))
  // ThreadSanitizer does not know fences; an operation on a word of its own orders as much.
  static uint32_t word;
  __atomic_fetch_add(&word, 1, __ATOMIC_SEQ_CST);
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}
static inline void handover_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// CLOCK_MONOTONIC in nanoseconds.
uint64_t handover_now(void);

// The next number of this thread's own generator (xorshift64*, seeded by the clock and the thread).
extern __thread __attribute__((tls_model("initial-exec"))) uint64_t handover_random_state;
uint64_t handover_random_seed(void);
static inline uint64_t handover_random(void) {
  uint64_t x = handover_random_state;
  if (x == 0) x = handover_random_seed();
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  handover_random_state = x;
  return x * 0x2545F4914F6CDD1Dull;
}

// The executor's worker that runs on this thread, or null.
extern __thread __attribute__((tls_model("initial-exec"))) void *handover_worker;
static inline void *handover_worker_get(void) { return handover_worker; }
static inline void handover_worker_set(void *worker) { handover_worker = worker; }

// Starts a detached thread. Returns 0, or the error's number.
int handover_start(void (*body)(void *), void *argument);

// A slot of a thread for a pool: valid while `owner` is the pool's id (ids are never used twice).
#define HANDOVER_SLOTS 64
struct handover_slot {
  uint64_t owner;
  void *magazine;
};
extern __thread __attribute__((tls_model("initial-exec"))) struct handover_slot handover_slots[HANDOVER_SLOTS];
static inline void *handover_slot_get(int32_t index, uint64_t owner) {
  struct handover_slot *slot = &handover_slots[index];
  return slot->owner == owner ? slot->magazine : 0;
}
// Also asks that `handover_thread_exit` is called for each slot in use when this thread ends.
void handover_slot_set(int32_t index, uint64_t owner, void *magazine);
// Called at a thread's end with each slot that it used. Set once, before the first slot.
void handover_set_exit(void (*body)(uint64_t owner, void *magazine));

// One processor-wide barrier on every thread of the process that runs now: the slow side of an asymmetric fence.
// Returns 0 when the system has none; then the fast side cannot be interrupted from outside.
int handover_barrier(void);

// Stops the compiler from moving accesses across it; the processor is asked by handover_barrier.
static inline void handover_compiler_barrier(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

// A thread's few idle objects of one pool. The owner takes and puts without an atomic exchange; somebody else may empty it
// by an asymmetric fence: the owner says `busy` and then looks at `request`, the other says `request`, runs
// handover_barrier on all processors, and then waits for `busy` to end. One of the two always sees the other.
#define HANDOVER_MAGAZINE 8
struct handover_magazine {
  uint32_t busy;
  uint32_t request;
  uint32_t count;
  uint32_t reserved;  // Only under the pool's lock: whether the bound counts it.
  void *cells[HANDOVER_MAGAZINE];
};

// Null when it is empty or asked for.
static inline void *handover_magazine_take(struct handover_magazine *magazine) {
  void *object = 0;
  __atomic_store_n(&magazine->busy, 1, __ATOMIC_RELAXED);
  // Forbids that the compiler looks at `request` first; the processor is kept from it by handover_barrier.
  handover_compiler_barrier();
  // Acquire pairs with the release in handover_magazine_resume: what was emptied is seen as empty.
  if (__atomic_load_n(&magazine->request, __ATOMIC_ACQUIRE) == 0 && magazine->count > 0)
    object = magazine->cells[--magazine->count];
  // Release pairs with the acquire in handover_magazine_stop: it finds the cells as they were left here.
  __atomic_store_n(&magazine->busy, 0, __ATOMIC_RELEASE);
  return object;
}

// 0 when it is full or asked for.
static inline int handover_magazine_put(struct handover_magazine *magazine, void *object) {
  int done = 0;
  __atomic_store_n(&magazine->busy, 1, __ATOMIC_RELAXED);
  handover_compiler_barrier();
  if (__atomic_load_n(&magazine->request, __ATOMIC_ACQUIRE) == 0 && magazine->count < HANDOVER_MAGAZINE) {
    magazine->cells[magazine->count++] = object;
    done = 1;
  }
  __atomic_store_n(&magazine->busy, 0, __ATOMIC_RELEASE);
  return done;
}

// For one who holds the pool's lock, when the owner is the caller or keeps off: whether it is asked for does not matter.
static inline void *handover_magazine_pop(struct handover_magazine *magazine) {
  return magazine->count > 0 ? magazine->cells[--magazine->count] : 0;
}

// Asks the owner to keep off.
static inline void handover_magazine_request(struct handover_magazine *magazine) {
  __atomic_store_n(&magazine->request, 1, __ATOMIC_SEQ_CST);
}
// After handover_barrier: waits until the owner keeps off; the cells are the caller's then.
void handover_magazine_stop(struct handover_magazine *magazine);
static inline void handover_magazine_resume(struct handover_magazine *magazine) {
  __atomic_store_n(&magazine->request, 0, __ATOMIC_RELEASE);
}
static inline int handover_magazine_is_requested(struct handover_magazine *magazine) {
  return __atomic_load_n(&magazine->request, __ATOMIC_RELAXED) != 0;
}
