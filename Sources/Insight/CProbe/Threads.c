// Threads: the others stand still while the heap is looked at, and of each stack only the living part counts: from the
// stack pointer up, and of an ended thread nothing but its variables, and of a joined one not even these.
// Source: glibc 2.36 nptl/descr.h for struct pthread. Invariant: a thread that was asked and did not stop within a second
// is looked at while it runs, its whole stack taken for alive.
#define _GNU_SOURCE
#include "HeapGraph.h"
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static struct stopped_thread threads[threadLimit];
static volatile int threadCount;
// Odd while others stand still. They wait for the next number (futex(2)), so that hundreds of them cost nothing meanwhile, and
// one that comes late finds another number and goes.
static uint32_t gate;
// Held by whoever has stopped the others: the list is one.
static int isStopping;

// SIGPROF, because libdispatch's workers block almost every other.
static void park(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  int saved = errno;
  pid_t self = (pid_t)syscall(SYS_gettid);
  uint32_t own = __atomic_load_n(&gate, __ATOMIC_ACQUIRE);
  if (own % 2 == 0) return;
  for (int i = 0; i < threadCount; i++) {
    if (threads[i].thread != self) continue;
    const greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    for (int r = 0; r < registerCount; r++) threads[i].registers[r] = (uintptr_t)registers[r];
    threads[i].stack = (uintptr_t)registers[REG_RSP];
    while (__atomic_load_n(&gate, __ATOMIC_ACQUIRE) == own) syscall(SYS_futex, &gate, FUTEX_WAIT_PRIVATE, own, NULL, NULL, 0);
  }
  errno = saved;
}

// `PID (NAME) STATE …`; X when there is no such thread any more.
// Source: proc(5).
static char stateOf(pid_t thread) {
  char path[64], line[128];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread);
  int file = probe_open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 'X';
  ssize_t got = read(file, line, sizeof line - 1);
  probe_close(file);
  line[got > 0 ? got : 0] = 0;
  const char *name = strrchr(line, ')');
  return name && name[1] ? name[2] : 'X';
}

// A main thread that ended before the process is a zombie, and takes no signal.
static int hasEnded(pid_t thread) {
  char state = stateOf(thread);
  return state == 'Z' || state == 'X';
}

static int isKnown(pid_t thread) {
  for (int i = 0; i < threadCount; i++)
    if (threads[i].thread == thread) return 1;
  return 0;
}

// Calls `visit` with each thread beside the calling one. Returns the sum of what it returns.
static int eachThread(int (*visit)(pid_t)) {
  struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
  };
  char buffer[4096] __attribute__((aligned(8)));
  int folder = probe_open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  pid_t self = (pid_t)syscall(SYS_gettid);
  int sum = 0;
  long got;
  while ((got = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < got;) {
      const struct entry *entry = (const struct entry *)(buffer + at);
      at += entry->length;
      pid_t thread = (pid_t)strtol(entry->name, NULL, 10);
      if (thread > 0 && thread != self) sum += visit(thread);
    }
  }
  probe_close(folder);
  return sum;
}

static int addThread(pid_t thread) {
  if (threadCount == threadLimit || isKnown(thread) || hasEnded(thread)) return 0;
  threads[threadCount] = (struct stopped_thread){.thread = thread};
  threadCount++;
  return 1;
}

static void awaitThreads(int first) {
  for (int tries = 0; tries < 1000; tries++) {
    int running = 0;
    for (int i = first; i < threadCount; i++) running += threads[i].stack == 0;
    if (!running) return;
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
  }
}

static int isBusy(pid_t thread) {
  char state = stateOf(thread);
  return state == 'R' || state == 'D';
}

int probe_busy_threads(void) { return eachThread(isBusy); }

