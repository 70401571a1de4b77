// What a benchmark needs from C: a use that the optimizer cannot remove, and the resident memory.
#pragma once
static inline void bench_touch(void *p) { __asm__ volatile("" : : "r"(p) : "memory"); }
// Bytes of resident memory, from /proc/self/statm.
long bench_resident(void);
