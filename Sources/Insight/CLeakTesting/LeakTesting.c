// LeakTesting: descriptors are noted as the leak probe notes them, with the owner in the place of the stack.
#define _GNU_SOURCE
#include "CLeakTesting.h"
#include "CProbe.h"
#include "../CProbe/Preloaded/Preloaded.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>

static int isOwning;

// What Dispatch and the concurrency library open when they are first used is their own, whoever's thread it is.
static int isRuntimes(const void *frame) {
  Dl_info image;
  const uintptr_t returned = ((const uintptr_t *)frame)[1];
  if (!dladdr((const void *)returned, &image) || !image.dli_fname) return 0;
  return strstr(image.dli_fname, "/libdispatch.so") || strstr(image.dli_fname, "/libswift_Concurrency.so");
}

uint32_t probe_intern_stack(const void *frame) { return isRuntimes(frame) ? 0 : probe_owner_here(); }

__attribute__((constructor)) static void begin(void) {
  isOwning = probe_own_from_here();
  probe_keep_resources();
}

const char *leak_testing_absence(void) {
  if (!probe_is_active()) {
    return "this process's malloc is not the counting one: a sanitizer or another allocator stands before it, or the "
           "executable is static";
  }
  return isOwning ? NULL : "there is no memory for a table of the live blocks, or no Swift concurrency in this process";
}

long leak_testing_descriptors(uint32_t owner, int *descriptors, long capacity) {
  long found = 0;
  uint32_t owners;
  uintptr_t handle;
  for (int i = 3; i < descriptorLimit; i++) {
    if (!probe_descriptor(i, &owners, &handle) || owners != owner || fcntl(i, F_GETFD) < 0) continue;
    if (found++ < capacity) descriptors[found - 1] = i;
  }
  return found;
}
