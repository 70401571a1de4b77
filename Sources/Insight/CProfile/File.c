// File: the profile as the program writes it, shared with whoever opens the file. So it is there at any moment, and stays
// when the program crashes, is killed, or becomes another by exec.
// Relies on: the file being opened anew by name each time it grows, because a program may close every descriptor it finds.
#define _GNU_SOURCE
#include "Profile.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct file {
  int lock;
  uint32_t extentUsed;  // of the extent that is being filled
  char *extent;
  uint64_t bytes;  // 0: there is none
  char path[4096];
};

static struct file *file;

// Bytes of the file that exist on its disk, so that writing them cannot end the program with SIGBUS.
static char *map(int descriptor, uint64_t from, size_t bytes) {
  if (posix_fallocate(descriptor, (off_t)from, (off_t)bytes) != 0) return NULL;
  void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, (off_t)from);
  return mapped == MAP_FAILED ? NULL : mapped;
}

static int create(const char *prefix) {
  for (int image = 0; image < 1000; image++) {
    int length = image == 0 ? snprintf(file->path, sizeof file->path, "%s.%d", prefix, (int)getpid())
                            : snprintf(file->path, sizeof file->path, "%s.%d.%d", prefix, (int)getpid(), image);
    if (length < 0 || (size_t)length >= sizeof file->path) return -1;
    int descriptor = open(file->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

struct profile_header *profile_create(const char *prefix) {
  if (!file) file = profile_reserve(sizeof *file);
  int descriptor = file ? create(prefix) : -1;
  if (descriptor < 0) return NULL;
  struct profile_header *header = (void *)map(descriptor, 0, profileHeaderBytes);
  close(descriptor);
  if (!header) return NULL;
  file->bytes = profileHeaderBytes;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  header->version = profileVersion;
  header->process = (uint32_t)getpid();
  header->seconds = (uint64_t)now.tv_sec;
  memcpy(header->magic, "LIVEHEAP", sizeof header->magic);
  return header;
}

static int grow(void) {
  int descriptor = open(file->path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return 0;
  char *extent = map(descriptor, file->bytes, profileExtentBytes);
  close(descriptor);
  if (!extent) return 0;
  file->extent = extent;
  file->extentUsed = 0;
  file->bytes += profileExtentBytes;
  return 1;
}

void *profile_append(uint32_t bytes) {
  bytes = (bytes + 7) & ~7u;
  struct profile_block *block = NULL;
  profile_take(&file->lock);
  if (bytes <= profileExtentBytes && ((file->extent && file->extentUsed + bytes <= profileExtentBytes) || grow())) {
    block = (void *)(file->extent + file->extentUsed);
    file->extentUsed += bytes;
    block->bytes = bytes;
  }
  profile_give(&file->lock);
  return block;
}

void profile_publish(void *block, uint32_t kind) {
  // Pairs with a reader's look at the file: whoever sees the kind sees the block.
  __atomic_store_n(&((struct profile_block *)block)->kind, kind, __ATOMIC_RELEASE);
}
