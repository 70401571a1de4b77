// Ending: the moments that are written: the end of main, exit, and the rounds that a program tells of. The main function is
// called by one of ours, so that its frame is gone when the heap is looked at.
// Source: glibc 2.36 csu/libc-start.c. Invariant: a moment is written by one thread; a child of fork writes none, because its
// heap is its parent's.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "Trace.h"
#include "../HeapGraph.h"
#include "../include/CProbe.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static pid_t process;
static int hasBegun, hasEnded;
static int isWriting;
static char report[512];

static void pauseFor(long milliseconds) {
  struct timespec time = {0, milliseconds * 1000000};
  nanosleep(&time, NULL);
}

// One moment at a time.
static void takeTurn(void) { while (__atomic_exchange_n(&isWriting, 1, __ATOMIC_ACQUIRE)) pauseFor(1); }
static void giveTurn(void) { __atomic_store_n(&isWriting, 0, __ATOMIC_RELEASE); }

// MARK: Coming to rest

// Work that main did not wait for may be about to let go of what it holds: threads get half a second to come to rest, and
// children to end.
static void comeToRest(void) {
  enum { pauseMilliseconds = 4, longest = 500 / pauseMilliseconds, quiet = 3 };
  int still = 0;
  for (int round = 0; round < longest && still < quiet; round++) {
    pauseFor(pauseMilliseconds);
    still = probe_busy_threads() == 0 && probe_running_children() == 0 ? still + 1 : 0;
  }
}

// MARK: The end

// It returns when the moment is written, by this thread or by another.
// - caller: the frame of the function that was called to end the program; NULL when main returned.
// - stack: from here up the frames are alive.
static void finish(enum probe_ending ending, const void *caller, uintptr_t stack) {
  if (!hasBegun || !probe_is_tracking || (pid_t)syscall(SYS_getpid) != process) return;
  if (__atomic_exchange_n(&hasEnded, 1, __ATOMIC_ACQ_REL)) {
    while (__atomic_load_n(&hasEnded, __ATOMIC_ACQUIRE) != 2) pauseFor(1);
    return;
  }
  comeToRest();
  takeTurn();
  probe_write_moment(ending, caller, stack);
  giveTurn();
  __atomic_store_n(&hasEnded, 2, __ATOMIC_RELEASE);
}

// MARK: In the middle

// The answer is a file of its own, beside the one of the end.
static void writeAsked(uint32_t number, uint32_t question) {
  if (!probe_is_tracking || __atomic_load_n(&hasEnded, __ATOMIC_ACQUIRE)) return;
  char path[sizeof report + 16];
  snprintf(path, sizeof path, "%s.%u", report, number);
  if (question == probeAsksForTraceEnd) return trace_end();
  if (question == probeAsksForTrace) {
    trace_begin(path);
    return;
  }
  if (question == probeAsksForNumbers) {
    struct probe_numbers numbers;
    probe_measure(&numbers);
    takeTurn();
    if (probe_open_text(path)) {
      probe_say_bytes((const char *)&numbers, sizeof numbers);
      probe_close_text();
      probe_aim_text(report);
    }
    giveTurn();
    return;
  }
  takeTurn();
  // The end may have been written while this waited for its turn.
  if (probe_is_tracking && probe_open_text(path)) {
    probe_say("live-heap snapshot 1\n");
    probe_write_moment(
        question == probeAsksForBlocks ? whenAskedForBlocks : whenAsked, NULL, (uintptr_t)__builtin_frame_address(0));
    probe_aim_text(report);
  }
  giveTurn();
}

static int (*programMain)(int, char **, char **);

static int mainInside(int count, char **arguments, char **environment) {
  char asked[sizeof report + 4];
  snprintf(asked, sizeof asked, "%s.ask", report);
  if (hasBegun && getenv("LIVE_LEAKS_ASKED")) probe_answer(asked, writeAsked);
  const char *trace = getenv("LIVE_TRACE");
  if (trace) {
    snprintf(asked, sizeof asked, "%s.%d", trace, (int)getpid());
    trace_begin(asked);
  }
  int status = programMain(count, arguments, environment);
  finish(atMainReturn, NULL, (uintptr_t)__builtin_frame_address(0));
  return status;
}

typedef int start(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void), void (*)(void), void *);

__attribute__((visibility("default"))) int __libc_start_main(
    int (*main)(int, char **, char **), int count, char **arguments, void (*init)(void), void (*fini)(void),
    void (*loader)(void), void *stackEnd) {
  programMain = main;
  start *next = (start *)dlsym(RTLD_NEXT, "__libc_start_main");
  return next(mainInside, count, arguments, init, fini, loader, stackEnd);
}

__attribute__((noreturn)) void exit(int status) {
  __builtin_unwind_init();
  uintptr_t stack;
  __asm__("mov %%rsp, %0" : "=r"(stack));
  finish(atExit, __builtin_frame_address(0), stack);
  void (*next)(int) = (void (*)(int))dlsym(RTLD_NEXT, "exit");
  next(status);
  __builtin_unreachable();
}

__attribute__((noreturn)) void _exit(int status) {
  __builtin_unwind_init();
  uintptr_t stack;
  __asm__("mov %%rsp, %0" : "=r"(stack));
  finish(atQuickExit, __builtin_frame_address(0), stack);
  for (;;) syscall(SYS_exit_group, status);
}

/// For a program that repeats its work: the end of one round.
__attribute__((visibility("default"))) void probe_end_round(void) {
  if (!hasBegun || !probe_is_tracking || (pid_t)syscall(SYS_getpid) != process) return;
  comeToRest();
  takeTurn();
  probe_write_moment(atRound, NULL, (uintptr_t)__builtin_frame_address(0));
  giveTurn();
}

// MARK: The beginning

// LD_PRELOAD stays, so that a shell or `env` in front of the program does not eat it: each process writes a file of its own.
// It runs before the C library's own constructor, so the environment is the argument's.
__attribute__((constructor)) static void begin(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  static const char name[] = "LIVE_LEAKS_REPORT=";
  const char *prefix = NULL;
  for (char **at = environment; *at; at++) if (strncmp(*at, name, sizeof name - 1) == 0) prefix = *at + sizeof name - 1;
  if (!prefix) return;
  process = (pid_t)syscall(SYS_getpid);
  snprintf(report, sizeof report, "%s.%d", prefix, process);
  if (!probe_prepare_stacks() || !probe_open_text(report)) return;
  probe_say("live-heap snapshot 1\n");
  probe_close_text();
  probe_stack_from = probe_count_at_stack;
  probe_is_own_image = 1;
  probe_keep_resources();
  hasBegun = probe_track_from_here();
}
