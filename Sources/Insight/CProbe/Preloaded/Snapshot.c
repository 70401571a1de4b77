// Snapshot: the heap of one moment, a record a line, for `LeakCheck` to judge (SnapshotReader.swift tells the records). Blocks
// are named by their turn in the list.
// Invariant: what is written while other threads are stopped neither allocates nor locks.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "../HeapGraph.h"
#include "../include/CProbe.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

static struct graph graph;

// MARK: What is no reference: our own variables

int probe_is_own_image;

static int excludeOwnImage(struct dl_phdr_info *info, size_t size, void *own) {
  (void)size;
  for (int isOwn = 0, i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    uintptr_t low = info->dlpi_addr + part->p_vaddr;
    if (part->p_type != PT_LOAD) continue;
    if (low <= (uintptr_t)own && (uintptr_t)own < low + part->p_memsz) isOwn = 1;
    if (isOwn && part->p_flags & PF_W) probe_exclude(low, low + part->p_memsz);
  }
  return 0;
}

// MARK: Blocks

// What follows an object's header: for the library's collections, how much is in them.
static uint64_t wordAt(const struct node *node, size_t offset) {
  return node->kind == isObject && node->block.bytes >= offset + 8 ? *(const uint64_t *)(node->block.address + offset) : 0;
}

static void writeBlocks(void) {
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    probe_say("b");
    probe_say_address(node->block.address);
    probe_say_number(node->block.bytes);
    probe_say_number(node->block.stack);
    probe_say_number(node->block.sequence);
    probe_say_number(node->kind);
    probe_say_address(node->kind == isObject ? *(const uintptr_t *)node->block.address : 0);
    probe_say_number(probe_is_counted(node) ? probe_strong_count(node) : 0);
    probe_say_number(wordAt(node, 16));
    probe_say_number(wordAt(node, 24));
    probe_end_line();
  }
}

static uintptr_t firstWord(const struct node *node) {
  switch (node->kind) {
    case isPlain: return 0;
    case isSlab: return 8;  // the next slab
    default: return 16;
  }
}

static void writeEdge(size_t from, uintptr_t offset, uintptr_t word) {
  uintptr_t address = probe_untagged(word);
  long to = probe_find(&graph, address);
  if (to < 0) return;
  probe_say("e");
  probe_say_number(from);
  probe_say_number((uint64_t)to);
  probe_say_number(offset);
  probe_say_number(graph.nodes[to].block.address == address);
  probe_end_line();
}

static void writeWords(void) {
  for (size_t i = 0; i < graph.count; i++) {
    const struct node *node = &graph.nodes[i];
    if (node->kind == isSideTable) continue;
    struct memory_range words = probe_living_words(node);
    for (uintptr_t at = words.low + firstWord(node); at + 8 <= words.high; at += 8) {
      writeEdge(i, at - words.low, *(const uintptr_t *)at);
    }
    // Numbers of descriptors stand in objects, in captured variables and in arrays.
    if (!probe_is_counted(node)) continue;
    for (uintptr_t at = words.low + 16; at + 4 <= words.high; at += 4) {
      if (!probe_is_descriptor(*(const uint32_t *)at)) continue;
      probe_say("i");
      probe_say_number(i);
      probe_say_number(at - words.low);
      probe_say_number(*(const uint32_t *)at);
      probe_end_line();
    }
  }
}

// MARK: Roots

static void writeRoot(uintptr_t word, uintptr_t place, enum root_kind kind) {
  long to = probe_find(&graph, probe_untagged(word));
  if (to < 0) return;
  probe_say("r");
  probe_say_address(place);
  probe_say_number(kind);
  probe_say_number((uint64_t)to);
  probe_end_line();
}

// What libdispatch keeps for reuse is alive, and what it says is out of date.
static void writeSetAside(void) {
  for (size_t i = 0; i < graph.count; i++) {
    if (!graph.nodes[i].isReached) continue;
    probe_say("a");
    probe_say_number(i);
    probe_end_line();
  }
}

static int writeNumbers(struct dl_phdr_info *info, size_t size, void *unused) {
  (void)size, (void)unused;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_W)) continue;
    uintptr_t low = (info->dlpi_addr + part->p_vaddr + 3) & ~(uintptr_t)3, high = low + part->p_memsz;
    for (uintptr_t at = low; at + 4 <= high; at += 4) {
      if (!probe_is_descriptor(*(const uint32_t *)at)) continue;
      probe_say("n");
      probe_say_address(at);
      probe_say_number(*(const uint32_t *)at);
      probe_end_line();
    }
  }
  return 1;  // the executable alone, which comes first
}

