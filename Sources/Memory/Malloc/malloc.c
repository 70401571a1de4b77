// malloc: the heap's state and the threads' caches as the C library's allocator has them; the end of a thread, a fork, and
// the account at the end of the process, into LIVE_MALLOC_REPORT.PID, when that variable is set.
// Invariant: nothing here allocates. A thread's cache is emptied by the key's destructor and not used again: what the thread
// still allocates or frees after that goes to the shared tiers, because its memory goes with the thread.
#define _GNU_SOURCE
#include "CMalloc.h"
#include "trace.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__thread struct platform_cache malloc_thread_cache
    __attribute__((tls_model("initial-exec"), visibility("hidden"), aligned(64)));
unsigned char malloc_heap_state[1 << 16] __attribute__((visibility("hidden"), aligned(64)));

void malloc_swift_end_thread(void);
void malloc_swift_lock_all(void);
void malloc_swift_unlock_all(int inChild);
int malloc_swift_figures(struct malloc_figure *figures, int capacity);
uint64_t malloc_swift_requests(int sizeClass, uint64_t *count, uint64_t *bytes);

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
static void afterForkInChild(void) {
  malloc_trace_forked();
  malloc_swift_unlock_all(1);
}

// Where accounts go: each process that ends writes its own beside the others, with its number as the name's end.
static char reportPath[4096];

static size_t writeFigure(char *at, const char *name, uint64_t suffix, uint64_t value) {
  size_t length = strlen(name);
  memcpy(at, name, length);
  if (suffix) length += malloc_write_number(at + length, suffix);
  at[length++] = ' ';
  length += malloc_write_number(at + length, value);
  at[length++] = '\n';
  return length;
}

// The file whose malloc the program calls, when it is not ours: a program that defines malloc itself goes before whatever is
// preloaded, and then hardly anything comes here. Nothing, when it is ours.
static size_t writeOwnMalloc(char *at, size_t room) {
  Dl_info called, ours;
  struct link_map *file;
  void *first = dlsym(RTLD_DEFAULT, "malloc");
  if (!first || !dladdr(malloc_heap_state, &ours) || !dladdr1(first, &called, (void **)&file, RTLD_DL_LINKMAP)) return 0;
  if (called.dli_fbase == ours.dli_fbase) return 0;
  // The program itself has no name among the loaded files; what dladdr says instead is its first argument, which it may
  // have overwritten.
  char program[4096];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program);
  const char *name = *file->l_name || length < 0 ? called.dli_fname : program;
  if (name != program) length = (ssize_t)strlen(name);
  if ((size_t)length + 12 > room) return 0;
  memcpy(at, "malloc.of ", 10);
  memcpy(at + 10, name, (size_t)length);
  at[10 + length] = '\n';
  return 11 + (size_t)length;
}

__attribute__((destructor)) static void writeReport(void) {
  if (!reportPath[0]) return;
  struct malloc_figure figures[64];
  int count = malloc_swift_figures(figures, 64);
  char text[1 << 14];
  size_t size = 0;
  for (int i = 0; i < count && size + 80 < sizeof text; i++) size += writeFigure(text + size, figures[i].name, 0, figures[i].value);
  uint64_t asked = 0, given = 0, number, bytes, classBytes;
  for (int sizeClass = 1; (classBytes = malloc_swift_requests(sizeClass, &number, &bytes)) && size + 80 < sizeof text; sizeClass++) {
    asked += bytes;
    given += number * classBytes;
    if (number) size += writeFigure(text + size, "requests.size.", classBytes, number);
  }
  size += writeFigure(text + size, "bytes.asked", 0, asked);
  size += writeFigure(text + size, "bytes.given", 0, given);
  size += writeOwnMalloc(text + size, sizeof text - size);
  size_t end = strlen(reportPath);
  reportPath[end] = '.';
  reportPath[end + 1 + malloc_write_number(reportPath + end + 1, (uint64_t)getpid())] = 0;
  int file = open(reportPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (write(file, text, size) < (ssize_t)size) unlink(reportPath);
  close(file);
}

static void keepReportPath(void) {
  const char *path = getenv("LIVE_MALLOC_REPORT");
  if (path && strlen(path) + 24 < sizeof reportPath) strcpy(reportPath, path);
}

int platform_wants_account(void) { return malloc_early_variable("LIVE_MALLOC_REPORT") != NULL; }

__attribute__((constructor(101))) static void start(void) {
  hasKey = pthread_key_create(&threadEnd, leave) == 0;
  // The main thread has requested something by now.
  if (malloc_thread_cache.life == 1) platform_cache_began(&malloc_thread_cache);
  pthread_atfork(beforeFork, afterForkInParent, afterForkInChild);
  keepReportPath();
}
