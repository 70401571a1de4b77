// LiveBlocks: what Interpose.c tells it, and what HeapGraph.c asks of it. Private to CProbe.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct live_block {
  uintptr_t address;  // 0 for an empty slot
  size_t bytes;       // as asked for
  uint32_t sequence;  // its turn among all allocations since tracking began, from 1
  uint32_t stack;     // where it was made, for whoever set probe_stack_from; else 0
};

struct memory_range {
  uintptr_t low;
  uintptr_t high;
};

extern int probe_is_tracking;

// Says where an allocation comes from, given the frame of the function that was called for it and how much it was asked for;
// NULL asks nobody.
extern uint32_t (*probe_stack_from)(const void *frame, size_t bytes);
// Is told of every allocation once more, with what that said; growing in place is none.
extern void (*probe_allocated_at)(uint32_t stack, size_t bytes);

// Begins to keep; nonzero when there is room for the table.
int probe_track(void);
// - frame: of the interposed function, which has a frame pointer.
// Returns where the block was made, as `probe_stack_from` said.
uint32_t probe_enter(void *block, size_t bytes, const void *frame);
void probe_leave(void *block);

// Where the block that begins at `address` was made; 0 when there is none.
int probe_made_at(uintptr_t address, uint32_t *stack);
// Says that it was made somewhere else, and where it was said to be made; 0 when there is none.
int probe_set_made_at(uintptr_t address, uint32_t stack, uint32_t *before);

// How many are alive, or -1 when there were once too many to keep.
long probe_live_count(void);
// Copies them, in no order. Nothing may allocate meanwhile.
void probe_copy_live(struct live_block *blocks);
// Calls `visit` with each, in no order; the same holds.
void probe_each_live(void (*visit)(const struct live_block *block));
// Where the table itself stands, which is no root.
struct memory_range probe_table_range(void);

// The heaps of other arenas than the main one stand at multiples of this.
enum { arenaHeapBytes = 64 << 20 };
// Calls `visit` with the start of every one that ever held a block while tracking was on, given back or not.
void probe_each_arena_heap(void (*visit)(uintptr_t base));
