// Mappings: which memory of the process may hold references to blocks of the heap, and which may not: malloc's own, all of
// it and not only its live blocks, because free chunks are full of stale addresses; and ours.
// Source: proc(5) for the format. Relies on: nothing of the C library that allocates.
#define _GNU_SOURCE
#include "HeapGraph.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { mappingLimit = 8192, exclusionLimit = 4096 };

static struct mapping mappings[mappingLimit];
static size_t mappingCount;

// Sorted when they are asked for the first time; few, so that inserting is quick.
static struct memory_range exclusions[exclusionLimit];
static size_t exclusionCount;
// What we took for ourselves stays excluded. Few: each is made once, or grows.
static struct memory_range reserved[64];
static size_t reservedCount;

void *probe_reserve(size_t bytes) {
  bytes = (bytes + 4095) & ~(size_t)4095;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  struct memory_range range = {(uintptr_t)memory, (uintptr_t)memory + bytes};
  if (reservedCount < sizeof reserved / sizeof *reserved) reserved[reservedCount++] = range;
  probe_exclude(range.low, range.high);
  return memory;
}

// One that finds no room is not excluded: what it holds may then hide a leak.
void probe_exclude(uintptr_t low, uintptr_t high) {
  if (low >= high || exclusionCount == exclusionLimit) return;
  size_t at = exclusionCount++;
  for (; at > 0 && exclusions[at - 1].low > low; at--) exclusions[at] = exclusions[at - 1];
  exclusions[at] = (struct memory_range){low, high};
}

void probe_forget_exclusions(void) {
  exclusionCount = 0;
  for (size_t i = 0; i < reservedCount; i++) probe_exclude(reserved[i].low, reserved[i].high);
}

struct memory_range probe_next_exclusion(uintptr_t address) {
  for (size_t i = 0; i < exclusionCount; i++)
    if (exclusions[i].high > address) return exclusions[i];
  return (struct memory_range){UINTPTR_MAX, UINTPTR_MAX};
}

static char text[1 << 20];

static int readText(void) {
  int file = probe_open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  size_t size = 0;
  ssize_t got;
  while (size < sizeof text - 1 && (got = read(file, text + size, sizeof text - 1 - size)) > 0) size += (size_t)got;
  probe_close(file);
  text[size] = 0;
  return 1;
}

// `low-high perms offset device inode name`, a line each.
int probe_read_mappings(void) {
  if (!readText()) return 0;
  mappingCount = 0;
  struct memory_range guard = {0, 0};
  for (char *line = text; *line && mappingCount < mappingLimit;) {
    char *end = strchr(line, '\n');
    if (end) *end = 0;
    char *after;
    uintptr_t low = strtoul(line, &after, 16), high = strtoul(after + 1, &after, 16);
    const char *name = strrchr(line, ' ');
    int isSpecial = name && name[1] == '[' && name[2] == 'v';  // [vdso], [vvar], [vsyscall]
    if (after[1] == 'r' && !isSpecial) {
      mappings[mappingCount++] = (struct mapping){
          .range = {low, high},
          .isWritable = after[2] == 'w',
          .isBreak = name && strcmp(name, " [heap]") == 0,
          .isMainStack = name && strcmp(name, " [stack]") == 0,
          .hasGuard = guard.high == low && guard.high - guard.low == 4096,
      };
    } else if (after[1] == '-') {
      guard = (struct memory_range){low, high};
    }
    if (!end) break;
    line = end + 1;
  }
  return 1;
}

size_t probe_mapping_count(void) { return mappingCount; }

const struct mapping *probe_mapping(size_t index) { return &mappings[index]; }

const struct mapping *probe_mapping_of(uintptr_t address) {
  size_t low = 0, high = mappingCount;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (mappings[middle].range.high <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < mappingCount && mappings[low].range.low <= address ? &mappings[low] : NULL;
}