void probe_stop_threads(void) {
  while (__atomic_exchange_n(&isStopping, 1, __ATOMIC_ACQUIRE)) {
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
  }
  struct sigaction action = {.sa_sigaction = park, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  sigaction(SIGPROF, &action, NULL);
  threadCount = 0;
  __atomic_add_fetch(&gate, 1, __ATOMIC_RELEASE);
  // One that was not stopped yet may have started another.
  for (int first = 0; eachThread(addThread) > 0; first = threadCount) {
    for (int i = first; i < threadCount; i++) syscall(SYS_tgkill, getpid(), threads[i].thread, SIGPROF);
    awaitThreads(first);
  }
}

void probe_resume_threads(void) {
  // A later look must not find here what registers held once.
  for (int i = 0; i < threadCount; i++) memset(threads[i].registers, 0, sizeof threads[i].registers);
  __atomic_add_fetch(&gate, 1, __ATOMIC_RELEASE);
  syscall(SYS_futex, &gate, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
  __atomic_store_n(&isStopping, 0, __ATOMIC_RELEASE);
}

void probe_exclude_threads(void) { probe_exclude((uintptr_t)threads, (uintptr_t)(threads + threadLimit)); }

int probe_thread_count(void) { return threadCount; }

const struct stopped_thread *probe_thread(int index) { return &threads[index]; }

// MARK: A thread's variables

// What x86-64 keeps at the thread pointer: its own address, twice. When the thread has ended the kernel clears its number, and
// whoever joins it writes -1.
struct thread_control {
  const void *self;
  void *vector;
  const void *descriptor;
  char others[0x2d0 - 24];
  int number;
};
enum { descriptorBytes = 2304, headBytes = 704 };  // struct pthread's, and its tcbhead_t's

static int isControl(const struct thread_control *at, int number) {
  return at->self == at && at->descriptor == at && at->number == number;
}

// From the thread pointer on; the same in every thread, because the library is there from the start.
static struct {
  intptr_t offset;
  size_t bytes;
} dispatch;

static uintptr_t threadPointer(void) {
  uintptr_t pointer;
  __asm__("mov %%fs:0, %0" : "=r"(pointer));
  return pointer;
}

static int lookAtVariables(struct dl_phdr_info *info, size_t size, void *result) {
  (void)size;
  uintptr_t *lowest = result;
  uintptr_t block = (uintptr_t)info->dlpi_tls_data;
  // Below the thread pointer, and near it: a block that was allocated later lies in the heap.
  uintptr_t pointer = threadPointer();
  if (!block || block >= pointer || pointer - block >= (1 << 16)) return 0;
  if (block < *lowest) *lowest = block;
  for (int i = 0; strstr(info->dlpi_name, "/libdispatch.so") && i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_TLS) continue;
    dispatch.offset = (intptr_t)(block - pointer);
    dispatch.bytes = info->dlpi_phdr[i].p_memsz;
  }
  return 0;
}

uintptr_t probe_own_variables(uintptr_t inStack) {
  const struct mapping *mapping = probe_mapping_of(inStack);
  uintptr_t pointer = threadPointer(), lowest = pointer;
  dl_iterate_phdr(lookAtVariables, &lowest);
  if (mapping && mapping->range.low <= pointer && pointer < mapping->range.high) return lowest;
  return mapping ? mapping->range.high : 0;
}

static uintptr_t pointerOf(const struct stopped_thread *thread) {
  const struct mapping *mapping = probe_mapping_of(thread->stack);
  if (!mapping) return 0;
  uintptr_t at = (thread->stack + 63) & ~(uintptr_t)63;
  for (; at + descriptorBytes <= mapping->range.high; at += 64)
    if (isControl((const struct thread_control *)at, thread->thread)) return at;
  return 0;
}

struct memory_range probe_dispatch_variables(int index) {
  uintptr_t pointer = index < 0 ? threadPointer() : pointerOf(&threads[index]);
  if (!pointer || !dispatch.bytes) return (struct memory_range){0, 0};
  uintptr_t low = pointer + (uintptr_t)dispatch.offset;
  return (struct memory_range){low, low + dispatch.bytes};
}

uintptr_t probe_dead_stack_end(const struct mapping *mapping) {
  enum { searched = 1 << 16 };
  // Only where this is the C library that we know.
  if (!isControl((const struct thread_control *)threadPointer(), (int)syscall(SYS_gettid))) return 0;
  if (!mapping->hasGuard || mapping->range.high - mapping->range.low < searched) return 0;
  for (uintptr_t at = mapping->range.high - descriptorBytes; at > mapping->range.high - searched; at -= 64) {
    const struct thread_control *control = (const struct thread_control *)at;
    // Who joins it may still ask for its result. After that nobody may ask anything; its head alone is still used, for the
    // table of its variables, which the next thread on this stack takes over.
    if (isControl(control, -1)) probe_exclude(at + headBytes, mapping->range.high);
    if (isControl(control, 0) || isControl(control, -1)) return at;
  }
  return 0;
}
