// Preloaded: what the files of the leak check's library share. It stands in front of a program that knows nothing of it
// (LD_PRELOAD), keeps where each block was made, and writes down the heap when the program ends. It judges nothing: that is
// done by `LeakCheck`, in another process, from the file.
// Not part of the target CProbe, but of the library that Scripts/build-leak-probe makes. Private to it. Stacks are walked by
// the heap profiler's unwinder (CProfile). All but Ending.c and Resources.c, with Own.c, are also the target CMoment, for programs
// that look into themselves.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// MARK: Stacks.c

// Makes room; nonzero when there is.
int probe_prepare_stacks(void);
// The number of the stack at `frame`: equal stacks have equal numbers, 0 is none.
uint32_t probe_intern_stack(const void *frame);
uint32_t probe_stack_count(void);
int probe_stack_addresses(uint32_t stack, const uintptr_t **addresses);
// The same as probe_intern_stack, and counts an allocation there.
uint32_t probe_count_at_stack(const void *frame, size_t bytes);
// What was allocated there in all.
void probe_stack_counts(uint32_t stack, uint64_t *objects, uint64_t *bytes);

// MARK: Text.c

// One file at a time, written through a buffer. Nothing here allocates or locks.
int probe_open_text(const char *path);
// The file that is written from now on, which is there.
void probe_aim_text(const char *path);
void probe_close_text(void);
void probe_say(const char *text);
void probe_say_bytes(const char *text, size_t count);
void probe_say_number(uint64_t number);
void probe_say_address(uint64_t number);
void probe_end_line(void);
void probe_flush_text(void);

// MARK: Resources.c

enum { descriptorLimit = 1 << 16 };
// Opens and closes are noted from here on.
void probe_keep_resources(void);
// Nonzero when a descriptor with that number was made by the program and may be open.
int probe_is_descriptor(uint32_t number);
// Where it was made, and the FILE or DIR that it belongs to (0 for none); 0 when it is none of the program's.
int probe_descriptor(int number, uint32_t *stack, uintptr_t *handle);
// The children by the order of their making; 0 when there are no more. `state` is 'z' for one that has ended and was not
// waited for, 'r' for one that runs, 0 for one that is gone.
int probe_child(uint32_t index, pid_t *process, uint32_t *stack, char *state);
// Children that have not ended yet.
int probe_running_children(void);

// MARK: ResourceText.c

void probe_write_resources(void);

// MARK: Snapshot.c

enum probe_ending { atRound, atMainReturn, atExit, atQuickExit, whenAsked, whenAskedForBlocks };
// Writes one moment. The program goes on after a round and when somebody asked. `caller` is the frame of the function that ends the program or NULL; from `stack` up the calling
// thread's frames are alive.
void probe_write_moment(enum probe_ending ending, const void *caller, uintptr_t stack);

// Nonzero when this library is one of its own, whose variables are no references of the program's.
extern int probe_is_own_image;

// MARK: Types.c

struct graph;
// The names and stored properties of all classes of the graph's objects, which have to be known before threads go on.
size_t probe_collect_types(const struct graph *graph);
void probe_write_types(size_t count);
