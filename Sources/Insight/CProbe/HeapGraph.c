// HeapGraph: which blocks nothing reaches any more. From roots (the data of all images, other mappings that are no heap,
// the living part of other threads' stacks) every word that may be an address is followed through the live blocks; what is
// left was leaked. The ended program's own stack and registers are no roots: LeakSanitizer reads them, and misses a cycle
// that was made in a `do { }` at file scope (Boehm & Weiser 1988 for marking without types).
// What can go wrong: a stale word hides a leak; it never makes one up. A weak reference is no reference, because an
// object's side table is known by the object's own count word; an unowned one is followed like a strong one.
// Invariant: while other threads are stopped nothing here allocates, locks or calls the C library's stdio.
#define _GNU_SOURCE
#include "CProbe.h"
#include "LiveBlocks.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

struct node {
  struct live_block block;
  uint32_t holder;  // a leaked block that refers to it, plus one; 0 for none
  uint8_t isReached;
  uint8_t isSideTable;
};

static struct node *nodes;
static size_t nodeCount;
static uint32_t *grey;
static size_t greyCount;

struct mapping {
  struct memory_range range;
  int isWritable;
  int isHeap;  // the main arena's
};
enum { mappingLimit = 8192, threadLimit = 256, arenaBytes = 64 << 20 };
static struct mapping mappings[mappingLimit];
static int mappingCount;

static struct memory_range arena;
static struct memory_range ours[3];
static int oursCount;

// MARK: Memory of our own

static void *reserve(size_t bytes) {
  bytes = (bytes + 4095) & ~(size_t)4095;
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  ours[oursCount++] = (struct memory_range){(uintptr_t)memory, (uintptr_t)memory + bytes};
  return memory;
}

static int isOurs(uintptr_t address) {
  for (int i = 0; i < oursCount; i++)
    if (ours[i].low <= address && address < ours[i].high) return 1;
  return 0;
}

// MARK: The process's mappings

static char mapsText[1 << 20];

// proc(5): `low-high perms offset device inode name`, a line each.
static int readMappings(void) {
  int file = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  size_t size = 0;
  ssize_t got;
  while (size < sizeof mapsText - 1 && (got = read(file, mapsText + size, sizeof mapsText - 1 - size)) > 0) size += got;
  close(file);
  mapsText[size] = 0;
  mappingCount = 0;
  for (char *line = mapsText; *line && mappingCount < mappingLimit;) {
    char *end = strchr(line, '\n');
    if (end) *end = 0;
    char *after;
    uintptr_t low = strtoul(line, &after, 16), high = strtoul(after + 1, &after, 16);
    char *name = strrchr(line, ' ');
    int isSpecial = name && name[1] == '[' && name[2] == 'v';  // [vdso], [vvar], [vsyscall]
    if (after[1] == 'r' && !isSpecial) {
      mappings[mappingCount++] = (struct mapping){
          {low, high}, after[2] == 'w', name && strcmp(name, " [heap]") == 0};
    }
    if (!end) break;
    line = end + 1;
  }
  return 1;
}

