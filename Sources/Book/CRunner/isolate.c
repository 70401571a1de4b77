// isolate: what a run shares with the machine and what it has for itself: processes, the network, its bounds. Where
// the kernel refuses namespaces the run goes on without, and the report says so.
// Source: namespaces(7), pid_namespaces(7), user_namespaces(7), getrlimit(2).
#define _GNU_SOURCE
#include "runner.h"
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

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

// A new network namespace has a loopback that is down. Foundation's Process wants one, and it leads nowhere else.
static void raiseLoopback(void) {
  int channel = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  if (channel < 0) return;
  ioctl(channel, SIOCSIFFLAGS, &loopback);
  close(channel);
}

int enterNamespaces(const struct work *work) {
  int mayEnter = !work->withoutNamespaces && (geteuid() == 0 || enterUserNamespace() == 0);
  int ownProcesses = mayEnter && unshare(CLONE_NEWPID | CLONE_NEWIPC) == 0;
  int ownNetwork = mayEnter && !work->keepsNetwork && unshare(CLONE_NEWNET) == 0;
  if (ownNetwork) raiseLoopback();
  report("processes", ownProcesses ? "namespace" : "subreaper");
  report("network", ownNetwork ? "none" : "shared");
  return ownProcesses;
}

// A refusal leaves the machine's /proc in place, where /proc/self is right and /proc/PID is not.
int mountOwnProc(void) {
  if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) != 0) return -1;
  mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
  return 0;
}

static void limit(int resource, long value, long most) {
  struct rlimit bound = {(rlim_t)value, (rlim_t)most};
  setrlimit(resource, &bound);
}

void enterLimits(const struct limits *limits) {
  limit(RLIMIT_CORE, 0, 0);
  // One second apart: at the soft limit the kernel sends SIGXCPU, which names its cause; at the hard one SIGKILL.
  if (limits->cpuSeconds > 0) limit(RLIMIT_CPU, limits->cpuSeconds, limits->cpuSeconds + 1);
  if (limits->openFiles > 0) limit(RLIMIT_NOFILE, limits->openFiles, limits->openFiles);
  if (limits->fileBytes > 0) limit(RLIMIT_FSIZE, limits->fileBytes, limits->fileBytes);
}
