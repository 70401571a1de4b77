// supervise: three processes a run. The engine's child stays outside and passes its signals on; the supervisor is
// process 1 of the PID namespace, so that everything that the work starts ends with it, in a session of its own or
// not (without namespaces it is a subreaper); the work is process 2. SIGTERM is for the work, both others let it pass.
// SIGUSR1 to the outermost ends the run for certain, and it is still reported.
// Invariant: no path leaves this file without a report, except being killed, which the reader of the report sees as
// its absence. Source: pid_namespaces(7), prctl(2), signal(7).
#define _GNU_SOURCE
#include "runner.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void report(const char *key, const char *value) { dprintf(reportDescriptor, "%s %s\n", key, value); }

void reportNumber(const char *key, long value) { dprintf(reportDescriptor, "%s %ld\n", key, value); }

static sigset_t awaited(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGUSR1);
  return signals;
}

static _Noreturn void startWork(const struct work *work) {
  sigset_t none;
  sigemptyset(&none);
  signal(SIGTERM, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  enterLimits(&work->limits);
  close(reportDescriptor);
  struct order *order = work->order;
  char *words[order->wordCount + 1];
  char *word = order->words;
  for (int i = 0; i < order->wordCount; i++, word += strlen(word) + 1) words[i] = word;
  words[order->wordCount] = NULL;
  if (order->isCommand) {
    close(orderDescriptor);
    order->hasStarted = 1;
    execv(words[0], words);
    order->hasStarted = 0;
  } else {
    // CommandLine.arguments reads the process's own command line, so the block's process begins with a fresh one.
    char *block[] = {"block", NULL};
    if (order->wantsLeaks) setenv(trackVariable, "1", 1);
    execv("/proc/self/exe", block);
  }
  fprintf(stderr, "runner: cannot start %s: %s\n", words[0], strerror(errno));
  _Exit(cannotLoad);
}

static void killChildren(int ownProcesses) {
  if (ownProcesses) {
    kill(-1, SIGKILL);
    return;
  }
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
  FILE *children = fopen(path, "re");
  int child;
  while (children && fscanf(children, "%d", &child) == 1) kill(child, SIGKILL);
  if (children) fclose(children);
}

// Ends the children that this process has now, and those that come to it when they lose their parents. Returns how
// many had to be ended, the work itself not counted.
static int endChildren(pid_t child, int *status, int ownProcesses) {
  int ended = 0;
  int left = 0;
  // Those that had ended before are only waited for.
  for (pid_t gone; (gone = waitpid(-1, &left, WNOHANG)) > 0;) {
    if (gone == child) *status = left;
  }
  for (;;) {
    killChildren(ownProcesses);
    pid_t gone = waitpid(-1, &left, 0);
    if (gone < 0 && errno == ECHILD) return ended;
    if (gone == child) *status = left;
    if (gone > 0 && gone != child) ended++;
  }
}

// Waits until the work has ended or is to be ended. Returns 0 for the latter.
static int awaitWork(pid_t child, int *status) {
  sigset_t signals = awaited();
  for (;;) {
    int left = 0;
    for (pid_t gone; (gone = waitpid(-1, &left, WNOHANG)) > 0;) {
      if (gone != child) continue;
      *status = left;
      return 1;
    }
    int signal = 0;
    if (sigwait(&signals, &signal) == 0 && signal == SIGUSR1) return 0;
  }
}

// `leaked.0 BYTES TURN`, a tab, the name, a tab, the holder's name.
static void reportLeaks(const struct order *order) {
  reportNumber("leaks", order->leaks);
  for (int i = 0; i < order->leaks && i < leakLimit; i++) {
    const struct probe_leak *leak = &order->leaked[i];
    dprintf(reportDescriptor, "leaked.%d %lu %u\t%s\t%s\n", i, (unsigned long)leak->bytes, leak->turn, leak->name, leak->holder);
  }
}

static void reportEnding(const struct order *order, int status) {
  if (order->areCountsKnown) {
    reportNumber("allocations", order->allocations);
    reportNumber("bytes", order->bytes);
  }
  reportNumber("started", order->hasStarted);
  if (order->wantsLeaks && order->leaks != notCounted) reportLeaks(order);
  if (WIFSIGNALED(status)) {
    reportNumber("signal", WTERMSIG(status));
  } else {
    reportNumber("exit", WEXITSTATUS(status));
  }
}

// - life: the end of a pipe whose other end only the outermost process holds.
static _Noreturn void superviseWork(const struct work *work, int ownProcesses, int life) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Our parent may have ended before that call; process 1 of a namespace cannot ask for its parent.
  struct pollfd outer = {.fd = life, .events = POLLIN};
  if (poll(&outer, 1, 0) != 0) _Exit(1);
  int ownMounts = ownProcesses && mountOwnProc() == 0;
  if (!ownProcesses) prctl(PR_SET_CHILD_SUBREAPER, 1);
  // A command is the author's choice and may want any file.
  if (!work->order->isCommand) report("files", ownMounts && hideNeighbors(work->order) == 0 ? "own" : "shared");
  pid_t child = fork();
  if (child == 0) startWork(work);
  if (child < 0) {
    report("failed", strerror(errno));
    _Exit(1);
  }
  int status = 0;
  awaitWork(child, &status);
  reportNumber("children", endChildren(child, &status, ownProcesses));
  reportEnding(work->order, status);
  _Exit(0);
}

static void awaitSupervisor(pid_t supervisor) {
  sigset_t signals = awaited();
  while (waitpid(supervisor, NULL, WNOHANG) == 0) {
    int signal = 0;
    if (sigwait(&signals, &signal) == 0 && signal == SIGUSR1) kill(supervisor, SIGUSR1);
  }
}

int runSupervised(const struct work *work) {
  sigset_t signals = awaited();
  sigprocmask(SIG_BLOCK, &signals, NULL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGTERM, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  fcntl(reportDescriptor, F_SETFD, FD_CLOEXEC);
  int ownProcesses = enterNamespaces(work);
  int life[2];
  pid_t supervisor = pipe2(life, O_CLOEXEC) == 0 ? fork() : -1;
  if (supervisor == 0) {
    close(life[1]);
    superviseWork(work, ownProcesses, life[0]);
  }
  if (supervisor < 0) {
    report("failed", strerror(errno));
    return 1;
  }
  awaitSupervisor(supervisor);
  return 0;
}
