// HeapUse: what malloc has handed out and what it has of the system's memory for it, by its own account.
// Source: mallinfo2(3), which adds all arenas up in glibc 2.33 and later. What a thread keeps in its own cache counts as in use.
#define _GNU_SOURCE
#include "CProbe.h"
#include <malloc.h>

struct probe_heap_use probe_heap_use(void) {
  struct mallinfo2 info = mallinfo2();
  struct probe_heap_use use = {info.uordblks + info.hblkhd, info.arena + info.hblkhd};
  return use;
}

void probe_trim_heap(void) { malloc_trim(0); }
