// No clocks: a page's collector has all the time there is.
#include "CCollector.h"

uint64_t collector_now(void) { return 0; }
uint64_t collector_thread_time(void) { return 0; }
uintptr_t collector_thread(void) { return 0; }
uint64_t collector_time_of(uintptr_t thread) {
  (void)thread;
  return 0;
}
