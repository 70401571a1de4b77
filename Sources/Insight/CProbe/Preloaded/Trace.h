// Trace: what the files of the event trace share. Private to the leak probe's library and CMoment.
#pragma once
#include <stdint.h>
#include "../include/TraceFile.h"

// Begins to write, and a thread that notes the heap's numbers 200 times a second; nonzero when it can. Once a process.
int trace_begin(const char *path);
// Nothing more is written until trace_begin; the file is whole.
void trace_end(void);
extern int trace_is_on;
void trace_note(enum trace_kind kind, uint64_t a, uint64_t b);
// The same of an earlier moment, in nanoseconds of trace_now.
void trace_note_at(uint64_t time, enum trace_kind kind, uint64_t a, uint64_t b);
uint64_t trace_now(void);
// The number of a name that lives as long as the process, by its address and length.
uint64_t trace_name(const char *text, uint32_t length);

// For programs that import Probe; found by name.
void trace_span_begin(const char *name, uint32_t length);
void trace_span_end(void);
void trace_count(const char *name, uint32_t length, int64_t value);
void trace_mark(const char *name, uint32_t length);
// Whose malloc counts, when it is not this library's.
void trace_use_counts(uint64_t (*allocatedBytes)(void));