// MARK: Tasks

// Source: swift/include/swift/ABI/Task.h, layout version 1 (Capture.c asks for it).
static void writeTask(size_t index) {
  enum { jobFlags = 32, id = 36, resume = 56, context = 64, status = 96, childParent = 208, childFlag = 1 << 24 };
  const struct node *node = &graph.nodes[index];
  uintptr_t task = node->block.address;
  if (node->block.bytes < childParent) return;
  uint32_t flags = *(const uint32_t *)(task + jobFlags);
  probe_say("t");
  probe_say_number(index);
  probe_say_number(*(const uint32_t *)(task + id));
  probe_say_address(flags);
  probe_say_address(*(const uint32_t *)(task + status));
  probe_say_address(flags & childFlag && node->block.bytes >= childParent + 8 ? *(const uintptr_t *)(task + childParent) : 0);
  probe_say_address(*(const uintptr_t *)(task + resume));
  uintptr_t at = *(const uintptr_t *)(task + context);
  for (int depth = 0; depth < 24 && at && (at & 7) == 0 && probe_mapping_of(at) && probe_mapping_of(at + 15); depth++) {
    const uintptr_t *words = (const uintptr_t *)at;
    probe_say_address(words[1]);
    if (words[0] == at) break;
    at = words[0];
  }
  probe_end_line();
}

// MARK: What has to be known to read addresses

static void writeStacks(void) {
  for (uint32_t stack = 1; stack < probe_stack_count(); stack++) {
    const uintptr_t *addresses;
    int count = probe_stack_addresses(stack, &addresses);
    probe_say("s");
    probe_say_number(stack);
    for (int i = 0; i < count; i++) probe_say_address(addresses[i]);
    probe_end_line();
    uint64_t objects, bytes;
    probe_stack_counts(stack, &objects, &bytes);
    if (!objects) continue;
    probe_say("k");
    probe_say_number(stack);
    probe_say_number(objects);
    probe_say_number(bytes);
    probe_end_line();
  }
}

static void writeMappings(void) {
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps < 0) return;
  static char buffer[1 << 14];
  int isStart = 1;
  ssize_t got;
  while ((got = read(maps, buffer, sizeof buffer)) > 0) {
    for (ssize_t i = 0; i < got; i++) {
      if (isStart) probe_say("m ");
      isStart = buffer[i] == '\n';
      probe_say_bytes(buffer + i, 1);
    }
  }
  close(maps);
}

// MARK: The moment

static void writeHead(enum probe_ending ending, uint32_t caller) {
  static const char *const names[] = {[atRound] = "round", [atMainReturn] = "main", [atExit] = "exit", [atQuickExit] = "_exit",
                                      [whenAsked] = "asked", [whenAskedForBlocks] = "asked"};
  probe_say("moment ");
  probe_say(names[ending]);
  probe_say_number(caller);
  long task = probe_find(&graph, probe_current_task());
  probe_say_address(task >= 0 ? graph.nodes[task].block.address : 0);
  probe_end_line();
  probe_say("v");
  probe_say_number((uint64_t)probe_task_layout());
  probe_end_line();
}

void probe_write_moment(enum probe_ending ending, const void *caller, uintptr_t stack) {
  uint32_t callerStack = caller ? probe_intern_stack(caller) : 0;
  if (!probe_prepare_capture(&graph)) return;
  if (probe_is_own_image) dl_iterate_phdr(excludeOwnImage, &graph);
  probe_exclude_threads();
  struct probe_moment moment = {
      .firstAddress = probe_first_address(), .ownStack = stack, .ownVariables = probe_own_variables(stack)};
  // The loader's lock is free while others run.
  dl_iterate_phdr(writeNumbers, NULL);
  probe_stop_threads();
  int goesOn = ending == atRound || ending == whenAsked || ending == whenAskedForBlocks;
  if (!goesOn) probe_is_tracking = 0;
  size_t types = 0;
  if (probe_capture(&graph)) {
    writeHead(ending, callerStack);
    writeBlocks();
    if (ending != atRound && ending != whenAskedForBlocks) {
      writeWords();
      probe_visit_roots(&graph, &moment, writeRoot);
      writeSetAside();
      types = probe_collect_types(&graph);
    }
    for (size_t i = 0; i < graph.count; i++) if (graph.nodes[i].kind == isTask) writeTask(i);
  }
  probe_resume_threads();
  if (ending != atRound) {
    probe_write_types(types);
    writeStacks();
    writeMappings();
    probe_write_resources();
    probe_say("done\n");
  }
  probe_close_text();
}
