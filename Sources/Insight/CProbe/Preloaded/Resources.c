// Resources: descriptors and child processes, with the place where each was made, by whatever numbers places. What is still
// there at the end is asked for by number; whether it should be is for others to say.
// Source: open(2), pipe(2), posix_spawn(3), waitid(2). Relies on: programs calling these through the dynamic linker; what
// the C library opens for itself (fopen, opendir) is noted by the function that was called for it.
#define _GNU_SOURCE
#include "Preloaded.h"
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { childLimit = 1 << 12 };

static int isKeeping;
// By number: the stack, 0 for none of ours; and the FILE or DIR that holds it.
static uint32_t descriptors[descriptorLimit];
static uintptr_t handles[descriptorLimit];
static struct {
  pid_t process;
  uint32_t stack;
} children[childLimit];
static uint32_t childCount;

#define FRAME __builtin_frame_address(0)
// The next definition of a function, asked for once; two threads that ask at once get the same.
#define NEXT(name)                                  \
  static __typeof__(name) *next;                    \
  if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

void probe_keep_resources(void) { isKeeping = 1; }

static int opened(int descriptor, const void *frame) {
  if (isKeeping && descriptor >= 0 && descriptor < descriptorLimit) {
    handles[descriptor] = 0;
    descriptors[descriptor] = probe_intern_stack(frame);
  }
  return descriptor;
}

static void closed(int descriptor) {
  if (descriptor >= 0 && descriptor < descriptorLimit) descriptors[descriptor] = 0;
}

static void started(pid_t process, const void *frame) {
  if (!isKeeping || process <= 0) return;
  uint32_t place = __atomic_fetch_add(&childCount, 1, __ATOMIC_RELAXED);
  if (place >= childLimit) return;
  children[place].stack = probe_intern_stack(frame);
  children[place].process = process;
}

// MARK: What the program calls

static mode_t modeOf(int flags, va_list arguments) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0; }

