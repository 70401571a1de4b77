// Clock: where a program's processor time goes: each thread has a timer on its own CPU clock, and is interrupted when it has used
// up some milliseconds; the stack where that happened is counted. The file is that of a heap profile: contexts, counts, modules.
// Compiled with the files of CProfile but Interpose.c into a library of its own (Scripts/build-cpu-profiler).
// Source: timer_create(2), SIGEV_THREAD_ID. Invariant: everything that the handler calls may be called from a handler; the tree's
// lock is only ever held inside of one, and a thread in a handler takes no second signal.
#define _GNU_SOURCE
#include "Profile.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static struct profile_header *header;
static long nanoseconds;
static struct profile_sums *sums;
static pid_t process;
static int lock;

// A thread's words; the timer ends with it.
static __thread struct {
  timer_t timer;
  int hasTimer;
} mine __attribute__((tls_model("initial-exec")));

// MARK: A sample

static void onTime(int number, siginfo_t *info, void *context) {
  (void)number;
  if (info->si_code != SI_TIMER || !header || process != (pid_t)syscall(SYS_getpid)) return;
  int saved = errno;
  const greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  // One more than the place, because what is looked up of a return address is the byte before it.
  struct profile_frame from = {
      (uintptr_t)registers[REG_RIP] + 1, (uintptr_t)registers[REG_RBP], (uintptr_t)registers[REG_RSP]};
  uintptr_t addresses[128];
  int count = profile_unwind(from, addresses, sizeof addresses / sizeof *addresses);
  // What was missed while the thread was kept from running counts as well.
  uint64_t ticks = 1 + (info->si_overrun > 0 ? (uint64_t)info->si_overrun : 0);
  profile_take(&lock);
  uint32_t at = profileRoot;
  while (count > 0 && at) at = profile_child(at, addresses[--count]);
  struct profile_counts *counts = profile_counts_of(sums, at ? at : profileRoot);
  if (counts) {
    __atomic_fetch_add(&counts->samples, ticks, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counts->objects, ticks * profileObjectUnit, __ATOMIC_RELAXED);
    __atomic_fetch_add(&counts->bytes, ticks * (uint64_t)nanoseconds, __ATOMIC_RELAXED);
  }
  profile_give(&lock);
  errno = saved;
}

// MARK: Threads

static void startClock(void) {
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGPROF};
  event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
  if (!header || timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &mine.timer) != 0) return;
  mine.hasTimer = 1;
  struct itimerspec every = {{0, nanoseconds}, {0, nanoseconds}};
  timer_settime(mine.timer, 0, &every, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPROF);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void stopClock(void *unused) {
  (void)unused;
  if (mine.hasTimer) timer_delete(mine.timer);
  mine.hasTimer = 0;
}

struct start {
  void *(*body)(void *);
  void *argument;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  startClock();
  void *result;
  pthread_cleanup_push(stopClock, NULL);
  result = start.body(start.argument);
  pthread_cleanup_pop(1);
  return result;
}

typedef int create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

__attribute__((visibility("default"))) int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
  static create *next;
  if (!next) next = (create *)dlsym(RTLD_NEXT, "pthread_create");
  struct start *start = header ? malloc(sizeof *start) : NULL;
  if (!start) return next(thread, attributes, body, argument);
  *start = (struct start){body, argument};
  int error = next(thread, attributes, run, start);
  if (error) free(start);
  return error;
}

// MARK: The beginning

static void begin(void) {
  const char *prefix = getenv("LIVE_CPU_PROFILE"), *rate = getenv("LIVE_CPU_RATE");
  long hertz = rate ? strtol(rate, NULL, 10) : 100;
  if (!prefix || hertz < 1 || hertz > 10000) return;
  nanoseconds = 1000000000 / hertz;
  // All that the handler needs is there before the first timer.
  struct profile_header *made = profile_create(prefix);
  if (!made) return;
  made->mean = (uint64_t)nanoseconds;
  sums = profile_take_sums();
  if (!sums || !profile_begin_contexts()) return;
  process = getpid();
  struct sigaction action = {.sa_sigaction = onTime, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  sigaction(SIGPROF, &action, NULL);
  header = made;
  startClock();
}

// Memory of the parent's profile is wiped in a child, and a timer is not inherited: the child begins its own.
static void inChild(void) {
  header = NULL;
  mine.hasTimer = 0;
  begin();
}

__attribute__((constructor)) static void load(void) {
  begin();
  pthread_atfork(NULL, NULL, inChild);
}
