// Stack: the bounds of the calling thread's stack.
// Source: pthread_getattr_np(3).
#define _GNU_SOURCE
#include "CProbe.h"
#include <pthread.h>

struct probe_stack probe_thread_stack(void) {
  pthread_attr_t attributes;
  void *low = 0;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
  }
  struct probe_stack bounds = {(uint64_t)(uintptr_t)low, (uint64_t)(uintptr_t)low + size};
  return bounds;
}
