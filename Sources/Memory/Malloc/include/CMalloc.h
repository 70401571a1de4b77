// CMalloc: what malloc needs beyond the platform: one heap at a fixed address, one cache a thread at a fixed offset, and a
// word with the C library about the ends of threads and about forks.
#pragma once
#include "CPlatform.h"

// Initial-exec, because the general model may call malloc to make it.
extern __thread struct platform_cache malloc_thread_cache __attribute__((tls_model("initial-exec"), visibility("hidden")));
extern unsigned char malloc_heap_state[1 << 16] __attribute__((visibility("hidden")));

static inline __attribute__((always_inline)) struct platform_cache *malloc_cache(void) { return &malloc_thread_cache; }
static inline __attribute__((always_inline)) void *malloc_state(void) { return malloc_heap_state; }

/// A line of the account, `name value`.
struct malloc_figure {
  const char *name;
  uint64_t value;
};
