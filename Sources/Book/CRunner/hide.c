// hide: what other runs left or still use is out of a block's sight. Folders that programs share are covered by empty ones
// in the mount namespace of the run; what the run itself needs below them is mounted back.
// Source: mount_namespaces(7), mount(2). Relies on: mountOwnProc, which made the namespace.
#define _GNU_SOURCE
#include "runner.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { mostKept = 16 };

// A folder that the run needs, held open so that it can be mounted where it was.
struct kept {
  char path[PATH_MAX];
  int descriptor;
};

static int keep(struct kept *kept, const char *path, size_t length) {
  if (length == 0 || length >= sizeof kept->path) return -1;
  memcpy(kept->path, path, length);
  kept->path[length] = 0;
  kept->descriptor = open(kept->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  return kept->descriptor < 0 ? -1 : 0;
}

// The working folder, and the folders of the image and of its libraries. Returns how many, or -1.
static int keepAll(const struct order *order, struct kept *kept) {
  char folder[PATH_MAX];
  if (!getcwd(folder, sizeof folder) || keep(&kept[0], folder, strlen(folder)) != 0) return -1;
  int count = 1;
  const char *word = order->words;
  for (int i = 0; i < order->wordCount; i++, word += strlen(word) + 1) {
    const char *slash = strrchr(word, '/');
    if (!slash || count == mostKept || keep(&kept[count], word, (size_t)(slash - word)) != 0) return -1;
    count++;
  }
  return count;
}

static int isBelow(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && path[length] == '/';
}

// Makes `path` and what is missing above it.
static void makeFolders(const char *path) {
  char part[PATH_MAX];
  for (const char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
    snprintf(part, sizeof part, "%.*s", (int)(at - path), path);
    mkdir(part, 0755);
  }
  mkdir(path, 0755);
}

static int cover(const char *folder, const char *options, const struct kept *kept, int count) {
  if (access(folder, F_OK) != 0) return 0;
  if (mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return -1;
  for (int i = 0; i < count; i++) {
    if (!isBelow(kept[i].path, folder)) continue;
    char source[64];
    snprintf(source, sizeof source, "/proc/self/fd/%d", kept[i].descriptor);
    makeFolders(kept[i].path);
    if (mount(source, kept[i].path, NULL, MS_BIND, NULL) != 0) return -1;
  }
  return 0;
}

int hideNeighbors(const struct order *order) {
  struct kept kept[mostKept];
  int count = keepAll(order, kept);
  if (count < 0) return -1;
  char runs[PATH_MAX];
  char *slash = strrchr(strcpy(runs, kept[0].path), '/');
  // A working folder directly below the root has no neighbors that could be covered.
  if (slash == runs) return -1;
  *slash = 0;
  // What the block writes here is memory that no process has; so little is allowed.
  if (cover("/dev/shm", "mode=1777,size=64m", kept, count) != 0) return -1;
  if (cover("/tmp", "mode=1777,size=64m", kept, count) != 0) return -1;
  if (cover(runs, "mode=755,size=1m", kept, count) != 0) return -1;
  for (int i = 0; i < count; i++) close(kept[i].descriptor);
  return chdir(kept[0].path);
}
