// CPlatform: what the allocator wants of the system: pages, a lock, a clock, and words that several threads read. All of it
// that differs between a native process and wasm stands behind these names.
// Relies on: clang's atomics; linux.c for what is not inline.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A window on a magazine (an array of addresses): the next free slot, the first one, and the end of the last. All three
/// are equal when it is closed. And a second magazine, with bit 0 set when it is full.
struct platform_bin {
  uintptr_t top;
  uintptr_t low;
  uintptr_t high;
  uintptr_t spare;
};

enum { platform_class_slots = 80, platform_bin_count = 2 * platform_class_slots };

/// One thread's blocks. All zero bytes are a cache that nobody has used yet.
struct platform_cache {
  /// By class: blocks of this thread's spans; from `platform_class_slots` on those of others, on their way home.
  struct platform_bin bins[platform_bin_count];
  /// 0 until its first slow path, 1 then, 2 when its thread is about to end and keeps nothing any more.
  uint32_t life;
  /// The thread's number, shifted by eight.
  uint32_t tag;
  struct platform_cache *next;
  struct platform_cache *previous;
  /// Where the windows are kept while they have to look closed to the fast paths; 0 when they need not.
  struct platform_bin *observed;
  /// What happened, while it is observed.
  uint64_t *counts;
  /// Fills the place of the last bin.
  uint64_t unused[3];
};

/// A cache of a heap that keeps blocks without pointers apart. malloc, which is not told what a block is for, has none of it.
struct platform_typed_cache {
  struct platform_cache cache;
  /// As the bins in front of them, for blocks without pointers.
  struct platform_bin plain[platform_bin_count];
  /// The block that tiny values are cut from, and how many of its bytes are gone; 0 for none.
  uintptr_t tiny;
  uintptr_t tinyUsed;
};

/// How far the bins of blocks without pointers, and so their classes, are behind the others.
enum { platform_plain_classes = sizeof(struct platform_cache) / sizeof(struct platform_bin) };
_Static_assert(sizeof(struct platform_cache) % sizeof(struct platform_bin) == 0, "a bin's place is its class");
_Static_assert(platform_plain_classes + platform_class_slots <= 256, "a class is one byte");

void platform_lock_slow(uint32_t *lock);
void platform_wake(uint32_t *lock);

/// Takes a lock: 0 free, 1 taken, 2 taken with others waiting. Source: Drepper, Futexes Are Tricky (2011), mutex 2.
static inline __attribute__((always_inline)) void platform_lock(uint32_t *lock) {
#if !defined(__wasm__)
  uint32_t expected = 0;
  if (!__atomic_compare_exchange_n(lock, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) platform_lock_slow(lock);
#else
  (void)lock;
#endif
}

static inline __attribute__((always_inline)) void platform_unlock(uint32_t *lock) {
#if !defined(__wasm__)
  if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2) platform_wake(lock);
#else
  (void)lock;
#endif
}

static inline __attribute__((always_inline)) uint32_t platform_load(const uint32_t *word) {
  return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}

static inline __attribute__((always_inline)) void platform_store(uint32_t *word, uint32_t value) {
  __atomic_store_n(word, value, __ATOMIC_RELEASE);
}

/// The class of a page, read without a lock: it is a hint until the block that is asked about keeps its span alive.
static inline __attribute__((always_inline)) uintptr_t platform_load_class(uintptr_t address) {
#if __has_feature(thread_sanitizer)
  return __atomic_load_n((const uint16_t *)address, __ATOMIC_RELAXED);
#else
  // As a relaxed load, which clang widens in an instruction of its own.
  return *(const volatile uint16_t *)address;
#endif
}

static inline __attribute__((always_inline)) void platform_store_class(uintptr_t address, uint16_t value) {
  __atomic_store_n((uint16_t *)address, value, __ATOMIC_RELAXED);
}

/// Which bytes of a block of tiny values are taken, a bit for each: read, set, and taken away. The last gives what is left.
static inline __attribute__((always_inline)) uint16_t platform_load_marks(uintptr_t address) {
  return __atomic_load_n((const uint16_t *)address, __ATOMIC_ACQUIRE);
}

static inline __attribute__((always_inline)) void platform_store_marks(uintptr_t address, uint16_t marks) {
  __atomic_store_n((uint16_t *)address, marks, __ATOMIC_RELEASE);
}

static inline __attribute__((always_inline)) uint16_t platform_clear_marks(uintptr_t address, uint16_t marks) {
  return __atomic_and_fetch((uint16_t *)address, (uint16_t)~marks, __ATOMIC_ACQ_REL);
}

/// Address space of `bytes`, whole pages, at a multiple of `alignment`, readable and zero, not yet backed by memory. 0 when
/// the system refuses.
uintptr_t platform_reserve(size_t bytes, size_t alignment);
/// Gives address space back. `start` and `bytes` are those of a reservation.
void platform_unreserve(uintptr_t start, size_t bytes);
/// Makes reserved pages usable. 1, or 0 when the system refuses.
int platform_commit(uintptr_t start, size_t bytes);
/// Gives the memory of pages back; they read as zero afterwards. 0 when nothing was given back.
int platform_release(uintptr_t start, size_t bytes);
/// Moves pages without copying. 1, or 0 when it cannot and nothing was changed.
int platform_move(uintptr_t from, uintptr_t to, size_t bytes);
/// Milliseconds, coarse; always 0 where pages never go back.
uint32_t platform_clock(void);
/// Sets errno to ENOMEM.
void platform_out_of_memory(void);
/// Sets errno to EINVAL.
void platform_invalid_argument(void);
int platform_errno(void);
void platform_set_errno(int error);
/// The numbers of EINVAL and ENOMEM.
int platform_error_invalid(void);
int platform_error_memory(void);
/// Told of each cache's first slow path. Weak: malloc has one of its own, elsewhere nobody wants to know.
void platform_cache_began(struct platform_cache *cache);
/// Whether a heap that starts by itself is observed. Weak, as above.
int platform_wants_account(void);
/// Whether a heap that starts by itself tells its events, and where they are told; what they mean is the heap's own. Weak, as
/// above. It is called while locks of the heap are held, and must not call the heap.
int platform_wants_events(void);
void platform_event(uint32_t event, uint32_t sizeClass, uint64_t count, uint32_t page);
/// Writes `allocator: WHAT 0xADDRESS` to standard error and ends the process.
_Noreturn void platform_die(const char *what, uintptr_t address);
