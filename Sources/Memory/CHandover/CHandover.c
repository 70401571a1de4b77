// The slow halves of handover.h: futex, clock, thread start, thread exit, membarrier (Linux).
#define _GNU_SOURCE
#include "handover.h"
#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

__thread __attribute__((tls_model("initial-exec"))) uint64_t handover_random_state;
__thread __attribute__((tls_model("initial-exec"))) void *handover_worker;
__thread __attribute__((tls_model("initial-exec"))) struct handover_slot handover_slots[HANDOVER_SLOTS];

int handover_wait(uint32_t *word, uint32_t seen, uint64_t deadline) {
  struct timespec end, *limit = 0;
  if (deadline != UINT64_MAX) {
    end.tv_sec = (time_t)(deadline / 1000000000u);
    end.tv_nsec = (long)(deadline % 1000000000u);
    limit = &end;
  }
  // WAIT_BITSET takes a point in CLOCK_MONOTONIC, plain WAIT a duration.
  long result = syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, seen, limit, 0, FUTEX_BITSET_MATCH_ANY);
  return !(result == -1 && errno == ETIMEDOUT);
}

void handover_wake(uint32_t *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0); }

uint64_t handover_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t handover_random_seed(void) {
  return (handover_now() * 0x9E3779B97F4A7C15ull ^ (uint64_t)(uintptr_t)&handover_random_state) | 1;
}

struct start {
  void (*body)(void *);
  void *argument;
};

static void *run(void *raw) {
  struct start start = *(struct start *)raw;
  free(raw);
  start.body(start.argument);
  return 0;
}

int handover_start(void (*body)(void *), void *argument) {
  struct start *start = malloc(sizeof *start);
  if (!start) return ENOMEM;
  *start = (struct start){body, argument};
  pthread_t thread;
  int error = pthread_create(&thread, 0, run, start);
  if (error) free(start);
  else pthread_detach(thread);
  return error;
}

static void (*exit_body)(uint64_t, void *);
static pthread_key_t exit_key;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

static void leave(void *ignored) {
  (void)ignored;
  for (int i = 0; i < HANDOVER_SLOTS; i++) {
    struct handover_slot slot = handover_slots[i];
    handover_slots[i] = (struct handover_slot){0, 0};
    if (slot.magazine && exit_body) exit_body(slot.owner, slot.magazine);
  }
}

static void make_key(void) { pthread_key_create(&exit_key, leave); }

void handover_set_exit(void (*body)(uint64_t, void *)) { exit_body = body; }

void handover_slot_set(int32_t index, uint64_t owner, void *magazine) {
  pthread_once(&exit_once, make_key);
  pthread_setspecific(exit_key, &exit_key);
  handover_slots[index] = (struct handover_slot){owner, magazine};
}

static int barrier_works;
static pthread_once_t barrier_once = PTHREAD_ONCE_INIT;
static void register_barrier(void) {
  barrier_works = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

int handover_barrier(void) {
  pthread_once(&barrier_once, register_barrier);
  return barrier_works && syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

void handover_magazine_stop(struct handover_magazine *magazine) {
  // Two stores and a load long, unless its thread was preempted in between.
  while (__atomic_load_n(&magazine->busy, __ATOMIC_ACQUIRE) != 0) sched_yield();
}
