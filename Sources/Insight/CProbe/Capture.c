// Capture: the live blocks of one moment, sorted by address, each with its kind, and which memory is malloc's own.
// Source: glibc 2.36 malloc/{malloc,arena}.c for chunks and heaps; swift/include/swift/ABI for what an object's first words
// say. Invariant: what runs while other threads are stopped neither allocates nor locks; the runtime is asked before.
#define _GNU_SOURCE
#include "CProbe.h"
#include "HeapGraph.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct graph *graph;
static size_t room;
static struct memory_range arena;
static uintptr_t firstAddress;

uintptr_t probe_first_address(void) { return firstAddress; }

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
  for (size_t i = 0; i < graph->count; i++) {
    uintptr_t block = graph->nodes[i].block.address;
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

int probe_track_from_here(void) {
  findArena();
  // What stands below this block was allocated before anybody counted.
  void *mark = malloc(1 << 16);
  firstAddress = (uintptr_t)mark;
  free(mark);
  return probe_track();
}

// MARK: Kinds

// What the Swift runtime tells debuggers, and 0 where there is no concurrency or its layout is another.
static struct {
  uintptr_t taskMetadata;
  uintptr_t slabMetadata;
  uintptr_t jobMetadata;
  uintptr_t currentTask;
  enum task_layout layout;
} runtime;

uintptr_t probe_task_metadata(void) { return runtime.taskMetadata; }

uintptr_t probe_current_task(void) { return runtime.currentTask; }

enum task_layout probe_task_layout(void) { return runtime.layout; }

// Source: swift/include/swift/ABI/Task.h by way of the symbols for debuggers, layout version 1.
void probe_ask_runtime(void) {
  memset(&runtime, 0, sizeof runtime);
  const uint32_t *version = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_internal_layout_version");
  uintptr_t *task = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskMetadata");
  uintptr_t *slab = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskSlabMetadata");
  uintptr_t *job = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_jobMetadata");
  void *(*current)(void) = (void *(*)(void))dlsym(RTLD_DEFAULT, "swift_task_getCurrent");
  const uintptr_t *bytes = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskSize");
  if (!current) return;
  runtime.layout = unknownTaskLayout;
  if (!version || *version != 1 || !bytes || *bytes != 208 || !task || !slab || !job) return;
  runtime.layout = knownTaskLayout;
  runtime.taskMetadata = *task;
  runtime.slabMetadata = *slab;
  runtime.jobMetadata = *job;
  runtime.currentTask = (uintptr_t)current();
}

static int isClass(uintptr_t metadata, size_t bytes) {
  if (!probe_mapping_of(metadata) || !probe_mapping_of(metadata + 47)) return 0;
  // On Linux the kind of a native class is 0; its descriptor says so again; its instances have this size.
  uintptr_t descriptor = ((uintptr_t *)metadata)[5];
  if (((uintptr_t *)metadata)[0] != 0 || (descriptor & 3) != 0 || !probe_mapping_of(descriptor)) return 0;
  uint32_t size = *(uint32_t *)(metadata + 24);
  return (*(uint32_t *)descriptor & 31) == 16 && size >= 16 && size <= bytes + 16;
}

// Source: swift/include/swift/ABI/MetadataKind.def.
static enum node_kind kindOf(const struct live_block *block) {
  uintptr_t metadata = block->bytes >= 16 ? *(const uintptr_t *)block->address : 0;
  if (metadata < 4096 || (metadata & 7) != 0) return isPlain;
  if (metadata == runtime.taskMetadata) return isTask;
  if (metadata == runtime.slabMetadata) return isSlab;
  if (metadata == runtime.jobMetadata) return isJob;
  if (!probe_mapping_of(metadata)) return isPlain;
  switch (*(const uintptr_t *)metadata) {
    case 0: return isClass(metadata, block->bytes) ? isObject : isPlain;
    case 0x400: return isContext;
    case 0x500: return isBox;
    case 0x501: return isError;
    default: return isPlain;
  }
}

// Source: swift/stdlib/public/SwiftShims/RefCount.h: the count word of an object whose two top bits are set holds the
// address of its side table, shifted right by three.
static void findKinds(void) {
  for (size_t i = 0; i < graph->count; i++) {
    struct node *node = &graph->nodes[i];
    if (node->block.bytes < 16) continue;
    const uintptr_t *words = (const uintptr_t *)node->block.address;
    if (words[0] == 0) continue;
    if (node->kind != isSideTable) node->kind = kindOf(&node->block);
    // The padding behind a slab's head holds what stood there before; nobody reads it.
    if (node->kind == isSlab && node->block.bytes >= 32) ((uintptr_t *)node->block.address)[3] = 0;
    if (words[1] >> 62 != 3 || (words[0] & 7) != 0 || !probe_mapping_of(words[0])) continue;
    long table = probe_find(graph, words[1] << 3);
    if (table >= 0 && graph->nodes[table].block.address == words[1] << 3) graph->nodes[table].kind = isSideTable;
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
  for (size_t i = 0; i < graph->count; i++) {
    if (kept > 0 && graph->nodes[kept - 1].block.address == graph->nodes[i].block.address) continue;
    graph->nodes[kept++] = graph->nodes[i];
  }
  graph->count = kept;
}

static int copyBlocks(void) {
  long count = probe_live_count();
  if (count < 0 || (size_t)count > room) return 0;
  struct live_block *copies = (struct live_block *)graph->nodes;
  probe_copy_live(copies);
  // From the back, because a node is larger than the block that it takes over.
  for (long i = count - 1; i >= 0; i--) {
    struct live_block block = copies[i];
    graph->nodes[i] = (struct node){.block = block};
  }
  graph->count = (size_t)count;
  sortNodes(graph->nodes, graph->count);
  dropDoubles();
  return 1;
}

// MARK: Capturing

int probe_prepare_capture(struct graph *captured) {
  static struct node *nodes;
  graph = captured;
  probe_forget_exclusions();
  struct memory_range table = probe_table_range();
  probe_exclude(table.low, table.high);
  long count = probe_live_count();
  if (count < 0) return 0;
  // Others allocate until they stand still.
  size_t wanted = 2 * (size_t)count + (1 << 16);
  if (wanted > room) {
    nodes = probe_reserve(wanted * sizeof *nodes);
    room = nodes ? wanted : 0;
  }
  graph->nodes = nodes;
  probe_ask_runtime();
  return nodes && probe_read_mappings();
}

int probe_capture(struct graph *captured) {
  graph = captured;
  if (!copyBlocks() || !probe_read_mappings()) return 0;
  excludeMalloc();
  findKinds();
  return 1;
}
