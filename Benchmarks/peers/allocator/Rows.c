// Rows: work for a malloc, one row a process, so that any allocator can be preloaded. It prints the CPU time in
// microseconds, the wall clock's, and the most memory that the process held at once in KiB.
//
//   Rows ROW [THREADS]
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void *volatile sink;
static int threads = 2;

static uint64_t next(uint64_t *state) {  // xorshift64, Marsaglia 2003
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
}

// Mostly small, one in eight to 2 KiB, one in sixty-four to 16 KiB.
static size_t mixed(uint64_t *state) {
  uint64_t random = next(state);
  unsigned kind = random & 63;
  random >>= 8;
  return kind == 0 ? 2048 + random % 14336 : kind < 8 ? 256 + random % 1792 : 8 + random % 248;
}

static char *touched(size_t size) {
  char *block = malloc(size);
  if (!block) exit(1);
  block[0] = 1;
  block[size - 1] = 1;
  return block;
}

static void inThreads(void *(*work)(void *)) {
  pthread_t ids[64];
  for (long i = 0; i < threads; i++) pthread_create(&ids[i], NULL, work, (void *)i);
  for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
}

// MARK: One thread

static void pairs(void) {
  for (int i = 0; i < 20000000; i++) {
    sink = touched(64);
    free(sink);
  }
}

static void batch(void) {
  static char *blocks[1000];
  for (int round = 0; round < 20000; round++) {
    for (int i = 0; i < 1000; i++) blocks[i] = touched(48);
    for (int i = 0; i < 1000; i++) free(blocks[i]);
  }
}

static void churn(char **blocks, long count, long turns, uint64_t seed) {
  for (long turn = 0; turn < turns; turn++) {
    long at = (long)(next(&seed) % (uint64_t)count);
    free(blocks[at]);
    blocks[at] = touched(mixed(&seed));
  }
}

static void small(void) { churn(calloc(2000, sizeof(char *)), 2000, 15000000, 88172645463325252ull); }
static void working(void) { churn(calloc(100000, sizeof(char *)), 100000, 6000000, 88172645463325252ull); }

static void big(void) {
  static char *blocks[64];
  uint64_t seed = 42;
  for (int turn = 0; turn < 60000; turn++) {
    int at = (int)(next(&seed) & 63);
    size_t size = (64 << 10) + next(&seed) % (960 << 10);
    free(blocks[at]);
    blocks[at] = touched(size);
    for (size_t i = 0; i < size; i += 65536) blocks[at][i] = 1;
  }
}

static void grow(void) {
  for (int round = 0; round < 12; round++) {
    size_t size = 16;
    char *block = malloc(size);
    while (size < 24 << 20) {
      size_t larger = size + size / 4 + 16;
      block = realloc(block, larger);
      memset(block + size, 1, larger - size);
      size = larger;
    }
    free(block);
  }
}

static void zero(void) {
  static char *blocks[512];
  uint64_t seed = 7;
  for (int turn = 0; turn < 4000000; turn++) {
    int at = (int)(next(&seed) & 511);
    free(blocks[at]);
    blocks[at] = calloc(1, mixed(&seed));
  }
}

// A peak of one size, of which one block in sixteen stays, and then another size.
static void phases(void) {
  enum { count = 1 << 20 };
  char **blocks = malloc(count * sizeof *blocks);
  for (int i = 0; i < count; i++) blocks[i] = touched(200);
  for (int i = 0; i < count; i++)
    if (i % 16) free(blocks[i]);
  for (int i = 0; i < count / 2; i++) sink = touched(360);
}

// MARK: Several threads

struct hand {
  char **blocks;
  long part;
};

static void *churnPart(void *hand) {
  struct hand *mine = hand;
  churn(mine->blocks, 5000, 500000, 777767777 + (uint64_t)mine->part);
  return NULL;
}

// After Larson & Krishnan (1998): blocks outlive the thread that made them.
static void larson(void) {
  struct hand hands[64];
  for (int i = 0; i < threads; i++) hands[i] = (struct hand){calloc(5000, sizeof(char *)), i};
  for (int round = 0; round < 10; round++) {
    pthread_t ids[64];
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, churnPart, &hands[i]);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    char **first = hands[0].blocks;
    for (int i = 0; i + 1 < threads; i++) hands[i].blocks = hands[i + 1].blocks;
    hands[threads - 1].blocks = first;
  }
}

enum { queueSlots = 4096 };
static struct queue {
  _Atomic(char *) slots[queueSlots];
} queues[32];

static void *produceOrConsume(void *number) {
  long me = (long)number;
  struct queue *queue = &queues[me / 2];
  uint64_t seed = 99 + (uint64_t)me;
  for (long i = 0; i < 3000000; i++) {
    _Atomic(char *) *slot = &queue->slots[i % queueSlots];
    if (me % 2 == 0) {
      char *block = touched(16 + next(&seed) % 200);
      while (atomic_load_explicit(slot, memory_order_acquire)) sched_yield();
      atomic_store_explicit(slot, block, memory_order_release);
    } else {
      char *block;
      while (!(block = atomic_load_explicit(slot, memory_order_acquire))) sched_yield();
      atomic_store_explicit(slot, NULL, memory_order_release);
      free(block);
    }
  }
  return NULL;
}

static void xfree(void) { inThreads(produceOrConsume); }

// Two blocks that one thread made next to each other, each written to by another thread.
static char *neighbors[64];
static void *scratchNeighbor(void *number) {
  free(neighbors[(long)number]);
  for (int round = 0; round < 400; round++) {
    volatile char *mine = malloc(8);
    for (int i = 0; i < 40000; i++) mine[i & 7]++;
    free((void *)mine);
  }
  return NULL;
}

static void scratch(void) {
  for (int i = 0; i < threads; i++) neighbors[i] = touched(8);
  inThreads(scratchNeighbor);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *behindLock(void *unused) {
  for (int i = 0; i < 5000000; i++) {
    pthread_mutex_lock(&lock);
    char *block = touched(48);
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    free(block);
    pthread_mutex_unlock(&lock);
  }
  return unused;
}

static void *withoutLock(void *unused) {
  for (int i = 0; i < 5000000; i++) {
    sink = NULL;
    free(touched(48));
  }
  return unused;
}

static void locked(void) { inThreads(behindLock); }
static void unlocked(void) { inThreads(withoutLock); }

// MARK: The row

static const struct row {
  const char *name;
  void (*run)(void);
} rows[] = {
    {"pairs", pairs},   {"batch", batch},     {"small", small},   {"working", working}, {"larson", larson},
    {"xfree", xfree},   {"scratch", scratch}, {"big", big},       {"grow", grow},       {"zero", zero},
    {"phases", phases}, {"locked", locked},   {"unlocked", unlocked},
};

static long microseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

// VmHWM of proc(5): ru_maxrss would tell the largest of the programs that this process was before its exec.
static long peakKiB(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long peak = 0;
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld", &peak) == 1) break;
  if (status) fclose(status);
  return peak;
}

int main(int count, char **words) {
  if (count > 2) threads = atoi(words[2]);
  for (size_t i = 0; count > 1 && i < sizeof rows / sizeof *rows; i++) {
    if (strcmp(rows[i].name, words[1]) != 0) continue;
    long start = microseconds(CLOCK_MONOTONIC);
    rows[i].run();
    printf("%ld %ld %ld\n", microseconds(CLOCK_PROCESS_CPUTIME_ID), microseconds(CLOCK_MONOTONIC) - start, peakKiB());
    return 0;
  }
  fprintf(stderr, "usage: Rows ROW [THREADS]\n");
  return 2;
}
