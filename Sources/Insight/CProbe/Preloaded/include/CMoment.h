// CMoment: a moment of the process that this is linked into, for LeakCheck's Snapshot to read.
#pragma once

/// Nonzero when blocks and their stacks are kept.
int moment_is_kept(void);

/// Writes one, while all other threads stand still.
///
/// - path: A file that is overwritten.
/// - isWhole: zero for blocks alone, without who refers to whom.
/// - Returns: zero when it cannot be. One caller at a time.
int moment_write(const char *path, int isWhole);

/// Begins an event trace; nonzero when it can. One at a time.
int moment_trace_begin(const char *path);
/// Ends it; the file is whole.
void moment_trace_end(void);