static const struct mapping *mappingOf(uintptr_t address) {
  int low = 0, high = mappingCount;
  while (low < high) {
    int middle = (low + high) / 2;
    if (mappings[middle].range.high <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < mappingCount && mappings[low].range.low <= address ? &mappings[low] : NULL;
}

static int isReadable(uintptr_t address) { return mappingOf(address) != NULL; }

// MARK: Marking

static long find(uintptr_t address) {
  size_t low = 0, high = nodeCount;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (nodes[middle].block.address <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return -1;
  const struct live_block *block = &nodes[low - 1].block;
  return address < block->address + (block->bytes ? block->bytes : 1) ? (long)(low - 1) : -1;
}

// Swift keeps tags in the top byte and the lowest three bits of a reference.
static uintptr_t untagged(uintptr_t word) { return word & 0x00FFFFFFFFFFFFF8ull; }

static void reach(uintptr_t word) {
  long index = find(untagged(word));
  if (index < 0 || nodes[index].isReached) return;
  nodes[index].isReached = 1;
  // What a side table points to is referred to weakly.
  if (!nodes[index].isSideTable) grey[greyCount++] = (uint32_t)index;
}

__attribute__((no_sanitize("address"))) static void scan(uintptr_t low, uintptr_t high) {
  low = (low + 7) & ~(uintptr_t)7;
  for (uintptr_t at = low; at + 8 <= high; at += 8) {
    if (at == ((arena.low + 7) & ~(uintptr_t)7)) at = arena.high;
    reach(*(uintptr_t *)at);
  }
  while (greyCount) {
    const struct live_block *block = &nodes[grey[--greyCount]].block;
    for (uintptr_t at = block->address; at + 8 <= block->address + block->bytes; at += 8) reach(*(uintptr_t *)at);
  }
}

// Source: swift/stdlib/public/SwiftShims/RefCount.h: the count word of an object whose two top bits are set holds the
// address of its side table, shifted right by three.
static void findSideTables(void) {
  for (size_t i = 0; i < nodeCount; i++) {
    if (nodes[i].block.bytes < 16) continue;
    const uintptr_t *words = (const uintptr_t *)nodes[i].block.address;
    if (words[1] >> 62 != 3 || (words[0] & 7) != 0 || !isReadable(words[0])) continue;
    long table = find(words[1] << 3);
    if (table >= 0 && nodes[table].block.address == words[1] << 3) nodes[table].isSideTable = 1;
  }
}

// MARK: Other threads

struct parked {
  pid_t thread;
  volatile uintptr_t stack;  // 0 until it has stopped
  uintptr_t registers[16];
};
static struct parked threads[threadLimit];
static int threadCount;
static volatile int mayGo;

// SIGPROF, because libdispatch's workers block almost every other.
static void park(int number, siginfo_t *info, void *context) {
  (void)number, (void)info;
  int saved = errno;
  pid_t self = (pid_t)syscall(SYS_gettid);
  for (int i = 0; i < threadCount; i++) {
    if (threads[i].thread != self) continue;
    const greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    for (int r = 0; r < 16; r++) threads[i].registers[r] = (uintptr_t)registers[r];
    threads[i].stack = (uintptr_t)registers[REG_RSP];
    while (!mayGo) {
      struct timespec pause = {0, 200000};
      nanosleep(&pause, NULL);
    }
  }
  errno = saved;
}

static void listThreads(void) {
  struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t length;
    uint8_t type;
    char name[];
  };
  static char buffer[1 << 16];
  threadCount = 0;
  int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  pid_t self = (pid_t)syscall(SYS_gettid);
  long got;
  while ((got = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < got;) {
      struct entry *entry = (struct entry *)(buffer + at);
      pid_t thread = (pid_t)strtol(entry->name, NULL, 10);
      if (thread > 0 && thread != self && threadCount < threadLimit) threads[threadCount++] = (struct parked){.thread = thread};
      at += entry->length;
    }
  }
  close(folder);
}

static void stopThreads(void) {
  struct sigaction action = {.sa_sigaction = park, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigfillset(&action.sa_mask);
  sigaction(SIGPROF, &action, NULL);
  mayGo = 0;
  listThreads();
  for (int i = 0; i < threadCount; i++) syscall(SYS_tgkill, getpid(), threads[i].thread, SIGPROF);
  // One that does not stop within a second is looked at while it runs, its whole stack taken for alive.
  for (int round = 0; round < 1000; round++) {
    int running = 0;
    for (int i = 0; i < threadCount; i++) running += threads[i].stack == 0;
    if (!running) return;
    struct timespec pause = {0, 1000000};
    nanosleep(&pause, NULL);
  }
}

// MARK: Roots

static int isThreadStack(const struct mapping *mapping, uintptr_t *living) {
  for (int i = 0; i < threadCount; i++) {
    if (mapping->range.low <= threads[i].stack && threads[i].stack < mapping->range.high) {
      *living = threads[i].stack;
      return 1;
    }
  }
  return 0;
}

// Malloc's own memory, all of it: free chunks are full of stale addresses. A block's chunk says in the word before it
// where it comes from (glibc malloc/malloc.c: IS_MMAPPED is bit 1, NON_MAIN_ARENA bit 2).
static int holdsBlocks(const struct mapping *mapping) {
  if (mapping->isHeap) return 1;
  long index = find(mapping->range.high - 1);
  size_t low = 0, high = nodeCount;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (nodes[middle].block.address < mapping->range.low) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (index >= 0 || (low < nodeCount && nodes[low].block.address < mapping->range.high)) return 1;
  return 0;
}

// What was allocated before tracking began is not known block by block; known blocks between are left out.
static void scanUntracked(uintptr_t low, uintptr_t high) {
  for (size_t i = 0; i < nodeCount && nodes[i].block.address < high; i++) {
    if (nodes[i].block.address < low) continue;
    scan(low, nodes[i].block.address);
    low = nodes[i].block.address + nodes[i].block.bytes;
  }
  if (low < high) scan(low, high);
}

static void scanRoots(uintptr_t untrackedEnd, int isRunning) {
  uintptr_t self = (uintptr_t)__builtin_frame_address(0);
  for (int i = 0; i < mappingCount; i++) {
    const struct mapping *mapping = &mappings[i];
    if (!mapping->isWritable || isOurs(mapping->range.low)) continue;
    uintptr_t low = mapping->range.low;
    if (mapping->range.low <= self && self < mapping->range.high) {
      if (!isRunning) continue;
      low = self;
    } else if (isThreadStack(mapping, &low)) {
      // From its stack pointer up; a stack's mapping holds the thread's own variables as well.
    } else if (mapping->isHeap) {
      if (low < untrackedEnd && untrackedEnd < mapping->range.high) scanUntracked(low, untrackedEnd);
      continue;
    } else if (holdsBlocks(mapping)) {
      continue;
    }
    scan(low, mapping->range.high);
  }
  for (int i = 0; i < threadCount; i++) {
    for (int r = 0; r < 16; r++) scan((uintptr_t)&threads[i].registers[r], (uintptr_t)&threads[i].registers[r + 1]);
  }
}

// MARK: Sorting, without a library that may allocate

static void sift(size_t root, size_t count) {
  for (;;) {
    size_t child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && nodes[child].block.address < nodes[child + 1].block.address) child++;
    if (nodes[root].block.address >= nodes[child].block.address) return;
    struct node swapped = nodes[root];
    nodes[root] = nodes[child];
    nodes[child] = swapped;
    root = child;
  }
}

// Heapsort (Williams 1964): in place, and O(n log n) on any input.
static void sortNodes(void) {
  for (size_t i = nodeCount / 2; i > 0; i--) sift(i - 1, nodeCount);
  for (size_t count = nodeCount; count > 1; count--) {
    struct node swapped = nodes[0];
    nodes[0] = nodes[count - 1];
    nodes[count - 1] = swapped;
    sift(0, count - 1);
  }
}

// A thread that was stopped while it moved a block in the table leaves it there twice.
static void dropDoubles(void) {
  size_t kept = 0;
  for (size_t i = 0; i < nodeCount; i++) {
    if (kept > 0 && nodes[kept - 1].block.address == nodes[i].block.address) continue;
    nodes[kept++] = nodes[i];
  }
  nodeCount = kept;
}

// MARK: Names

struct type_name {
  const char *bytes;
  uintptr_t count;
};

static int isClass(uintptr_t metadata, size_t bytes) {
  if (!isReadable(metadata) || !isReadable(metadata + 47)) return 0;
  // On Linux the kind of a native class is 0; its descriptor says so again; its instances have this size.
  uintptr_t descriptor = ((uintptr_t *)metadata)[5];
  if (((uintptr_t *)metadata)[0] != 0 || (descriptor & 3) != 0 || !isReadable(descriptor)) return 0;
  uint32_t size = *(uint32_t *)(metadata + 24);
  return (*(uint32_t *)descriptor & 31) == 16 && size >= 16 && size <= bytes + 16;
}

static void nameBlock(const struct live_block *block, char *name, size_t capacity) {
  static struct type_name (*typeName)(uintptr_t, int);
  if (!typeName) typeName = (struct type_name(*)(uintptr_t, int))dlsym(RTLD_DEFAULT, "swift_getTypeName");
  uintptr_t metadata = block->bytes >= 16 ? *(uintptr_t *)block->address : 0;
  uintptr_t kind = metadata >= 4096 && (metadata & 7) == 0 && isReadable(metadata) ? *(uintptr_t *)metadata : 1;
  // Source: swift/include/swift/ABI/MetadataKind.def.
  if (typeName && kind == 0 && isClass(metadata, block->bytes)) {
    struct type_name found = typeName(metadata, 0);
    snprintf(name, capacity, "%.*s", (int)(found.count < capacity ? found.count : capacity - 1), found.bytes);
  } else if (kind == 0x400) {
    snprintf(name, capacity, "closure context");
  } else if (kind == 0x500) {
    snprintf(name, capacity, "box");
  } else if (kind == 0x501) {
    snprintf(name, capacity, "error");
  } else {
    snprintf(name, capacity, "%zu bytes", block->bytes);
  }
}

// MARK: The judgement

static void setHolders(uint32_t since) {
  for (size_t i = 0; i < nodeCount; i++) {
    if (nodes[i].isReached || nodes[i].isSideTable || nodes[i].block.sequence <= since) continue;
    const struct live_block *block = &nodes[i].block;
    for (uintptr_t at = block->address + 16; at + 8 <= block->address + block->bytes; at += 8) {
      long held = find(untagged(*(uintptr_t *)at));
      if (held >= 0 && !nodes[held].isReached && nodes[held].holder == 0) nodes[held].holder = (uint32_t)i + 1;
    }
  }
}

static uintptr_t firstAddress;

// The main arena's own words are no references, though they look so: the chunk after a block begins inside the block's
// last word. A chunk that waits in the unsorted list refers to that list, 96 bytes into the arena's state of 2200.
// Source: glibc 2.36 malloc/malloc.c, struct malloc_state.
static void findArena(void) {
  uintptr_t *volatile waiting = malloc(2048);
  void *volatile guard = malloc(16);
  free((void *)waiting);
  uintptr_t list = waiting[0];
  free(guard);
  arena = (struct memory_range){list - 96, list - 96 + 2200};
}

int probe_track_from_here(void) {
  findArena();
  // What stands below this block was allocated before anybody counted.
  void *mark = malloc(1 << 16);
  firstAddress = (uintptr_t)mark;
  free(mark);
  return probe_track();
}

long probe_find_leaks(uint32_t since, int isRunning, struct probe_leak *leaks, int capacity) {
  if (!probe_is_tracking) return -1;
  long count = probe_live_count();
  if (count < 0) return -1;
  // Others allocate until they stand still.
  long room = 2 * count + (1 << 16);
  oursCount = 0;
  ours[oursCount++] = probe_table_range();
  nodes = reserve((size_t)room * sizeof *nodes);
  grey = reserve((size_t)room * sizeof *grey);
  if (!nodes || !grey) return -1;
  stopThreads();
  probe_is_tracking = 0;
  count = probe_live_count();
  if (count < 0 || count > room || !readMappings()) {
    mayGo = 1;
    return -1;
  }
  struct live_block *copies = (struct live_block *)nodes;
  probe_copy_live(copies);
  // From the back, because a node is larger than the block that it takes over.
  for (long i = count - 1; i >= 0; i--) {
    struct live_block block = copies[i];
    nodes[i] = (struct node){.block = block};
  }
  nodeCount = (size_t)count;
  sortNodes();
  dropDoubles();
  findSideTables();
  scanRoots(firstAddress, isRunning);
  setHolders(since);
  mayGo = 1;
  long found = 0;
  for (size_t i = 0; i < nodeCount; i++) {
    if (nodes[i].isReached || nodes[i].isSideTable || nodes[i].block.sequence <= since) continue;
    if (found < capacity) {
      struct probe_leak *leak = &leaks[found];
      *leak = (struct probe_leak){.bytes = nodes[i].block.bytes, .turn = nodes[i].block.sequence - since};
      nameBlock(&nodes[i].block, leak->name, sizeof leak->name);
      if (nodes[i].holder) nameBlock(&nodes[nodes[i].holder - 1].block, leak->holder, sizeof leak->holder);
    }
    found++;
  }
  return found;
}
