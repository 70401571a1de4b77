// HeapGraph: what the files of the heap graph share. Mappings.c knows which memory may hold references, Threads.c stops the
// others and says which part of a stack is alive, Capture.c copies the live blocks, HeapGraph.c marks, Leaks.c judges and names.
// Private to CProbe. Invariant: while other threads are stopped nothing in these files allocates or locks.
#pragma once
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <stddef.h>
#include <stdint.h>
#include "LiveBlocks.h"

// MARK: Mappings.c

struct mapping {
  struct memory_range range;
  uint8_t isWritable;
  uint8_t isBreak;  // the main arena's, which the program break ends
  uint8_t isMainStack;
  uint8_t hasGuard;  // one page that nobody may touch ends where it begins, as below a thread's stack
};

// Memory of our own, zero, which is never given back.
void *probe_reserve(size_t bytes);
// A range that holds no references of the program.
void probe_exclude(uintptr_t low, uintptr_t high);
void probe_forget_exclusions(void);
// Writes the end of the excluded range at or after `address` and its start, or {UINTPTR_MAX, UINTPTR_MAX}.
struct memory_range probe_next_exclusion(uintptr_t address);

// Reads the process's mappings; 0 when it cannot.
int probe_read_mappings(void);
size_t probe_mapping_count(void);
const struct mapping *probe_mapping(size_t index);
const struct mapping *probe_mapping_of(uintptr_t address);

// MARK: Threads.c

enum { threadLimit = 256, registerCount = 16 };

struct stopped_thread {
  int thread;
  volatile uintptr_t stack;  // its stack pointer; 0 until it has stopped
  uintptr_t registers[registerCount];
};

// Threads that run, or wait for a disk, beside the calling one.
int probe_busy_threads(void);
// One caller at a time; a second one waits, or stands still with the others.
void probe_stop_threads(void);
void probe_resume_threads(void);
// What is kept of them is no reference.
void probe_exclude_threads(void);
int probe_thread_count(void);
const struct stopped_thread *probe_thread(int index);
// libdispatch's variables of a thread, or of the calling one for -1; an empty range where there are none.
struct memory_range probe_dispatch_variables(int index);
// Where the calling thread's variables begin if they lie in the mapping that holds its stack; else the mapping's end.
// It takes the loader's lock, and learns for all threads where libdispatch keeps its own: call it before others are stopped.
uintptr_t probe_own_variables(uintptr_t inStack);
// What a thread that has ended left of its stack: from the mapping's start to here there is nothing alive, and of one that was
// joined nothing behind its head either, which is excluded. 0 when the
// mapping is no such stack.
uintptr_t probe_dead_stack_end(const struct mapping *mapping);

// MARK: HeapGraph.c

enum node_kind {
  isPlain,
  isSideTable,  // refers to its object weakly
  isTask,
  isSlab,  // a task's frames, of which the first `used` bytes are alive
  isJob,
  isObject,
  isContext,  // what a closure captured
  isBox,      // a variable that a closure captured
  isError,
};

// What reaches a block: data, and what data reaches; a word of a stack or a register, which may be out of date; and what
// such a block reaches.
enum reach { notReached, reachedFromData, namedByThread, reachedFromThreads };

struct node {
  struct live_block block;
  uint32_t holder;  // a leaked block that refers to it, plus one; 0 for none
  uint8_t isReached;  // 0 or how, see enum reach
  uint8_t kind;
};

struct graph {
  struct node *nodes;  // sorted by address
  size_t count;
};

// The live block that holds `address`, or -1.
long probe_find(const struct graph *graph, uintptr_t address);
// A word without the tags that Swift keeps in a reference's top byte and lowest three bits.
static inline uintptr_t probe_untagged(uintptr_t word) { return word & 0x00FFFFFFFFFFFFF8ull; }
// The words of a block that may be references.
struct memory_range probe_living_words(const struct node *node);

// Whether its references are counted, and how many strong ones there are: 0 for an object that is being destroyed, and all
// ones for one that is never counted.
int probe_is_counted(const struct node *node);
uint32_t probe_strong_count(const struct node *node);

// What the moment of the judgement was like.
struct probe_moment {
  uintptr_t firstAddress;   // what lies below in the main arena was allocated before anybody counted
  uintptr_t ownStack;       // the calling thread's frames are alive from here up; 0 when its program has ended
  uintptr_t ownVariables;   // see probe_own_variables
  uintptr_t endedTask;      // the task whose frames have ended; 0 for none
};

enum root_kind { rootInData, rootInThread, rootInOwnStack, rootInRegister };

// Calls `visit` with every word that may be a reference and lies outside of the heap, and where it stands (0 for a register).
// Blocks that are alive and refer to nothing that is, it marks as reached before: what an ended task and libdispatch left.
// Needs the mappings, and threads that stand still.
typedef void probe_visit_root(uintptr_t word, uintptr_t place, enum root_kind kind);
void probe_visit_roots(struct graph *graph, const struct probe_moment *moment, probe_visit_root *visit);

// Marks from the roots.
int probe_mark(struct graph *graph, const struct probe_moment *moment);
// After that: takes a block that threads alone name, and what it refers to, for reached from data.
void probe_hold(struct graph *graph, size_t index);

// Past whoever stands in front of open and close: while threads are stopped, one of them may hold what he would wait for.
static inline int probe_open(const char *path, int flags) { return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0); }
static inline void probe_close(int descriptor) { syscall(SYS_close, descriptor); }

// MARK: Capture.c

// Before others are stopped: asks the runtime for what it tells debuggers, and makes room for the blocks.
int probe_prepare_capture(struct graph *graph);
// While they stand still: copies the live blocks, sorted by address, each with its kind, and says which memory is malloc's.
int probe_capture(struct graph *graph);
// The main arena's break where tracking began.
uintptr_t probe_first_address(void);
// Whether tasks can be told and read: there are none without the concurrency library.
enum task_layout { noTasks, knownTaskLayout, unknownTaskLayout };
enum task_layout probe_task_layout(void);
// Asks the runtime for it; it may lock.
void probe_ask_runtime(void);
// The first word of every task; 0 for none.
uintptr_t probe_task_metadata(void);
// The task that the calling thread ran when the capture was prepared; 0 for none.
uintptr_t probe_current_task(void);
