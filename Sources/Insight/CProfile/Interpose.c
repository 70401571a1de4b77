// Interpose: malloc and its kin, in front of those of a program that knows nothing of us. Each call goes on to the next
// allocator in the loader's order; then bytes are counted down to the next sample. Only a sampled block costs more.
// Source: INTERPOSITION in ld.so(8). Invariant: errno is what the real function left; a call that comes while its thread is
// busy with us, from a signal handler or from the loader, is passed on and not recorded.
// A block whose end is missed in this way is taken for freed when its address is recorded again.
#define _GNU_SOURCE
#include "Profile.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))
#define RARE __attribute__((noinline, cold))

// MARK: The real functions

static struct {
  void *(*malloc)(size_t);
  void *(*calloc)(size_t, size_t);
  void *(*realloc)(void *, size_t);
  void (*free)(void *);
  void *(*memalign)(size_t, size_t);
  int (*posix_memalign)(void **, size_t, size_t);
  int (*dlclose)(void *);
} real;

// What the loader asks for while we ask it for the real functions. It is never given back.
static _Alignas(16) char boot[64 << 10];
static size_t bootUsed;

static int isBoot(const void *block) { return (const char *)block >= boot && (const char *)block < boot + sizeof boot; }

static void *takeBoot(size_t bytes) {
  size_t from = __atomic_fetch_add(&bootUsed, (bytes + 15) & ~(size_t)15, __ATOMIC_RELAXED);
  return from + bytes <= sizeof boot ? boot + from : NULL;
}

static RARE int resolve(void) {
  static __thread int isResolving __attribute__((tls_model("initial-exec")));
  if (isResolving) return 0;
  isResolving = 1;
  real.calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
  real.realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
  real.free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
  real.memalign = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "memalign");
  real.posix_memalign = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
  real.dlclose = (int (*)(void *))dlsym(RTLD_NEXT, "dlclose");
  // The last, for it is the one that is asked about. Pairs with the loads in `isReady`.
  void *(*found)(size_t) = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
  __atomic_store_n(&real.malloc, found, __ATOMIC_RELEASE);
  isResolving = 0;
  return 1;
}

static inline int isReady(void) {
  return __builtin_expect(__atomic_load_n(&real.malloc, __ATOMIC_ACQUIRE) != NULL, 1) || resolve();
}

// MARK: A thread

// Initial-exec, because the general model may call malloc to make them.
struct thread {
  int64_t untilSample;  // bytes; at 0 or below: look at this one
  int isBusy;
  int isCounting;  // the destructor is set
  uint64_t random;
  struct profile_sums *sums;
  struct profile_header *header;  // of the profile that `sums` belong to
};
static __thread struct thread mine __attribute__((tls_model("initial-exec")));

// Of the process; wiped in a forked child, which so begins anew.
struct process {
  int stage;  // 0: not begun, 1: beginning, 2: begun, 3: it could not
  uint64_t threads;
  struct profile_header *header;
};
static struct process *process;
static double mean;
static int isExact;
static uint64_t seed;
static pthread_key_t atThreadEnd;
static char prefix[4096];

// Other keys' destructors may run after this one, and allocate; then it is called again.
static void leave(void *thread) {
  (void)thread;
  mine.isBusy++;
  if (mine.sums && mine.header == process->header) profile_give_sums(mine.sums);
  mine.sums = NULL;
  mine.isCounting = 0;
  mine.isBusy--;
}

// What begins a profile, read once. 0 when it cannot be read yet: then what is allocated so early is not in the profile.
static int readOptions(void) {
  if (!environ) return 0;
  const char *where = getenv("LIVE_HEAP_PROFILE"), *every = getenv("LIVE_HEAP_EVERY"), *number = getenv("LIVE_HEAP_SEED");
  if (where && strlen(where) < sizeof prefix) strcpy(prefix, where);
  mean = every ? strtod(every, NULL) : 512 << 10;
  isExact = mean <= 1;
  seed = number ? strtoull(number, NULL, 10) : 0;
  return pthread_key_create(&atThreadEnd, leave) == 0;
}

