// How many calls fit on a stack of 8 MiB in C.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

static uintptr_t bottom;
static uintptr_t last;

// snippet.depth
__attribute__((noinline)) static long descend(long depth) {
  volatile long local = depth;
  last = (uintptr_t)&local;
  if (last < bottom + 64 * 1024) return depth;
  return descend(depth + 1) + local - depth;
}
// snippet.end

static void *measure(void *unused) {
  pthread_attr_t attributes;
  void *low;
  size_t size;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &low, &size);
  bottom = (uintptr_t)low;
  uintptr_t first = (uintptr_t)&size;
  long calls = descend(1);
  printf("calls %ld\nbytes a call %ld\n", calls, (long)(first - last) / calls);
  return unused;
}

int main(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 8 << 20);
  if (pthread_create(&thread, &attributes, measure, NULL) != 0) return 1;
  return pthread_join(thread, NULL);
}
