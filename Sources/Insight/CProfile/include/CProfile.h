// CProfile: the parts of the heap profiler that a library in front of a foreign program is made of: which allocations to
// sample, whose stack to charge, which blocks are alive, and the file that a reader may open at any moment.
// Linux, glibc 2.35 or newer, x86_64. Interpose.c, which gives malloc itself, is compiled only into that library.
// Invariant of all files: nothing here allocates from the heap, and nothing takes a lock unless its thread is marked busy,
// so that a signal handler that allocates meanwhile is turned away before it could wait for its own thread.
#pragma once
#include <stddef.h>
#include <stdint.h>

#if !defined(__linux__) || !defined(__x86_64__)
#error "CProfile reads x86_64 stacks by the rules of Linux's ELF files; there is no heap profile on this platform"
#endif

// MARK: Sampler.c

/// Draws the bytes until the next sample: exponential with mean `mean`, so that sampled bytes are a Poisson process.
/// `state` is any number, and is advanced.
int64_t profile_draw(uint64_t *state, double mean);

/// How many blocks one sampled block of `bytes` stands for: 1 / (1 − e^(−bytes / mean)), which makes sums unbiased.
/// Source: Go runtime/pprof `scaleHeapSample`. 1 when `mean` is 1, which records everything.
double profile_weight(size_t bytes, double mean);

// MARK: Unwind.c

/// Where a stack begins: a return address, the caller's frame register, and its stack pointer after the return.
struct profile_frame {
  uintptr_t address;
  uintptr_t base;
  uintptr_t stack;
};

/// Writes up to `capacity` return addresses, `from.address` first, and returns how many. It stops where the rule of a frame
/// is missing or needs more than rsp, rbp and one load. O(frames) once each place's rule is known.
int profile_unwind(struct profile_frame from, uintptr_t *addresses, int capacity);

/// Forgets every rule. Call it after code has been unloaded, for other code may come to stand there.
void profile_forget_rules(void);

/// The frame that called the function in which this is written, which must not be inlined.
#define PROFILE_CALLER()                                                 \
  ((struct profile_frame){(uintptr_t)__builtin_return_address(0),        \
                          *(uintptr_t *)__builtin_frame_address(0),      \
                          (uintptr_t)__builtin_frame_address(0) + 16})

// MARK: The file

// A header of one page, then extents of blocks. A block does not cross the end of its extent; one whose kind is 0 is being
// written, and one of 0 bytes ends its extent. Words are native, and may change while they are read.
enum { profileHeaderBytes = 4096, profileExtentBytes = 256 << 10 };
enum { profileContextBlock = 1, profileCountsBlock = 2, profileModuleBlock = 3 };
enum { profileVersion = 1, profileObjectUnit = 1024, profileRoot = 1 };

struct profile_header {
  char magic[8];  // LIVEHEAP
  uint32_t version;
  uint32_t process;
  uint64_t mean;       // bytes; 1 records everything
  uint64_t seconds;    // since 1970, of the beginning
  uint64_t missed;     // allocations that were not looked at: inside a signal handler, or without memory for our own use
  uint64_t untraced;   // samples whose stack found no room, charged to the root
};

struct profile_block {
  uint32_t kind;
  uint32_t bytes;  // with this header; a multiple of 8
};

// A place in the code, reached from the context `parent`; the root is number 1 and has no place. The address belongs to the
// last module before it in the file.
struct profile_context {
  struct profile_block block;
  uint32_t id;
  uint32_t parent;
  uint64_t address;
};

// Sums of one thread after the other. Objects count in units of 1/profileObjectUnit, because a sample stands for a fraction.
struct profile_counts {
  uint64_t samples, objects, bytes;
  uint64_t freedSamples, freedObjects, freedBytes;
};

enum { profileCountsPerBlock = 256 };
struct profile_counts_block {
  struct profile_block block;
  uint32_t first;  // the context of counts[0]
  uint32_t unused;
  struct profile_counts counts[profileCountsPerBlock];
};

struct profile_module {
  struct profile_block block;
  uint64_t start, end;
  uint64_t bias;  // address minus this is the address in the file
  char path[];    // ends with 0
};
