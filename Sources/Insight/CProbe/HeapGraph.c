// HeapGraph: which blocks something still reaches. From roots (the data of all images, other mappings that are no heap, the
// living part of the stacks) every word that may be an address is followed through the live blocks (Boehm & Weiser 1988
// for marking without types). A word that only looks like an address hides a leak; it never makes one up.
// A weak reference is no reference, because an object's side table is known by the object's own count word; an unowned one
// is followed like a strong one. A task's freed frames are not followed.
#define _GNU_SOURCE
#include "HeapGraph.h"

static struct graph *graph;

// MARK: Nodes

long probe_find(const struct graph *graph, uintptr_t address) {
  size_t low = 0, high = graph->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (graph->nodes[middle].block.address <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return -1;
  const struct live_block *block = &graph->nodes[low - 1].block;
  return address < block->address + (block->bytes ? block->bytes : 1) ? (long)(low - 1) : -1;
}

// An array uses all that malloc gave it, which may be a word more than it asked for (malloc.c: the size with its chunk's head).
static size_t usableBytes(uintptr_t block) {
  size_t size = ((const size_t *)block)[-1];
  return (size & ~(size_t)7) - (size & 2 ? 16 : 8);
}

// Source: swift/stdlib/public/runtime/StackAllocator.h, struct Slab: metadata, next slab, capacity and used bytes of 32
// bits each, and from the next multiple of 16 on what is allocated.
struct memory_range probe_living_words(const struct node *node) {
  enum { header = 32 };
  struct memory_range words = {node->block.address, node->block.address + node->block.bytes};
  if (node->kind == isObject) words.high = words.low + usableBytes(words.low);
  if (node->kind != isSlab || node->block.bytes < header) return words;
  uint32_t capacity = ((const uint32_t *)words.low)[4], used = ((const uint32_t *)words.low)[5];
  if (used <= capacity && capacity <= node->block.bytes - header) words.high = words.low + header + used;
  return words;
}

// MARK: Roots

static probe_visit_root *visit;

static void visitWords(uintptr_t low, uintptr_t high, enum root_kind kind) {
  for (uintptr_t at = (low + 7) & ~(uintptr_t)7; at + 8 <= high; at += 8) visit(*(const uintptr_t *)at, at, kind);
}

static void scan(uintptr_t low, uintptr_t high, enum root_kind kind) {
  while (low < high) {
    struct memory_range gap = probe_next_exclusion(low);
    if (low < gap.low) visitWords(low, gap.low < high ? gap.low : high, kind);
    low = gap.high;
  }
}

// What was allocated before tracking began is not known block by block; known blocks between are left out.
static void scanUntracked(uintptr_t low, uintptr_t high) {
  for (size_t i = 0; i < graph->count && graph->nodes[i].block.address < high; i++) {
    const struct live_block *block = &graph->nodes[i].block;
    if (block->address < low) continue;
    visitWords(low, block->address, rootInData);
    low = block->address + block->bytes;
  }
  visitWords(low, high, rootInData);
}

static uintptr_t stackOfStopped(const struct mapping *mapping) {
  for (int i = 0; i < probe_thread_count(); i++) {
    uintptr_t stack = probe_thread(i)->stack;
    if (mapping->range.low <= stack && stack < mapping->range.high) return stack;
  }
  return 0;
}

static void scanMapping(const struct mapping *mapping, const struct probe_moment *moment) {
  uintptr_t low = mapping->range.low, high = mapping->range.high;
  uintptr_t self = (uintptr_t)__builtin_frame_address(0);
  uintptr_t stopped = stackOfStopped(mapping);
  enum root_kind kind = rootInData;
  if (low <= self && self < high) {
    low = moment->ownStack ? moment->ownStack : moment->ownVariables;
    kind = rootInOwnStack;
  } else if (stopped) {
    // A stack's mapping holds its thread's own variables as well.
    low = stopped;
    kind = rootInThread;
  } else if (mapping->isMainStack) {
    // The main thread has ended; its variables lie elsewhere.
    return;
  } else {
    uintptr_t dead = probe_dead_stack_end(mapping);
    if (dead) low = dead;
  }
  scan(low, high, kind);
}

// The frames of the task that the ended program's main was are over, and it is no leak.
static void passOver(uintptr_t task) {
  enum { lastSlab = 112, firstSlab = 120 };
  long index = probe_find(graph, task);
  if (index < 0 || graph->nodes[index].kind != isTask) return;
  graph->nodes[index].isReached = 1;
  const struct node *node = &graph->nodes[index];
  if (node->block.bytes < firstSlab + 8) return;
  long slab = probe_find(graph, *(const uintptr_t *)(node->block.address + firstSlab));
  while (slab >= 0 && !graph->nodes[slab].isReached) {
    graph->nodes[slab].isReached = reachedFromData;
    // For followFrames, which must not take these for frames that it has not followed yet.
    graph->nodes[slab].holder = 1;
    slab = probe_find(graph, ((const uintptr_t *)graph->nodes[slab].block.address)[1]);
  }
}

// libdispatch keeps the continuations that a thread has used, 64 bytes each, chained at +16; one still names, at +40, the
// task that it resumed last. Source: swift-corelibs-libdispatch src/inline_internal.h, _dispatch_continuation_free.
static void passOverUsedContinuations(int thread) {
  enum { continuationBytes = 64, nextWord = 2 };
  struct memory_range variables = probe_dispatch_variables(thread);
  for (uintptr_t at = variables.low; at + 8 <= variables.high; at += 8) {
    long index = probe_find(graph, *(const uintptr_t *)at);
    while (index >= 0 && !graph->nodes[index].isReached && graph->nodes[index].block.bytes == continuationBytes) {
      graph->nodes[index].isReached = 1;
      index = probe_find(graph, ((const uintptr_t *)graph->nodes[index].block.address)[nextWord]);
    }
  }
}

void probe_visit_roots(struct graph *visited, const struct probe_moment *moment, probe_visit_root *visitor) {
  graph = visited;
  visit = visitor;
  if (moment->endedTask) passOver(moment->endedTask);
  for (int i = -1; i < probe_thread_count(); i++) passOverUsedContinuations(i);
  for (size_t i = 0; i < probe_mapping_count(); i++) {
    const struct mapping *mapping = probe_mapping(i);
    if (!mapping->isWritable) continue;
    if (mapping->isBreak && mapping->range.low < moment->firstAddress && moment->firstAddress < mapping->range.high) {
      scanUntracked(mapping->range.low, moment->firstAddress);
    }
    scanMapping(mapping, moment);
  }
  for (int i = 0; i < probe_thread_count(); i++) {
    const uintptr_t *registers = probe_thread(i)->registers;
    for (int r = 0; r < registerCount; r++) visit(registers[r], 0, rootInRegister);
  }
}

// MARK: Counts

int probe_is_counted(const struct node *node) { return node->kind == isTask || node->kind >= isObject; }

// Source: swift/stdlib/public/SwiftShims/RefCount.h.
uint32_t probe_strong_count(const struct node *node) {
  uint64_t word = ((const uint64_t *)node->block.address)[1];
  if (word >> 62 == 3 && probe_mapping_of((word << 3) + 16)) word = ((const uint64_t *)(word << 3))[2];
  if ((uint32_t)word == UINT32_MAX) return UINT32_MAX;
  if (word >> 32 & 1) return 0;
  return (uint32_t)(word >> 33 & 0x3FFFFFFF) + 1;
}

// MARK: Marking

static uint32_t *grey;
static size_t greyCount;

static void reach(uintptr_t word, enum reach how) {
  long index = probe_find(graph, probe_untagged(word));
  if (index < 0 || graph->nodes[index].isReached) return;
  graph->nodes[index].isReached = (uint8_t)how;
  // What a side table points to is referred to weakly.
  if (graph->nodes[index].kind != isSideTable) grey[greyCount++] = (uint32_t)index;
}

static void reachFromData(uintptr_t word, uintptr_t place, enum root_kind kind) {
  (void)place;
  if (kind == rootInData) reach(word, reachedFromData);
}

static void reachFromThreads(uintptr_t word, uintptr_t place, enum root_kind kind) {
  (void)place;
  if (kind != rootInData) reach(word, namedByThread);
}

static void followWords(struct memory_range words, enum reach how) {
  for (uintptr_t at = (words.low + 7) & ~(uintptr_t)7; at + 8 <= words.high; at += 8) reach(*(const uintptr_t *)at, how);
}

// Of a task's frames only the next ones: their words are a thread's, and followed after all else.
static void follow(enum reach how) {
  while (greyCount) {
    const struct node *node = &graph->nodes[grey[--greyCount]];
    if (node->kind == isSlab) {
      reach(((const uintptr_t *)node->block.address)[1], how);
    } else {
      followWords(probe_living_words(node), how);
    }
  }
}

static void followFrames(void) {
  // What frames reach may be a task with frames of its own. `holder` says which were seen, or are over.
  for (int isNew = 1; isNew;) {
    isNew = 0;
    for (size_t i = 0; i < graph->count; i++) {
      struct node *node = &graph->nodes[i];
      if (node->kind != isSlab || !node->isReached || node->holder) continue;
      node->holder = isNew = 1;
      followWords(probe_living_words(node), namedByThread);
    }
    follow(reachedFromThreads);
  }
  for (size_t i = 0; i < graph->count; i++) graph->nodes[i].holder = 0;
}

int probe_mark(struct graph *marked, const struct probe_moment *moment) {
  static size_t room;
  greyCount = 0;
  if (marked->count >= room) {
    size_t wanted = 2 * marked->count + 1;
    grey = probe_reserve(wanted * sizeof *grey);
    room = grey ? wanted : 0;
  }
  if (!grey) return 0;
  probe_visit_roots(marked, moment, reachFromData);
  follow(reachedFromData);
  probe_visit_roots(marked, moment, reachFromThreads);
  follow(reachedFromThreads);
  followFrames();
  return 1;
}

void probe_hold(struct graph *held, size_t index) {
  graph = held;
  graph->nodes[index].isReached = reachedFromData;
  grey[greyCount++] = (uint32_t)index;
  while (greyCount) {
    const struct node *node = &graph->nodes[grey[--greyCount]];
    if (node->kind == isSideTable) continue;
    struct memory_range words = probe_living_words(node);
    for (uintptr_t at = (words.low + 7) & ~(uintptr_t)7; at + 8 <= words.high; at += 8) {
      long to = probe_find(graph, probe_untagged(*(const uintptr_t *)at));
      if (to < 0 || graph->nodes[to].isReached <= reachedFromData) continue;
      graph->nodes[to].isReached = reachedFromData;
      grey[greyCount++] = (uint32_t)to;
    }
  }
}
