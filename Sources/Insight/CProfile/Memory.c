// Memory: pages of our own, and a lock for rare moments.
// Source: madvise(2), MADV_WIPEONFORK.
#define _GNU_SOURCE
#include "Profile.h"
#include <sched.h>
#include <sys/mman.h>

void *profile_reserve(size_t bytes) {
  bytes = (bytes + 4095) & ~(size_t)4095;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  // Sparse: a huge page would make 2 MiB of one mark.
  madvise(memory, bytes, MADV_NOHUGEPAGE);
  if (madvise(memory, bytes, MADV_WIPEONFORK) == 0) return memory;
  munmap(memory, bytes);
  return NULL;
}

void profile_take(int *lock) {
  // Pairs with the store in `profile_give`: the holder sees all that earlier holders did.
  while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
}

void profile_give(int *lock) { __atomic_store_n(lock, 0, __ATOMIC_RELEASE); }
