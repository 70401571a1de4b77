// Leaks: the judgement. It stops other threads, captures the live blocks, has them marked, and names what nothing reaches.
// An ended program's frames are no roots: LeakSanitizer reads them, and misses a cycle that was made in a `do { }` at file
// scope. The same goes for the frames of the task that an asynchronous main was.
// Invariant: while other threads are stopped nothing here allocates or locks.
#define _GNU_SOURCE
#include "CProbe.h"
#include "HeapGraph.h"
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

static struct graph graph;

// MARK: Names

struct type_name {
  const char *bytes;
  uintptr_t count;
};

static void nameNode(const struct node *node, char *name, size_t capacity) {
  static const char *const names[] = {
      [isTask] = "task", [isSlab] = "a task's frames", [isContext] = "closure context", [isBox] = "box",
      [isError] = "error",
  };
  static struct type_name (*typeName)(uintptr_t, int);
  if (!typeName) typeName = (struct type_name(*)(uintptr_t, int))dlsym(RTLD_DEFAULT, "swift_getTypeName");
  const struct live_block *block = &node->block;
  if (node->kind == isObject && typeName) {
    struct type_name found = typeName(*(const uintptr_t *)block->address, 0);
    snprintf(name, capacity, "%.*s", (int)(found.count < capacity ? found.count : capacity - 1), found.bytes);
  } else if (node->kind < sizeof names / sizeof *names && names[node->kind]) {
    snprintf(name, capacity, "%s", names[node->kind]);
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

// Whoever handed the program's last result over still holds, for a moment, what it was made of. Threads get 100 ms.
static void comeToRest(void) {
  struct timespec pause = {0, 1000000};
  for (int tries = 0; tries < 100 && probe_busy_threads() > 0; tries++) nanosleep(&pause, NULL);
}

long probe_find_leaks(uint32_t since, int isRunning, struct probe_leak *leaks, int capacity) {
  if (!probe_is_tracking) return -1;
  // Registers that a caller left to us hold references, too; this puts them below.
  __builtin_unwind_init();
  uintptr_t stack;
  __asm__("mov %%rsp, %0" : "=r"(stack));
  if (!isRunning) comeToRest();
  if (!probe_prepare_capture(&graph)) return -1;
  struct probe_moment moment = {
      .firstAddress = probe_first_address(),
      .ownStack = isRunning ? stack : 0,
      .ownVariables = probe_own_variables(stack),
      .endedTask = isRunning ? 0 : probe_current_task(),
  };
  probe_stop_threads();
  probe_is_tracking = 0;
  int isMarked = probe_capture(&graph) && probe_mark(&graph, &moment);
  long task = isMarked && moment.endedTask ? probe_find(&graph, moment.endedTask) : -1;
  // The runtime's own, with which an asynchronous main begins, is older than its task.
  uint32_t start = task >= 0 && graph.nodes[task].block.sequence > since ? graph.nodes[task].block.sequence : since;
  if (isMarked) setHolders(start);
  probe_resume_threads();
  return isMarked ? describe(start, since, leaks, capacity) : -1;
}
