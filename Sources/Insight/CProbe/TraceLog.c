// TraceLog: from a program's own spans and counters to the trace that the leak probe's library writes, when it is there: in front
// of the program, or linked into it with CMoment. Without it each call is a test of a pointer.
// Relies on: dlsym finding what LD_PRELOAD has loaded.
#define _GNU_SOURCE
#include "CProbe.h"
#include <dlfcn.h>

extern void trace_span_begin(const char *, uint32_t) __attribute__((weak));
extern void trace_span_end(void) __attribute__((weak));
extern void trace_count(const char *, uint32_t, int64_t) __attribute__((weak));
extern void trace_mark(const char *, uint32_t) __attribute__((weak));

static struct {
  void (*begin)(const char *, uint32_t);
  void (*end)(void);
  void (*count)(const char *, uint32_t, int64_t);
  void (*mark)(const char *, uint32_t);
} to;

static uint64_t allocatedBytes(void) { return probe_process_counts().bytes; }

#define FIND(member, name) to.member = (__typeof__(to.member))dlsym(RTLD_DEFAULT, #name); if (!to.member) to.member = name

__attribute__((constructor)) static void find(void) {
  FIND(begin, trace_span_begin);
  FIND(end, trace_span_end);
  FIND(count, trace_count);
  FIND(mark, trace_mark);
  // This program's malloc is its own, and the library's counts nothing.
  void (*use)(uint64_t (*)(void)) = (void (*)(uint64_t (*)(void)))dlsym(RTLD_DEFAULT, "trace_use_counts");
  if (use) use(allocatedBytes);
}

void probe_span_begin(const char *name, uint32_t length) { if (to.begin) to.begin(name, length); }
void probe_span_end(void) { if (to.end) to.end(); }
void probe_trace_count(const char *name, uint32_t length, int64_t value) { if (to.count) to.count(name, length, value); }
void probe_trace_mark(const char *name, uint32_t length) { if (to.mark) to.mark(name, length); }
