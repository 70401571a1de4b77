// References: how often references to Swift objects are taken and given back: the calls that compiled code makes, counted on their
// way to the runtime. What the runtime's own libraries do among themselves is not seen.
// Source: swift/stdlib/public/runtime/HeapObject.cpp. Relies on: these having the C convention, as on x86_64. (The runtime's own
// switch for such counting, made for Instruments, crashes in Swift 6.3 on Linux at the first literal string.)
#define _GNU_SOURCE
#include "../Counts.h"
#include <dlfcn.h>

#define NEXT(name)                                  \
  static __typeof__(name) *next;                    \
  if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

void *swift_retain(void *object);
void *swift_retain(void *object) {
  NEXT(swift_retain);
  probe_own_counts()->retains++;
  return next(object);
}

void swift_release(void *object);
void swift_release(void *object) {
  NEXT(swift_release);
  probe_own_counts()->releases++;
  next(object);
}

void *swift_retain_n(void *object, uint32_t count);
void *swift_retain_n(void *object, uint32_t count) {
  NEXT(swift_retain_n);
  probe_own_counts()->retains += count;
  return next(object, count);
}

void swift_release_n(void *object, uint32_t count);
void swift_release_n(void *object, uint32_t count) {
  NEXT(swift_release_n);
  probe_own_counts()->releases += count;
  next(object, count);
}
