// The clocks of a Linux process.
#include "CCollector.h"
#include <pthread.h>
#include <sched.h>
#include <time.h>

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000ull + (uint64_t)time.tv_nsec;
}

uint64_t collector_now(void) { return nanoseconds(CLOCK_MONOTONIC); }
uint64_t collector_thread_time(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
void collector_yield(void) { sched_yield(); }
uintptr_t collector_thread(void) { return (uintptr_t)pthread_self(); }
uint64_t collector_time_of(uintptr_t thread) {
  clockid_t clock;
  return pthread_getcpuclockid((pthread_t)thread, &clock) == 0 ? nanoseconds(clock) : 0;
}