#define OPEN(name)                                             \
  int name(const char *path, int flags, ...) {                 \
    NEXT(name);                                                \
    va_list arguments;                                         \
    va_start(arguments, flags);                                \
    mode_t mode = modeOf(flags, arguments);                    \
    va_end(arguments);                                         \
    return opened(next(path, flags, mode), FRAME);             \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                           \
  int name(int folder, const char *path, int flags, ...) {     \
    NEXT(name);                                                \
    va_list arguments;                                         \
    va_start(arguments, flags);                                \
    mode_t mode = modeOf(flags, arguments);                    \
    va_end(arguments);                                         \
    return opened(next(folder, path, flags, mode), FRAME);     \
  }
OPENAT(openat)
OPENAT(openat64)

int creat(const char *path, mode_t mode) { NEXT(creat); return opened(next(path, mode), FRAME); }
int socket(int domain, int type, int protocol) { NEXT(socket); return opened(next(domain, type, protocol), FRAME); }
int accept(int listener, struct sockaddr *restrict address, socklen_t *restrict size) { NEXT(accept); return opened(next(listener, address, size), FRAME); }
int accept4(int listener, struct sockaddr *restrict address, socklen_t *restrict size, int flags) { NEXT(accept4); return opened(next(listener, address, size, flags), FRAME); }
int dup(int old) { NEXT(dup); return opened(next(old), FRAME); }
int dup2(int old, int new) { NEXT(dup2); int result = next(old, new); return old == new ? result : opened(result, FRAME); }
int dup3(int old, int new, int flags) { NEXT(dup3); return opened(next(old, new, flags), FRAME); }
int epoll_create1(int flags) { NEXT(epoll_create1); return opened(next(flags), FRAME); }
int eventfd(unsigned value, int flags) { NEXT(eventfd); return opened(next(value, flags), FRAME); }
int timerfd_create(int clock, int flags) { NEXT(timerfd_create); return opened(next(clock, flags), FRAME); }
int memfd_create(const char *name, unsigned flags) { NEXT(memfd_create); return opened(next(name, flags), FRAME); }
int mkstemp(char *pattern) { NEXT(mkstemp); return opened(next(pattern), FRAME); }

static int openedPair(int result, const int ends[2], const void *frame) {
  if (result == 0) opened(ends[0], frame), opened(ends[1], frame);
  return result;
}
int pipe(int ends[2]) { NEXT(pipe); return openedPair(next(ends), ends, FRAME); }
int pipe2(int ends[2], int flags) { NEXT(pipe2); return openedPair(next(ends, flags), ends, FRAME); }
int socketpair(int domain, int type, int protocol, int ends[2]) { NEXT(socketpair); return openedPair(next(domain, type, protocol, ends), ends, FRAME); }
int close(int descriptor) { NEXT(close); closed(descriptor); return next(descriptor); }

static void openedHandle(int descriptor, const void *handle, const void *frame) {
  opened(descriptor, frame);
  if (isKeeping && descriptor >= 0 && descriptor < descriptorLimit) handles[descriptor] = (uintptr_t)handle;
}
#define FOPEN(name)                                            \
  FILE *name(const char *restrict path, const char *restrict mode) {    \
    NEXT(name);                                                \
    FILE *file = next(path, mode);                             \
    if (file) openedHandle(fileno(file), file, FRAME);         \
    return file;                                               \
  }
FOPEN(fopen)
FOPEN(fopen64)
FILE *fdopen(int descriptor, const char *mode) {
  NEXT(fdopen);
  FILE *file = next(descriptor, mode);
  if (file) openedHandle(descriptor, file, FRAME);
  return file;
}
FILE *popen(const char *command, const char *mode) {
  NEXT(popen);
  FILE *file = next(command, mode);
  if (file) openedHandle(fileno(file), file, FRAME);
  return file;
}
int fclose(FILE *file) { NEXT(fclose); closed(fileno(file)); return next(file); }
int pclose(FILE *file) { NEXT(pclose); closed(fileno(file)); return next(file); }
DIR *opendir(const char *path) {
  NEXT(opendir);
  DIR *folder = next(path);
  if (folder) openedHandle(dirfd(folder), folder, FRAME);
  return folder;
}
DIR *fdopendir(int descriptor) {
  NEXT(fdopendir);
  DIR *folder = next(descriptor);
  if (folder) openedHandle(descriptor, folder, FRAME);
  return folder;
}
int closedir(DIR *folder) { NEXT(closedir); closed(dirfd(folder)); return next(folder); }

pid_t fork(void) {
  NEXT(fork);
  pid_t process = next();
  if (process == 0) isKeeping = 0;
  started(process, FRAME);
  return process;
}
#define SPAWN(name)                                                                                             \
  int name(pid_t *restrict process, const char *restrict path, const posix_spawn_file_actions_t *actions,                \
           const posix_spawnattr_t *restrict attributes, char *const arguments[restrict], char *const environment[restrict]) {             \
    NEXT(name);                                                                                                 \
    pid_t own = 0;                                                                                              \
    int error = next(&own, path, actions, attributes, arguments, environment);                                  \
    if (error == 0) started(own, FRAME);                                                                        \
    if (error == 0 && process) *process = own;                                                                  \
    return error;                                                                                               \
  }
SPAWN(posix_spawn)
SPAWN(posix_spawnp)

// MARK: What is left

int probe_is_descriptor(uint32_t number) { return number > 2 && number < descriptorLimit && descriptors[number] != 0; }

// 'z' for one that has ended and was not waited for, 'r' for one that runs, 0 for one that is gone.
static char stateOf(pid_t process) {
  siginfo_t info = {0};
  if (waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return 0;
  return info.si_pid == process ? 'z' : 'r';
}

static uint32_t knownChildren(void) { return childCount < childLimit ? childCount : childLimit; }

int probe_running_children(void) {
  int running = 0;
  for (uint32_t i = 0; i < knownChildren(); i++) running += children[i].process > 0 && stateOf(children[i].process) == 'r';
  return running;
}

int probe_descriptor(int number, uint32_t *stack, uintptr_t *handle) {
  if (!probe_is_descriptor((uint32_t)number)) return 0;
  *stack = descriptors[number];
  *handle = handles[number];
  return 1;
}

int probe_child(uint32_t index, pid_t *process, uint32_t *stack, char *state) {
  if (index >= knownChildren()) return 0;
  *process = children[index].process;
  *stack = children[index].stack;
  *state = *process > 0 ? stateOf(*process) : 0;
  return 1;
}