static RARE void begin(void) {
  if (!process) {
    struct process *made = readOptions() ? profile_reserve(sizeof *made) : NULL, *expected = NULL;
    if (!made) return;
    __atomic_compare_exchange_n(&process, &expected, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
  }
  int stage = 0;
  if (!__atomic_compare_exchange_n(&process->stage, &stage, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) return;
  struct profile_header *header = prefix[0] ? profile_create(prefix) : NULL;
  if (header) header->mean = isExact ? 1 : (uint64_t)mean;
  process->header = header;
  // Pairs with the load in `hasBegun`: whoever sees this sees the header and the tables.
  __atomic_store_n(&process->stage, header && profile_begin_contexts() ? 2 : 3, __ATOMIC_RELEASE);
}

static inline int hasBegun(void) {
  if (__builtin_expect(!process || __atomic_load_n(&process->stage, __ATOMIC_ACQUIRE) == 0, 0)) begin();
  int stage = process ? __atomic_load_n(&process->stage, __ATOMIC_ACQUIRE) : 0;
  if (__builtin_expect(stage == 3, 0)) mine.untilSample = INT64_MAX;
  return stage == 2;
}

static inline int hasJoined(void) { return mine.sums && mine.header == process->header; }

// A thread's first sample is drawn here, whichever call is its first. Sums of another header are those of the process that
// this one was forked from.
static RARE int join(void) {
  uint64_t number = __atomic_add_fetch(&process->threads, 1, __ATOMIC_RELAXED);
  mine.random = (seed << 32) + (number << 8);
  mine.untilSample = isExact ? 0 : profile_draw(&mine.random, mean);
  mine.sums = profile_take_sums();
  mine.header = process->header;
  if (!mine.isCounting) mine.isCounting = pthread_setspecific(atThreadEnd, &mine) == 0;
  return mine.sums != NULL;
}

// MARK: Recording

static inline void plus(uint64_t *sum, uint64_t more) {
  // One writer; the reader of the file sees the old sum or the new one.
  __atomic_store_n(sum, *sum + more, __ATOMIC_RELAXED);
}

static inline uint64_t objectsOf(size_t bytes) {
  return isExact ? profileObjectUnit : (uint64_t)(profile_weight(bytes, mean) * profileObjectUnit + 0.5);
}

static inline uint64_t bytesOf(size_t bytes) {
  return isExact ? bytes : (uint64_t)(profile_weight(bytes, mean) * (double)bytes + 0.5);
}

static void addFreed(profile_mark mark) {
  size_t bytes = mark & profileMarkBytes;
  struct profile_counts *counts = profile_counts_of(mine.sums, (uint32_t)(mark >> 40));
  if (!counts) return;
  plus(&counts->freedSamples, 1);
  plus(&counts->freedObjects, objectsOf(bytes));
  plus(&counts->freedBytes, bytesOf(bytes));
}

static void addBlock(void *block, size_t bytes, struct profile_frame caller) {
  profile_expect(block);
  uint32_t context = profile_trace_stack(&mine.sums->trace, caller);
  int hasRoom = 0;
  struct profile_counts *counts = profile_counts_of(mine.sums, context);
  profile_mark before = counts ? profile_enter(block, profile_make_mark(context, bytes), isExact, &hasRoom) : 0;
  if (!hasRoom) {
    __atomic_add_fetch(&process->header->missed, 1, __ATOMIC_RELAXED);
    return;
  }
  if (before) addFreed(before);
  if (context == profileRoot) __atomic_add_fetch(&process->header->untraced, 1, __ATOMIC_RELAXED);
  plus(&counts->samples, 1);
  plus(&counts->objects, objectsOf(bytes));
  plus(&counts->bytes, bytesOf(bytes));
}

static inline int isSample(size_t bytes) {
  if (__builtin_expect(!hasJoined(), 0)) {
    if (!join()) return 0;
    mine.untilSample -= (int64_t)bytes;
    if (mine.untilSample > 0) return 0;
  }
  mine.untilSample = isExact ? 0 : profile_draw(&mine.random, mean);
  return 1;
}

// Three words and not a struct, which would go through memory on malloc's path; the block again, so that malloc may end
// with this call.
static __attribute__((noinline)) void *record(
    void *block, size_t bytes, uintptr_t address, uintptr_t base, uintptr_t stack) {
  if (mine.isBusy) {
    if (process && process->header) __atomic_add_fetch(&process->header->missed, 1, __ATOMIC_RELAXED);
    return block;
  }
  mine.isBusy = 1;
  int saved = errno;
  if (hasBegun() && isSample(bytes)) addBlock(block, bytes, (struct profile_frame){address, base, stack});
  errno = saved;
  mine.isBusy = 0;
  return block;
}

// The mark of a block that may be about to end, which is not yet counted as freed; 0 when it is not recorded.
static __attribute__((noinline)) profile_mark take(void *block) {
  if (mine.isBusy) return 0;
  mine.isBusy = 1;
  int saved = errno;
  profile_mark mark = hasBegun() && (hasJoined() || join()) ? profile_leave(block, isExact) : 0;
  errno = saved;
  mine.isBusy = 0;
  return mark;
}

static void giveBack(void *block, profile_mark mark) {
  int hasRoom;
  mine.isBusy = 1;
  profile_enter(block, mark, isExact, &hasRoom);
  mine.isBusy = 0;
}

static void end(profile_mark mark) {
  mine.isBusy = 1;
  addFreed(mark);
  mine.isBusy = 0;
}

static inline void *arrive(void *block, size_t bytes, struct profile_frame caller) {
  mine.untilSample -= (int64_t)bytes;
  // Not at 0 either: a thread's first block may have no bytes.
  if (__builtin_expect(mine.untilSample > 0, 1)) return block;
  return record(block, bytes, caller.address, caller.base, caller.stack);
}

static inline profile_mark depart(void *block) {
  return __builtin_expect(profile_may_know(block, isExact), 0) ? take(block) : 0;
}

// MARK: The malloc family

SHOWN void *malloc(size_t bytes) {
  if (!isReady()) return takeBoot(bytes);
  void *block = real.malloc(bytes);
  return __builtin_expect(block != NULL, 1) ? arrive(block, bytes, PROFILE_CALLER()) : NULL;
}

SHOWN void *calloc(size_t items, size_t bytes) {
  if (!isReady()) return takeBoot(items * bytes);
  void *block = real.calloc(items, bytes);
  return block ? arrive(block, items * bytes, PROFILE_CALLER()) : NULL;
}

SHOWN void free(void *block) {
  if (!block || isBoot(block)) return;
  if (!isReady()) return;
  profile_mark mark = depart(block);
  if (__builtin_expect(mark != 0, 0)) end(mark);
  real.free(block);
}

// The old block ends and a new one begins, whether it moves or not: what grew is charged to who made it grow. It ends
// before its address can be handed out again; a request that fails gives its mark back.
static inline void *resize(void *old, size_t bytes, struct profile_frame caller) {
  if (!isReady()) return takeBoot(bytes);
  if (old && isBoot(old)) {
    void *block = real.malloc(bytes);
    size_t most = (size_t)(boot + sizeof boot - (char *)old);
    if (block) memcpy(block, old, bytes < most ? bytes : most);
    return block;
  }
  profile_mark mark = old ? depart(old) : 0;
  void *block = real.realloc(old, bytes);
  if (mark && (block || bytes == 0)) end(mark);
  if (mark && !block && bytes) giveBack(old, mark);
  if (block) arrive(block, bytes, caller);
  return block;
}

SHOWN void *realloc(void *old, size_t bytes) { return resize(old, bytes, PROFILE_CALLER()); }

SHOWN void *reallocarray(void *old, size_t items, size_t bytes) {
  size_t total;
  if (__builtin_mul_overflow(items, bytes, &total)) {
    errno = ENOMEM;
    return NULL;
  }
  return resize(old, total, PROFILE_CALLER());
}

static inline void *align(size_t alignment, size_t bytes, struct profile_frame caller) {
  if (!isReady()) return NULL;
  void *block = real.memalign(alignment, bytes);
  if (block) arrive(block, bytes, caller);
  return block;
}

SHOWN void *memalign(size_t alignment, size_t bytes) { return align(alignment, bytes, PROFILE_CALLER()); }

SHOWN void *aligned_alloc(size_t alignment, size_t bytes) { return align(alignment, bytes, PROFILE_CALLER()); }

SHOWN int posix_memalign(void **result, size_t alignment, size_t bytes) {
  if (!isReady()) return ENOMEM;
  int error = real.posix_memalign(result, alignment, bytes);
  if (error == 0) arrive(*result, bytes, PROFILE_CALLER());
  return error;
}

static const size_t pageBytes = 4096;

SHOWN void *valloc(size_t bytes) { return align(pageBytes, bytes, PROFILE_CALLER()); }

SHOWN void *pvalloc(size_t bytes) { return align(pageBytes, (bytes + pageBytes - 1) & ~(pageBytes - 1), PROFILE_CALLER()); }

SHOWN int dlclose(void *handle) {
  if (!isReady()) return -1;
  int error = real.dlclose(handle);
  if (process && !mine.isBusy) {
    mine.isBusy = 1;
    int saved = errno;
    profile_code_unloaded();
    errno = saved;
    mine.isBusy = 0;
  }
  return error;
}
