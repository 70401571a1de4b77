// Owners: whose a block is, when several pieces of work run at the same time in tasks that move between threads. The owner of
// an allocation is that of the task that runs; a task's own is that of its block, and so its maker's. A task without a block of
// its own (`async let` takes its parent's memory) has its parent's.
// Source: swift/include/swift/ABI/Task.h, layout version 1. Invariant: nothing on the way of malloc allocates.
#define _GNU_SOURCE
#include "CProbe.h"
#include "HeapGraph.h"
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

enum { countingOwners = 1 << 12, deepest = 64 };
enum { jobFlags = 32, statusWord = 96, childParent = 208, childFlag = 1 << 24 };

static uintptr_t (*currentTask)(void);
static int isLayoutKnown;
static uint32_t lastOwner;
static struct probe_counts counts[countingOwners];
// The runtime's answer must not ask for its own memory's owner.
static __thread int isAsking __attribute__((tls_model("initial-exec")));

// MARK: Whose it is

static uint32_t ownerOfTask(uintptr_t task) {
  uint32_t owner;
  for (int depth = 0; task && depth < deepest; depth++) {
    if (probe_made_at(task, &owner)) return owner;
    if (!isLayoutKnown || !(*(const uint32_t *)(task + jobFlags) & childFlag)) return 0;
    task = *(const uintptr_t *)(task + childParent);
  }
  return 0;
}

uint32_t probe_owner_here(void) {
  if (isAsking || !currentTask) return 0;
  isAsking = 1;
  uint32_t owner = ownerOfTask(currentTask());
  isAsking = 0;
  return owner;
}

static uint32_t ownerFrom(const void *frame, size_t bytes) {
  (void)frame, (void)bytes;
  return probe_owner_here();
}

static void noteAllocation(uint32_t owner, size_t bytes) {
  if (!owner) return;
  struct probe_counts *sum = &counts[owner % countingOwners];
  __atomic_fetch_add(&sum->calls, 1, __ATOMIC_RELAXED);
  __atomic_fetch_add(&sum->bytes, bytes, __ATOMIC_RELAXED);
}

int probe_own_from_here(void) {
  currentTask = (uintptr_t(*)(void))dlsym(RTLD_DEFAULT, "swift_task_getCurrent");
  const uint32_t *version = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_internal_layout_version");
  const uintptr_t *bytes = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskSize");
  isLayoutKnown = version && *version == 1 && bytes && *bytes == childParent;
  if (!currentTask) return 0;
  probe_stack_from = ownerFrom;
  probe_allocated_at = noteAllocation;
  return probe_track_from_here();
}

uint32_t probe_new_owner(void) {
  uint32_t owner = __atomic_add_fetch(&lastOwner, 1, __ATOMIC_RELAXED);
  counts[owner % countingOwners] = (struct probe_counts){0};
  return owner;
}

uint32_t probe_set_owner(uint32_t owner) {
  uint32_t before = UINT32_MAX;
  if (!currentTask || !probe_is_tracking) return before;
  uintptr_t task = currentTask();
  return task && probe_set_made_at(task, owner, &before) ? before : UINT32_MAX;
}

struct probe_counts probe_owner_counts(uint32_t owner) { return counts[owner % countingOwners]; }

// MARK: What it has

static struct graph graph;
static pthread_mutex_t lookLock = PTHREAD_MUTEX_INITIALIZER;

static int isOwned(const struct node *node, uint32_t owner) { return node->block.stack == owner; }

static int isReadableTask(const struct node *node) { return node->kind == isTask && node->block.bytes >= childParent; }

static int hasTasks(uint32_t owner, uintptr_t besides) {
  enum { isComplete = 0x2000 };
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (!isOwned(node, owner) || !isReadableTask(node) || node->block.address == besides) continue;
    // The runtime's own beside a task that slept has no priority, may end late, and holds nothing of the owner's.
    if ((*(const uint32_t *)(node->block.address + jobFlags) >> 8 & 0xFF) == 0) continue;
    if (!(*(const uint32_t *)(node->block.address + statusWord) & isComplete)) return 1;
  }
  return 0;
}

