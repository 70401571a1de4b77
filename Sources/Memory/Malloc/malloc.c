// malloc: the heap's state and the threads' caches as the C library's allocator has them; the end of a thread, a fork, and
// the account at the end of the process, into LIVE_MALLOC_REPORT.PID, when that variable is set.
// Invariant: nothing here allocates. A thread's cache is emptied by the key's destructor and not used again: what the thread
// still allocates or frees after that goes to the shared tiers, because its memory goes with the thread.
#define _GNU_SOURCE
#include "CMalloc.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__thread struct platform_cache malloc_thread_cache __attribute__((tls_model("initial-exec"), visibility("hidden")));
unsigned char malloc_heap_state[1 << 16] __attribute__((visibility("hidden"), aligned(64)));

void malloc_swift_end_thread(void);
void malloc_swift_lock_all(void);
void malloc_swift_unlock_all(int inChild);
int malloc_swift_figures(struct malloc_figure *figures, int capacity);

static pthread_key_t threadEnd;
static int hasKey;

static void leave(void *cache) {
  (void)cache;
  malloc_swift_end_thread();
}

void platform_cache_began(struct platform_cache *cache) {
  if (hasKey) pthread_setspecific(threadEnd, cache);
}

static void beforeFork(void) { malloc_swift_lock_all(); }
static void afterForkInParent(void) { malloc_swift_unlock_all(0); }
static void afterForkInChild(void) { malloc_swift_unlock_all(1); }

// Where accounts go: each process that ends writes its own beside the others, with its number as the name's end.
static char reportPath[4096];

static size_t writeNumber(char *at, uint64_t number) {
  char digits[20];
  size_t count = 0;
  do digits[count++] = (char)('0' + number % 10); while (number /= 10);
  for (size_t i = 0; i < count; i++) at[i] = digits[count - 1 - i];
  return count;
}

__attribute__((destructor)) static void writeReport(void) {
  if (!reportPath[0]) return;
  struct malloc_figure figures[64];
  int count = malloc_swift_figures(figures, 64);
  char text[4096];
  size_t size = 0;
  for (int i = 0; i < count && size + 80 < sizeof text; i++) {
    size_t length = strlen(figures[i].name);
    memcpy(text + size, figures[i].name, length);
    size += length;
    text[size++] = ' ';
    size += writeNumber(text + size, figures[i].value);
    text[size++] = '\n';
  }
  size_t end = strlen(reportPath);
  reportPath[end] = '.';
  reportPath[end + 1 + writeNumber(reportPath + end + 1, (uint64_t)getpid())] = 0;
  int file = open(reportPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (write(file, text, size) < (ssize_t)size) unlink(reportPath);
  close(file);
}

static void keepReportPath(void) {
  const char *path = getenv("LIVE_MALLOC_REPORT");
  if (path && strlen(path) + 24 < sizeof reportPath) strcpy(reportPath, path);
}

// The first request comes from the dynamic linker itself, before the C library knows its environment. The kernel left it on
// the stack: the count of arguments, the arguments, NULL, the environment.
int platform_wants_account(void) {
  extern void *__libc_stack_end;
  uintptr_t *start = __libc_stack_end;
  for (char **at = (char **)(start + 1 + start[0] + 1); *at; at++)
    if (strncmp(*at, "LIVE_MALLOC_REPORT=", 19) == 0) return 1;
  return 0;
}

__attribute__((constructor(101))) static void start(void) {
  hasKey = pthread_key_create(&threadEnd, leave) == 0;
  // The main thread has requested something by now.
  if (malloc_thread_cache.life == 1) platform_cache_began(&malloc_thread_cache);
  pthread_atfork(beforeFork, afterForkInParent, afterForkInChild);
  keepReportPath();
}
