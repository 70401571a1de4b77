// trace: the heap's events as lines of a file, LIVE_MALLOC_TRACE.PID, when that variable is set. The format is in
// Documentation/MallocTrace.md; Sources/Insight/Preload/MallocTrace.swift reads it.
// Invariant: nothing here allocates. Events come while locks of the heap are held, so a fork, which takes them all, never
// falls into the middle of one.
#define _GNU_SOURCE
#include "trace.h"
#include "CMalloc.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char *const names[] = {"refill", "carve",  "flush", "restore", "span-out",
                                    "span-in", "map", "unmap", "begin",   "end"};

enum { longest = 128 };
static char waiting[1 << 16];
static size_t used;
static uint32_t lock;
static int file = -1;
static int isOver;
static __thread uint64_t thread __attribute__((tls_model("initial-exec")));

// The first request comes from the dynamic linker itself, before the C library knows its environment. The kernel left it on
// the stack: the count of arguments, the arguments, NULL, the environment.
const char *malloc_early_variable(const char *name) {
  extern void *__libc_stack_end;
  uintptr_t *start = __libc_stack_end;
  size_t length = strlen(name);
  for (char **at = (char **)(start + 1 + start[0] + 1); *at; at++)
    if (strncmp(*at, name, length) == 0 && (*at)[length] == '=') return *at + length + 1;
  return NULL;
}

size_t malloc_write_number(char *at, uint64_t number) {
  char digits[20];
  size_t count = 0;
  do digits[count++] = (char)('0' + number % 10); while (number /= 10);
  for (size_t i = 0; i < count; i++) at[i] = digits[count - 1 - i];
  return count;
}

int platform_wants_events(void) { return malloc_early_variable("LIVE_MALLOC_TRACE") != NULL; }

// The file's name has the process's number, so it is opened by each process for itself.
static void writeOut(void) {
  int saved = errno;
  if (file < 0) {
    const char *prefix = malloc_early_variable("LIVE_MALLOC_TRACE");
    char path[4096];
    size_t length = prefix ? strlen(prefix) : sizeof path;
    if (length + 24 > sizeof path) {
      isOver = 1;
      return;
    }
    memcpy(path, prefix, length);
    path[length] = '.';
    path[length + 1 + malloc_write_number(path + length + 1, (uint64_t)getpid())] = 0;
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    static const char head[] = "live-malloc-trace 1\n";
    if (file < 0 || write(file, head, sizeof head - 1) < 0) isOver = 1;
  }
  for (size_t done = 0; !isOver && done < used;) {
    ssize_t count = write(file, waiting + done, used - done);
    if (count < 0 && errno != EINTR) isOver = 1;
    if (count > 0) done += (size_t)count;
  }
  used = 0;
  errno = saved;
}

void platform_event(uint32_t event, uint32_t sizeClass, uint64_t count, uint32_t page) {
  if (isOver) return;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (thread == 0) thread = (uint64_t)syscall(SYS_gettid);
  platform_lock(&lock);
  char *at = waiting + used;
  at += malloc_write_number(at, (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
  *at++ = ' ';
  at += malloc_write_number(at, thread);
  *at++ = ' ';
  size_t length = strlen(names[event]);
  memcpy(at, names[event], length);
  at += length;
  uint64_t numbers[] = {sizeClass, count, page};
  for (int i = 0; i < 3; i++) {
    *at++ = ' ';
    at += malloc_write_number(at, numbers[i]);
  }
  *at++ = '\n';
  used = (size_t)(at - waiting);
  if (used + longest > sizeof waiting) writeOut();
  platform_unlock(&lock);
}

void malloc_trace_forked(void) {
  used = 0;
  thread = 0;
  if (file >= 0) close(file);
  file = -1;
}

__attribute__((destructor)) static void finish(void) {
  platform_lock(&lock);
  if (used && !isOver) writeOut();
  isOver = 1;
  platform_unlock(&lock);
}
