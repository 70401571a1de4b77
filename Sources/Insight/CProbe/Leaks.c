// Leaks: the judgement. It stops other threads, copies the live blocks, has them marked, and names what nothing reaches.
// An ended program's frames are no roots: LeakSanitizer reads them, and misses a cycle that was made in a `do { }` at file
// scope. The same goes for the frames of the task that an asynchronous main was.
// Invariant: while other threads are stopped nothing here allocates or locks; addresses of the runtime are looked up before.
#define _GNU_SOURCE
#include "CProbe.h"
#include "HeapGraph.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct graph graph;
static struct memory_range arena;
static uintptr_t firstAddress;

// What the Swift runtime tells debuggers, and 0 where there is no concurrency or its layout is another.
static struct {
  uintptr_t taskMetadata;
  uintptr_t slabMetadata;
  uintptr_t currentTask;
} runtime;

// MARK: Malloc's own memory

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

// Source: glibc 2.36 malloc/arena.c, struct heap_info, at a multiple of 64 MiB.
static void excludeArenaHeap(uintptr_t base) {
  struct heap_info {
    uintptr_t arena;
    uintptr_t previous;
    size_t size;
    size_t accessible;
  };
  const struct mapping *mapping = probe_mapping_of(base);
  if (!mapping || !mapping->isWritable) return;
  const struct heap_info *heap = (const struct heap_info *)base;
  // Where a heap was given back to the system something else may stand.
  if (heap->size > heap->accessible || heap->accessible > arenaHeapBytes || heap->accessible % 4096 != 0) return;
  if (!probe_mapping_of(heap->arena)) return;
  probe_exclude(base, base + heap->accessible);
}

// A block's chunk says in the word before it where it comes from (malloc.c: IS_MMAPPED is bit 1, NON_MAIN_ARENA bit 2).
static void excludeMalloc(void) {
  uintptr_t end = (uintptr_t)sbrk(0);
  struct memory_range heap = {0, 0};
  for (size_t i = 0; i < probe_mapping_count(); i++) {
    const struct mapping *mapping = probe_mapping(i);
    if (!mapping->isBreak) continue;
    heap = (struct memory_range){mapping->range.low, end < mapping->range.high ? end : mapping->range.high};
    probe_exclude(heap.low, heap.high);
  }
  probe_each_arena_heap(excludeArenaHeap);
  probe_exclude(arena.low, arena.high);
  for (size_t i = 0; i < graph.count; i++) {
    uintptr_t block = graph.nodes[i].block.address;
    if (heap.low <= block && block < heap.high) continue;
    size_t size = ((const size_t *)block)[-1];
    if (size & 4) continue;
    if (size & 2) {
      uintptr_t chunk = block - 16, before = ((const size_t *)block)[-2];
      probe_exclude(chunk - before, chunk + (size & ~(size_t)7));
    } else {
      // The main arena where the break could not grow: the whole mapping.
      const struct mapping *mapping = probe_mapping_of(block);
      if (mapping) probe_exclude(mapping->range.low, mapping->range.high);
    }
  }
}

// MARK: Kinds

// Source: swift/include/swift/ABI/Task.h by way of the symbols for debuggers, layout version 1.
static void askRuntime(void) {
  memset(&runtime, 0, sizeof runtime);
  const uint32_t *version = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_internal_layout_version");
  uintptr_t *task = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskMetadata");
  uintptr_t *slab = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskSlabMetadata");
  void *(*current)(void) = (void *(*)(void))dlsym(RTLD_DEFAULT, "swift_task_getCurrent");
  if (!version || *version != 1 || !task || !slab || !current) return;
  runtime.taskMetadata = *task;
  runtime.slabMetadata = *slab;
  runtime.currentTask = (uintptr_t)current();
}

// Source: swift/stdlib/public/SwiftShims/RefCount.h: the count word of an object whose two top bits are set holds the
// address of its side table, shifted right by three.
static void findKinds(void) {
  for (size_t i = 0; i < graph.count; i++) {
    struct node *node = &graph.nodes[i];
    if (node->block.bytes < 16) continue;
    const uintptr_t *words = (const uintptr_t *)node->block.address;
    if (words[0] == 0) continue;
    if (words[0] == runtime.taskMetadata) node->kind = isTask;
    if (words[0] == runtime.slabMetadata) node->kind = isSlab;
    if (words[1] >> 62 != 3 || (words[0] & 7) != 0 || !probe_mapping_of(words[0])) continue;
    long table = probe_find(&graph, words[1] << 3);
    if (table >= 0 && graph.nodes[table].block.address == words[1] << 3) graph.nodes[table].kind = isSideTable;
  }
}

// MARK: Sorting, without a library that may allocate