// The words of a block that refer to others: an object's own first two do not.
static void eachReference(size_t from, void (*visit)(size_t to, int isExact)) {
  const struct node *node = &graph.nodes[from];
  if (node->kind == isSideTable) return;
  struct memory_range words = probe_living_words(node);
  for (uintptr_t at = words.low + (node->kind == isPlain ? 0 : 16); at + 8 <= words.high; at += 8) {
    uintptr_t word = probe_untagged(*(const uintptr_t *)at);
    long to = probe_find(&graph, word);
    if (to >= 0) visit((size_t)to, graph.nodes[to].block.address == word);
  }
}

// MARK: What only stacks name

// The stacks of threads that have gone on to other work, and the frames of tasks, are full of words that nobody needs any more.
// What only such words name is judged by the counts (trial deletion, Bacon & Rajan 2001): when blocks that nothing else reaches explain all of an
// object's references, no frame has one. Of memory without a count a word is believed.
// While it runs, `holder` is how many references are explained.

static void explain(size_t to, int isExact) {
  if (isExact) graph.nodes[to].holder++;
}

static int isHeldByFrame(const struct node *node) {
  if (probe_is_counted(node)) return probe_strong_count(node) > node->holder;
  return node->isReached == namedByThread;
}

static void disbelieveThreads(uint32_t owner) {
  for (size_t i = 0; i < graph.count; i++) {
    if (graph.nodes[i].isReached != reachedFromData && graph.nodes[i].kind != isSlab) eachReference(i, explain);
  }
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (node->isReached > reachedFromData && (!isOwned(node, owner) || isHeldByFrame(node))) probe_hold(&graph, i);
  }
  for (size_t i = 0; i < graph.count; i++) {
    graph.nodes[i].holder = 0;
    if (graph.nodes[i].isReached > reachedFromData) graph.nodes[i].isReached = notReached;
  }
}

// MARK: The list

// Which lost block of the owner refers to which: a node's holder becomes a place in the list.
static void setHolders(uint32_t owner) {
  uint32_t place = 0;
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (!isOwned(node, owner)) continue;
    place++;
    if (node->isReached || node->kind == isSideTable) continue;
    struct memory_range words = probe_living_words(node);
    for (uintptr_t at = words.low + 16; at + 8 <= words.high; at += 8) {
      long held = probe_find(&graph, probe_untagged(*(const uintptr_t *)at));
      if (held >= 0 && !graph.nodes[held].isReached && graph.nodes[held].holder == 0) graph.nodes[held].holder = place;
    }
  }
}

static long list(uint32_t owner, struct probe_owned_block *blocks, long capacity) {
  long found = 0;
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (!isOwned(node, owner)) continue;
    if (found < capacity) {
      int isReadable = isReadableTask(node);
      blocks[found] = (struct probe_owned_block){
          .hiddenAddress = ~(uint64_t)node->block.address,
          .type = node->kind == isObject ? *(const uintptr_t *)node->block.address : 0,
          .bytes = node->block.bytes,
          .holder = node->holder,
          .status = isReadable ? *(const uint32_t *)(node->block.address + statusWord) : 0,
          .flags = isReadable ? *(const uint32_t *)(node->block.address + jobFlags) : 0,
          .kind = node->kind,
          .isReached = node->isReached,
      };
    }
    found++;
  }
  return found;
}

static long look(uint32_t owner, struct probe_owned_block *blocks, long capacity) {
  uintptr_t stack;
  __asm__("mov %%rsp, %0" : "=r"(stack));
  if (!probe_prepare_capture(&graph)) return -1;
  struct probe_moment moment = {
      .firstAddress = probe_first_address(), .ownStack = stack, .ownVariables = probe_own_variables(stack)};
  probe_stop_threads();
  long found = -1;
  if (probe_capture(&graph) && probe_mark(&graph, &moment)) {
    // While a task of the owner's is under way, frames may hold what is its own.
    if (!hasTasks(owner, probe_current_task())) disbelieveThreads(owner);
    setHolders(owner);
    found = list(owner, blocks, capacity);
  }
  probe_resume_threads();
  return found;
}

long probe_owned_blocks(uint32_t owner, struct probe_owned_block *blocks, long capacity) {
  if (!probe_is_tracking) return -1;
  // Registers that a caller left to us hold references, too; this puts them below.
  __builtin_unwind_init();
  pthread_mutex_lock(&lookLock);
  long found = look(owner, blocks, capacity);
  pthread_mutex_unlock(&lookLock);
  return found;
}

__attribute__((noinline)) void probe_wipe_stack(void) {
  volatile char below[1 << 15];
  memset((char *)below, 0, sizeof below);
  __asm__ volatile("" : : "r"(below) : "memory");
}
