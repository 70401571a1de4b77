// Own: the leak probe as a part of the program itself, which imports ProbeServer. Blocks and their stacks are kept from before
// main on, unless the environment says LIVE_PROBE=0; a moment is written when the program asks for it.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "CMoment.h"
#include "Trace.h"
#include "../HeapGraph.h"
#include "../include/CProbe.h"
#include <stdlib.h>
#include <string.h>

__attribute__((constructor)) static void begin(void) {
  const char *wish = getenv("LIVE_PROBE");
  if ((wish && strcmp(wish, "0") == 0) || !probe_prepare_stacks()) return;
  probe_stack_from = probe_count_at_stack;
  probe_track_from_here();
}

int moment_is_kept(void) { return probe_is_tracking; }

int moment_write(const char *path, int isWhole) {
  if (!probe_is_tracking || probe_live_count() < 0 || !probe_open_text(path)) return 0;
  probe_say("live-heap snapshot 1\n");
  probe_write_moment(isWhole ? whenAsked : whenAskedForBlocks, NULL, (uintptr_t)__builtin_frame_address(0));
  return 1;
}

int moment_trace_begin(const char *path) { return trace_begin(path); }

void moment_trace_end(void) { trace_end(); }

// Descriptors and children are noted only where the library stands in front of a program.
int probe_is_descriptor(uint32_t number) {
  (void)number;
  return 0;
}

void probe_write_resources(void) {}
