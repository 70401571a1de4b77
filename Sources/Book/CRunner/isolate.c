// isolate: the work runs as process 2 of a PID namespace whose process 1 is ours, so that everything that it started
// ends with it, in a session of its own or not; and in a network namespace without a network. Where the kernel
// refuses namespaces, process 1's part is played by a subreaper, and the report says so.
// Source: namespaces(7), pid_namespaces(7), prctl(2). Invariant: no path leaves this file without a report, except
// being killed, which the reader of the report sees as its absence.
#define _GNU_SOURCE
#include "runner.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void report(const char *key, const char *value) { dprintf(reportDescriptor, "%s %s\n", key, value); }

static void reportNumber(const char *key, long value) { dprintf(reportDescriptor, "%s %ld\n", key, value); }

static int writeFile(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = write(file, text, strlen(text));
  close(file);
  return count == (ssize_t)strlen(text) ? 0 : -1;
}

// Without root a user namespace gives the right to make the others; inside, we are who we were.
static int enterUserNamespace(void) {
  char map[64];
  uid_t user = getuid();
  gid_t group = getgid();
  if (unshare(CLONE_NEWUSER) != 0) return -1;
  writeFile("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%d %d 1", user, user);
  if (writeFile("/proc/self/uid_map", map) != 0) return -1;
  snprintf(map, sizeof map, "%d %d 1", group, group);
  return writeFile("/proc/self/gid_map", map);
}

// Returns 1 when a PID namespace was had.
static int enterNamespaces(void) {
  if (geteuid() != 0 && enterUserNamespace() != 0) {
    report("processes", "subreaper");
    report("network", "shared");
    return 0;
  }
  int ownProcesses = unshare(CLONE_NEWPID) == 0;
  int ownNetwork = unshare(CLONE_NEWNET) == 0;
  report("processes", ownProcesses ? "namespace" : "subreaper");
  report("network", ownNetwork ? "none" : "shared");
  return ownProcesses;
}

static void limit(int resource, long value) {
  struct rlimit bound = {(rlim_t)value, (rlim_t)value};
  setrlimit(resource, &bound);
}

static _Noreturn void startWork(const struct work *work) {
  signal(SIGTERM, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0);
  if (work->limits.cpuSeconds > 0) limit(RLIMIT_CPU, work->limits.cpuSeconds);
  if (work->limits.openFiles > 0) limit(RLIMIT_NOFILE, work->limits.openFiles);
  if (work->limits.fileBytes > 0) limit(RLIMIT_FSIZE, work->limits.fileBytes);
  close(reportDescriptor);
  struct order *order = work->order;
  char *words[order->wordCount + 1];
  char *word = order->words;
  for (int i = 0; i < order->wordCount; i++, word += strlen(word) + 1) words[i] = word;
  words[order->wordCount] = NULL;
  if (order->isCommand) {
    close(orderDescriptor);
    execv(words[0], words);
  } else {
    // CommandLine.arguments reads the process's own command line, so the block's process begins with a fresh one.
    char *block[] = {"block", NULL};
    execv("/proc/self/exe", block);
  }
  fprintf(stderr, "runner: cannot start %s: %s\n", words[0], strerror(errno));
  _Exit(cannotLoad);
}

// Ends the children that this process has now, and those that come to it when they lose their parents.
static int endOrphans(int ownProcesses) {
  int ended = 0;
  for (;;) {
    if (ownProcesses) {
      kill(-1, SIGKILL);
    } else {
      char path[64];
      snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
      FILE *children = fopen(path, "re");
      int child;
      while (children && fscanf(children, "%d", &child) == 1) kill(child, SIGKILL);
      if (children) fclose(children);
    }
    pid_t gone = waitpid(-1, NULL, 0);
    if (gone < 0 && errno == ECHILD) return ended;
    if (gone > 0) ended++;
  }
}

// Process 1 of the namespace, or the subreaper: waits for the work, reaps whatever else ends, reports.
static _Noreturn void superviseWork(const struct work *work, int ownProcesses) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!ownProcesses) prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t child = fork();
  if (child == 0) startWork(work);
  int status = 0;
  for (pid_t gone = child > 0 ? 0 : -1; gone != child;) {
    gone = waitpid(-1, &status, 0);
    if (gone < 0 && errno != EINTR) {
      report("failed", strerror(errno));
      _Exit(1);
    }
  }
  reportNumber("children", endOrphans(ownProcesses));
  if (work->order->areCountsKnown) {
    reportNumber("allocations", work->order->allocations);
    reportNumber("bytes", work->order->bytes);
  }
  if (WIFSIGNALED(status)) {
    reportNumber("signal", WTERMSIG(status));
  } else {
    reportNumber("exit", WEXITSTATUS(status));
  }
  _Exit(0);
}

int runIsolated(const struct work *work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // A polite end is for the work; we stay to report it.
  signal(SIGTERM, SIG_IGN);
  fcntl(reportDescriptor, F_SETFD, FD_CLOEXEC);
  int ownProcesses = enterNamespaces();
  pid_t supervisor = fork();
  if (supervisor == 0) superviseWork(work, ownProcesses);
  if (supervisor < 0) {
    report("failed", strerror(errno));
    return 1;
  }
  while (waitpid(supervisor, NULL, 0) < 0 && errno == EINTR) {
  }
  return 0;
}