static void sift(struct node *nodes, size_t root, size_t count) {
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
static void sortNodes(struct node *nodes, size_t count) {
  for (size_t i = count / 2; i > 0; i--) sift(nodes, i - 1, count);
  for (; count > 1; count--) {
    struct node swapped = nodes[0];
    nodes[0] = nodes[count - 1];
    nodes[count - 1] = swapped;
    sift(nodes, 0, count - 1);
  }
}

// A thread that was stopped while it moved a block in the table leaves it there twice.
static void dropDoubles(void) {
  size_t kept = 0;
  for (size_t i = 0; i < graph.count; i++) {
    if (kept > 0 && graph.nodes[kept - 1].block.address == graph.nodes[i].block.address) continue;
    graph.nodes[kept++] = graph.nodes[i];
  }
  graph.count = kept;
}

// - room: how many nodes there are places for.
static int copyBlocks(long room) {
  long count = probe_live_count();
  if (count < 0 || count > room) return 0;
  struct live_block *copies = (struct live_block *)graph.nodes;
  probe_copy_live(copies);
  // From the back, because a node is larger than the block that it takes over.
  for (long i = count - 1; i >= 0; i--) {
    struct live_block block = copies[i];
    graph.nodes[i] = (struct node){.block = block};
  }
  graph.count = (size_t)count;
  sortNodes(graph.nodes, graph.count);
  dropDoubles();
  return 1;
}

// MARK: Names

struct type_name {
  const char *bytes;
  uintptr_t count;
};

static int isClass(uintptr_t metadata, size_t bytes) {
  if (!probe_mapping_of(metadata) || !probe_mapping_of(metadata + 47)) return 0;
  // On Linux the kind of a native class is 0; its descriptor says so again; its instances have this size.
  uintptr_t descriptor = ((uintptr_t *)metadata)[5];
  if (((uintptr_t *)metadata)[0] != 0 || (descriptor & 3) != 0 || !probe_mapping_of(descriptor)) return 0;
  uint32_t size = *(uint32_t *)(metadata + 24);
  return (*(uint32_t *)descriptor & 31) == 16 && size >= 16 && size <= bytes + 16;
}

static void nameNode(const struct node *node, char *name, size_t capacity) {
  static struct type_name (*typeName)(uintptr_t, int);
  if (!typeName) typeName = (struct type_name(*)(uintptr_t, int))dlsym(RTLD_DEFAULT, "swift_getTypeName");
  const struct live_block *block = &node->block;
  uintptr_t metadata = block->bytes >= 16 ? *(uintptr_t *)block->address : 0;
  uintptr_t kind = metadata >= 4096 && (metadata & 7) == 0 && probe_mapping_of(metadata) ? *(uintptr_t *)metadata : 1;
  // Source: swift/include/swift/ABI/MetadataKind.def.
  if (node->kind == isTask) {
    snprintf(name, capacity, "task");
  } else if (node->kind == isSlab) {
    snprintf(name, capacity, "a task's frames");
  } else if (typeName && kind == 0 && isClass(metadata, block->bytes)) {
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

static int isLost(const struct node *node, uint32_t since) {
  return !node->isReached && node->kind != isSideTable && node->block.sequence > since;
}

static void setHolders(uint32_t since) {
  for (size_t i = 0; i < graph.count; i++) {
    if (!isLost(&graph.nodes[i], since)) continue;
    struct memory_range words = probe_living_words(&graph.nodes[i]);
    for (uintptr_t at = words.low + 16; at + 8 <= words.high; at += 8) {
      long held = probe_find(&graph, probe_untagged(*(const uintptr_t *)at));
      if (held >= 0 && !graph.nodes[held].isReached && graph.nodes[held].holder == 0) {
        graph.nodes[held].holder = (uint32_t)i + 1;
      }
    }
  }
}

int probe_track_from_here(void) {
  findArena();
  // What stands below this block was allocated before anybody counted.
  void *mark = malloc(1 << 16);
  firstAddress = (uintptr_t)mark;
  free(mark);
  return probe_track();
}

// A task's frames are its own memory, and counted with it.
// - start: what is older is not the program's.
// - since: where its turns begin.
static long describe(uint32_t start, uint32_t since, struct probe_leak *leaks, int capacity) {
  long found = 0;
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (!isLost(node, start) || node->kind == isSlab) continue;
    if (found < capacity) {
      struct probe_leak *leak = &leaks[found];
      *leak = (struct probe_leak){.bytes = node->block.bytes, .turn = node->block.sequence - since};
      nameNode(node, leak->name, sizeof leak->name);
      if (node->holder) nameNode(&graph.nodes[node->holder - 1], leak->holder, sizeof leak->holder);
    }
    found++;
  }
  return found;
}

static int mark(long room, const struct probe_moment *moment) {
  if (!copyBlocks(room) || !probe_read_mappings()) return 0;
  excludeMalloc();
  findKinds();
  return probe_mark(&graph, moment);
}

long probe_find_leaks(uint32_t since, int isRunning, struct probe_leak *leaks, int capacity) {
  if (!probe_is_tracking) return -1;
  // Registers that a caller left to us hold references, too; this puts them below.
  __builtin_unwind_init();
  uintptr_t stack;
  __asm__("mov %%rsp, %0" : "=r"(stack));
  long count = probe_live_count();
  if (count < 0) return -1;
  probe_forget_exclusions();
  struct memory_range table = probe_table_range();
  probe_exclude(table.low, table.high);
  // Others allocate until they stand still.
  long room = 2 * count + (1 << 16);
  graph.nodes = probe_reserve((size_t)room * sizeof *graph.nodes);
  if (!graph.nodes) return -1;
  askRuntime();
  if (!probe_read_mappings()) return -1;
  struct probe_moment moment = {
      .firstAddress = firstAddress,
      .ownStack = isRunning ? stack : 0,
      .ownVariables = probe_own_variables(stack),
      .endedTask = isRunning ? 0 : runtime.currentTask,
  };
  probe_stop_threads();
  probe_is_tracking = 0;
  int isMarked = mark(room, &moment);
  long task = isMarked && moment.endedTask ? probe_find(&graph, moment.endedTask) : -1;
  // The runtime's own, with which an asynchronous main begins, is older than its task.
  uint32_t start = task >= 0 && graph.nodes[task].block.sequence > since ? graph.nodes[task].block.sequence : since;
  if (isMarked) setHolders(start);
  probe_resume_threads();
  return isMarked ? describe(start, since, leaks, capacity) : -1;
}
