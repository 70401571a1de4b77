// TraceFile: the file that an event trace is: a page of header, a region of names, then records of 32 bytes in the order in which
// places were taken; one whose kind is 0 is being written. Times are CLOCK_MONOTONIC. A name's number is where it stands in the
// region, with its length in 32 bits before it; 0 is no name.
#pragma once
#include <stdint.h>

enum { traceVersion = 2, traceHeaderBytes = 4096, traceNameBytes = 1 << 20, traceRecordLimit = 1 << 20 };

struct trace_header {
  char magic[8];  // LIVETRAC
  uint32_t version;
  uint32_t process;
  uint64_t begin;    // nanoseconds
  uint64_t records;  // places taken, more than there are when the file is full
  uint32_t nameBytes;
};

enum trace_kind {
  traceTaskMade = 1,     // a: its number; b: its maker's, 0 for none
  traceTaskEnqueued,     // a: its number, 0 for an actor's work
  traceRunBegan,         // a: the same
  traceRunEnded,
  traceSpanBegan,        // a: its name; b: what its thread had of a processor until then, in nanoseconds
  traceSpanEnded,        // b: the same
  traceCounter,          // a: its name, b: its value
  traceHeap,             // a: bytes in blocks, b: bytes asked for since the start
  traceThreadNamed,      // a: its name
  traceMark,             // a: its name
};

struct trace_record {
  uint64_t time;
  uint32_t thread;
  uint32_t kind;
  uint64_t a, b;
};
