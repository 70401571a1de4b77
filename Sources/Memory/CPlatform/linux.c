// linux: the platform as a Linux process sees it. mmap for address space, madvise to give memory back, mremap to move
// it, a futex under the lock.
// Invariant: nothing here allocates, and errno is as before, except where it is said.
#define _GNU_SOURCE
#include "CPlatform.h"
#include <errno.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

void platform_lock_slow(uint32_t *lock) {
  for (int turn = 0; turn < 64; turn++) {
    uint32_t expected = 0;
    if (__atomic_load_n(lock, __ATOMIC_RELAXED) == 0 &&
        __atomic_compare_exchange_n(lock, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
      return;
    }
    __builtin_ia32_pause();
  }
  int saved = errno;
  while (__atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE) != 0) syscall(SYS_futex, lock, FUTEX_WAIT_PRIVATE, 2, 0, 0, 0);
  errno = saved;
}

void platform_wake(uint32_t *lock) {
  int saved = errno;
  syscall(SYS_futex, lock, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
  errno = saved;
}

uintptr_t platform_reserve(size_t bytes, size_t alignment) {
  int saved = errno;
  size_t whole = bytes + alignment;
  char *start = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  errno = saved;
  if (start == MAP_FAILED) return 0;
  // What stands before and after the aligned part goes back, so that the part can be given back by its own bounds.
  uintptr_t aligned = ((uintptr_t)start + alignment - 1) & ~(uintptr_t)(alignment - 1);
  uintptr_t before = aligned - (uintptr_t)start;
  if (before) munmap(start, before);
  if (alignment > before) munmap((void *)(aligned + bytes), alignment - before);
  return aligned;
}

void platform_unreserve(uintptr_t start, size_t bytes) {
  int saved = errno;
  munmap((void *)start, bytes);
  errno = saved;
}

// The pages are there already; the system backs them when they are touched.
int platform_commit(uintptr_t start, size_t bytes) {
  (void)start, (void)bytes;
  return 1;
}

int platform_release(uintptr_t start, size_t bytes) {
  int saved = errno;
  int isReleased = madvise((void *)start, bytes, MADV_DONTNEED) == 0;
  errno = saved;
  return isReleased;
}

int platform_move(uintptr_t from, uintptr_t to, size_t bytes) {
  int saved = errno;
  if (mremap((void *)from, bytes, bytes, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)to) == MAP_FAILED) {
    errno = saved;
    return 0;
  }
  // Where they were there is a hole now, into which a stranger's mapping could fall.
  void *hole = mmap((void *)from, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  if (hole == MAP_FAILED) platform_die("the system took pages of the heap at", from);
  errno = saved;
  return 1;
}

uint32_t platform_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return (uint32_t)((uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
}

void platform_out_of_memory(void) { errno = ENOMEM; }
void platform_invalid_argument(void) { errno = EINVAL; }
int platform_errno(void) { return errno; }
void platform_set_errno(int error) { errno = error; }
int platform_error_invalid(void) { return EINVAL; }
int platform_error_memory(void) { return ENOMEM; }

__attribute__((weak)) void platform_cache_began(struct platform_cache *cache) { (void)cache; }
__attribute__((weak)) int platform_wants_account(void) { return 0; }
__attribute__((weak)) int platform_wants_events(void) { return 0; }
__attribute__((weak)) void platform_event(uint32_t event, uint32_t sizeClass, uint64_t count, uint32_t page) {
  (void)event, (void)sizeClass, (void)count, (void)page;
}

_Noreturn void platform_die(const char *what, uintptr_t address) {
  char line[160];
  size_t count = 0;
  for (const char *at = "allocator: "; *at; at++) line[count++] = *at;
  for (; *what && count < 120; what++) line[count++] = *what;
  line[count++] = ' ';
  line[count++] = '0';
  line[count++] = 'x';
  int shift = 60;
  while (shift > 0 && !(address >> shift)) shift -= 4;
  for (; shift >= 0; shift -= 4) line[count++] = "0123456789abcdef"[address >> shift & 15];
  line[count++] = '\n';
  if (write(STDERR_FILENO, line, count) < 0) abort();
  abort();
}
