// Interpose: malloc and its kin, defined once more so that the dynamic linker prefers them, counting into the
// calling thread's words. Process totals are the sum over a list of threads' words, so that no call touches a
// shared cache line.
// Source: INTERPOSITION in ld.so(8); glibc 2.36 malloc/malloc.c for the __libc_ names. Invariant: nothing here
// allocates, locks on the path of malloc (except a thread's first call), or changes errno on success; and every name of the
// family that takes a block is here, because a malloc that is preloaded has them all and would be asked for ours.
#define _GNU_SOURCE
#include "CProbe.h"
#include "Counts.h"
#include "LiveBlocks.h"
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

// One thread's words. Initial-exec, because the general model may call malloc to make them. `previous` is NULL before the
// thread's first call, and points to `nowhere` when the thread is about to end: its words are about to end with it, and
// must not be in the list.
struct words {
  struct probe_counts counts;
  struct words *next;
  struct words **previous;
};
static struct words *nowhere;
static __thread struct words mine __attribute__((tls_model("initial-exec")));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct words *threads;
static struct probe_counts ended;
static pthread_key_t atThreadEnd;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add(struct probe_counts *sum, const struct probe_counts *more) {
  sum->calls += more->calls;
  sum->bytes += more->bytes;
  sum->frees += more->frees;
  sum->retains += more->retains;
  sum->releases += more->releases;
}

// Other keys' destructors may run after this one, and call malloc and free; what comes then is not in the totals.
static void leave(void *words) {
  struct words *gone = words;
  pthread_mutex_lock(&lock);
  add(&ended, &gone->counts);
  *gone->previous = gone->next;
  if (gone->next) gone->next->previous = gone->previous;
  gone->previous = &nowhere;
  pthread_mutex_unlock(&lock);
}

static void beforeFork(void) { pthread_mutex_lock(&lock); }
static void afterFork(void) { pthread_mutex_unlock(&lock); }

static void prepare(void) {
  pthread_key_create(&atThreadEnd, leave);
  pthread_atfork(beforeFork, afterFork, afterFork);
}

static void join(void) {
  // Set first: what follows may allocate, and must not come back here.
  mine.previous = &threads;
  pthread_once(&once, prepare);
  pthread_mutex_lock(&lock);
  mine.next = threads;
  if (threads) threads->previous = &mine.next;
  mine.previous = &threads;
  threads = &mine;
  pthread_mutex_unlock(&lock);
  pthread_setspecific(atThreadEnd, &mine);
}

static inline void count(size_t bytes) {
  if (__builtin_expect(mine.previous == NULL, 0)) join();
  mine.counts.calls++;
  mine.counts.bytes += bytes;
}

// Asked for in the interposed function itself, it gives that function a frame pointer.
#define FRAME __builtin_frame_address(0)

static inline void arrive(void *block, size_t bytes, const void *frame) {
  count(bytes);
  if (!__builtin_expect(probe_is_tracking, 0)) return;
  uint32_t stack = probe_enter(block, bytes, frame);
  if (probe_allocated_at) probe_allocated_at(stack, bytes);
}

static inline void depart(void *block) {
  if (__builtin_expect(probe_is_tracking, 0)) probe_leave(block);
}

void *malloc(size_t bytes) {
  void *block = __libc_malloc(bytes);
  if (block) arrive(block, bytes, FRAME);
  return block;
}

void *calloc(size_t items, size_t bytes) {
  void *block = __libc_calloc(items, bytes);
  if (block) arrive(block, items * bytes, FRAME);
  return block;
}

// A block that grows in place is the same allocation; one that moved is a new one, and the old one freed. It leaves the
// table before its address can be handed out again, and comes back when nothing came of the request.
void *realloc(void *old, size_t bytes) {
  size_t oldBytes = old && probe_is_tracking ? malloc_usable_size(old) : 0;
  if (old) depart(old);
  void *block = __libc_realloc(old, bytes);
  if (block && block != old) {
    arrive(block, bytes, FRAME);
    if (old) mine.counts.frees++;
  } else if (block) {
    if (probe_is_tracking) probe_enter(block, bytes, FRAME);
  } else if (old && bytes == 0) {
    mine.counts.frees++;
  } else if (old && probe_is_tracking) {
    probe_enter(old, oldBytes, FRAME);
  }
  return block;
}

void *reallocarray(void *old, size_t items, size_t bytes) {
  size_t total;
  if (__builtin_mul_overflow(items, bytes, &total)) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(old, total);
}

void free(void *block) {
  if (!block) return;
  mine.counts.frees++;
  depart(block);
  __libc_free(block);
}

void *memalign(size_t alignment, size_t bytes) {
  void *block = __libc_memalign(alignment, bytes);
  if (block) arrive(block, bytes, FRAME);
  return block;
}

void *aligned_alloc(size_t alignment, size_t bytes) { return memalign(alignment, bytes); }

int posix_memalign(void **result, size_t alignment, size_t bytes) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  int saved = errno;
  void *block = memalign(alignment, bytes);
  errno = saved;
  if (!block) return ENOMEM;
  *result = block;
  return 0;
}

static const size_t pageBytes = 4096;

void *valloc(size_t bytes) { return memalign(pageBytes, bytes); }

void *pvalloc(size_t bytes) { return memalign(pageBytes, (bytes + pageBytes - 1) & ~(pageBytes - 1)); }

// The C library has no __libc_ name for these two; so it is asked itself, and not whoever comes next in the search order.
static void *ofLibrary(const char *name) {
  void *library = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
  void *function = library ? dlsym(library, name) : NULL;
  if (library) dlclose(library);
  return function;
}

size_t malloc_usable_size(void *block) {
  static size_t (*_Atomic library)(void *);
  if (!library) library = (size_t(*)(void *))ofLibrary("malloc_usable_size");
  return library ? library(block) : 0;
}

int malloc_trim(size_t keep) {
  static int (*_Atomic library)(size_t);
  if (!library) library = (int (*)(size_t))ofLibrary("malloc_trim");
  return library ? library(keep) : 0;
}

struct probe_counts *probe_own_counts(void) {
  if (__builtin_expect(mine.previous == NULL, 0)) join();
  return &mine.counts;
}

struct probe_counts probe_thread_counts(void) { return mine.counts; }

struct probe_counts probe_process_counts(void) {
  pthread_mutex_lock(&lock);
  struct probe_counts sum = ended;
  for (struct words *thread = threads; thread; thread = thread->next) add(&sum, &thread->counts);
  pthread_mutex_unlock(&lock);
  return sum;
}

int probe_is_active(void) {
  // Asked of malloc itself, through the dynamic linker's choice: a static or foreign allocator does not count.
  uint64_t calls = mine.counts.calls;
  void *volatile block = malloc(1);
  free(block);
  int isActive = mine.counts.calls != calls;
  if (isActive) {
    mine.counts.calls--;
    mine.counts.bytes--;
    mine.counts.frees--;
  }
  return isActive;
}
