// guard: malloc's family over the guarded heap. Each call hands on the address that it returns to, which a message names by
// function and offset, or by file and offset for addr2line.
// Invariant: no block is ever resized in place, so that an old address is a freed block's. Nothing here allocates.
#define _GNU_SOURCE
#include "CGuard.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

unsigned char guard_state_bytes[64] __attribute__((visibility("hidden"), aligned(64)));

uintptr_t guard_swift_allocate(uintptr_t bytes, uintptr_t alignment, int isCleared, uintptr_t place);
void guard_swift_free(uintptr_t block, uintptr_t place);
uintptr_t guard_swift_size(uintptr_t block, uintptr_t place);
void guard_swift_inspect(void);
void guard_swift_lock(void);
void guard_swift_unlock(int inChild);

#define HERE ((uintptr_t)__builtin_return_address(0))

void *guard_malloc(size_t bytes) { return (void *)guard_swift_allocate(bytes, 16, 0, HERE); }

void guard_free(void *block) {
  if (block) guard_swift_free((uintptr_t)block, HERE);
}

static void *cleared(size_t items, size_t bytes, uintptr_t place) {
  size_t total;
  if (__builtin_mul_overflow(items, bytes, &total)) return errno = ENOMEM, NULL;
  return (void *)guard_swift_allocate(total, 16, 1, place);
}
void *guard_calloc(size_t items, size_t bytes) { return cleared(items, bytes, HERE); }

static void *resized(void *block, size_t bytes, uintptr_t place) {
  if (!block) return (void *)guard_swift_allocate(bytes, 16, 0, place);
  if (bytes == 0) return guard_swift_free((uintptr_t)block, place), NULL;
  size_t old = guard_swift_size((uintptr_t)block, place);
  void *new = (void *)guard_swift_allocate(bytes, 16, 0, place);
  if (!new) return NULL;
  memcpy(new, block, old < bytes ? old : bytes);
  guard_swift_free((uintptr_t)block, place);
  return new;
}
void *guard_realloc(void *block, size_t bytes) { return resized(block, bytes, HERE); }

void *guard_reallocarray(void *block, size_t items, size_t bytes) {
  size_t total;
  if (__builtin_mul_overflow(items, bytes, &total)) return errno = ENOMEM, NULL;
  return resized(block, total, HERE);
}

static void *aligned(size_t alignment, size_t bytes, uintptr_t place) {
  if (!alignment || alignment & (alignment - 1)) return errno = EINVAL, NULL;
  return (void *)guard_swift_allocate(bytes, alignment, 0, place);
}
void *guard_memalign(size_t alignment, size_t bytes) { return aligned(alignment, bytes, HERE); }
void *guard_aligned_alloc(size_t alignment, size_t bytes) { return aligned(alignment, bytes, HERE); }
void *guard_valloc(size_t bytes) { return aligned(4096, bytes, HERE); }
void *guard_pvalloc(size_t bytes) {
  size_t whole;
  if (__builtin_add_overflow(bytes, 4095, &whole)) return errno = ENOMEM, NULL;
  return aligned(4096, whole & ~(size_t)4095, HERE);
}

int guard_posix_memalign(void **result, size_t alignment, size_t bytes) {
  if (!alignment || alignment & (alignment - 1) || alignment % sizeof(void *)) return EINVAL;
  int saved = errno;
  void *block = (void *)guard_swift_allocate(bytes, alignment, 0, HERE);
  errno = saved;
  if (!block) return ENOMEM;
  *result = block;
  return 0;
}

size_t guard_malloc_usable_size(void *block) { return block ? guard_swift_size((uintptr_t)block, HERE) : 0; }

// MARK: The message

struct Text {
  char bytes[1024];
  size_t count;
};

static void add(struct Text *text, const char *words) {
  while (*words && text->count < sizeof text->bytes - 1) text->bytes[text->count++] = *words++;
}

static void addNumber(struct Text *text, uintptr_t number, unsigned base) {
  char digits[24];
  size_t at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = "0123456789abcdef"[number % base]; while (number /= base);
  if (base == 16) add(text, "0x");
  add(text, digits + at);
}

static void addPlace(struct Text *text, const char *words, uintptr_t place) {
  if (!place) return;
  add(text, words);
  Dl_info info;
  // One byte back, because a call that never returns may be its function's last instruction.
  if (!dladdr((void *)(place - 1), &info)) {
    addNumber(text, place, 16);
  } else {
    const char *file = strrchr(info.dli_fname, '/');
    add(text, info.dli_sname ? info.dli_sname : file ? file + 1 : info.dli_fname);
    add(text, "+");
    addNumber(text, place - (uintptr_t)(info.dli_sname ? info.dli_saddr : info.dli_fbase), 16);
  }
  add(text, "\n");
}

_Noreturn void guard_report(int misuse, uintptr_t block, uintptr_t bytes, intptr_t offset, uintptr_t allocated,
                            uintptr_t freed, uintptr_t now) {
  static const char *const what[] = {"", "was freed twice",        "is no block, or what stands in front of it was overwritten",
                                     "was written past its end",   "was written in front of its start",
                                     "was written after its free", "was used after its free"};
  struct Text text = {.count = 0};
  add(&text, "allocator: ");
  addNumber(&text, block, 16);
  if (misuse != 2) {
    add(&text, " (");
    addNumber(&text, bytes, 10);
    add(&text, " bytes)");
  }
  add(&text, " ");
  add(&text, what[misuse]);
  if (misuse >= 3 && misuse <= 5) {
    add(&text, offset < 0 ? ", at byte -" : ", at byte ");
    addNumber(&text, (uintptr_t)(offset < 0 ? -offset : offset), 10);
  }
  add(&text, "\n");
  addPlace(&text, "  allocated at  ", allocated);
  addPlace(&text, "  freed at      ", freed);
  addPlace(&text, "  noticed at    ", now);
  if (!now) add(&text, "  noticed at    the end of the process\n");
  if (write(STDERR_FILENO, text.bytes, text.count) < 0) abort();
  abort();
}

__attribute__((destructor)) static void inspect(void) { guard_swift_inspect(); }

static void beforeFork(void) { guard_swift_lock(); }
static void afterForkInParent(void) { guard_swift_unlock(0); }
static void afterForkInChild(void) { guard_swift_unlock(1); }

// After malloc.c's: handlers before a fork run in the reverse order, and this lock comes before the heap's.
__attribute__((constructor(102))) static void start(void) {
  pthread_atfork(beforeFork, afterForkInParent, afterForkInChild);
}
