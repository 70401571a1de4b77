// Numbers: how the process stands, in numbers: what malloc was asked for, what glibc's heap is made of, what is alive where
// that is tracked, tasks by state. `Probe` documents each (RuntimeMetrics).
// Relies on: mallinfo2 of glibc 2.33 and newer; the words of a task, layout version 1. Invariant: tasks are looked at while
// other threads stand still, because one that runs on may free the task that is just read.
#define _GNU_SOURCE
#include "CProbe.h"
#include "HeapGraph.h"
#include <malloc.h>

void probe_trim_heap(void) { malloc_trim(0); }

static struct probe_numbers *measured;

static void lookAtBlock(const struct live_block *block) {
  // Source: swift/include/swift/ABI/Task.h; see Capture.c and Preloaded/Snapshot.c.
  enum { taskBytes = 208, jobFlags = 32, status = 96, isCancelled = 0x100, isRunning = 0x800, isEnqueued = 0x1000 };
  enum { hasEnded = 0x2000 };
  measured->liveBlocks++;
  measured->liveBytes += block->bytes;
  uintptr_t task = block->address;
  if (block->bytes < taskBytes || *(const uintptr_t *)task != probe_task_metadata()) return;
  // Of the helper that waits for a clock, which has no priority, nobody asks.
  if (!(*(const uint32_t *)(task + jobFlags) & 0xFF00)) return;
  uint32_t flags = *(const uint32_t *)(task + status);
  // Somebody keeps its handle.
  if (flags & hasEnded) return;
  if (flags & isCancelled) measured->cancelledTasks++;
  if (flags & isRunning) {
    measured->runningTasks++;
  } else if (flags & isEnqueued) {
    measured->readyTasks++;
  } else {
    measured->suspendedTasks++;
  }
}

void probe_measure(struct probe_numbers *numbers) {
  *numbers = (struct probe_numbers){.counts = probe_process_counts()};
  struct mallinfo2 heap = mallinfo2();
  numbers->reservedBytes = heap.arena + heap.hblkhd;
  numbers->usedBytes = heap.uordblks + heap.hblkhd;
  numbers->freeBytes = heap.fordblks;
  numbers->mappedBytes = heap.hblkhd;
  if (!probe_is_tracking) return;
  probe_ask_runtime();
  probe_stop_threads();
  measured = numbers;
  probe_each_live(lookAtBlock);
  measured = NULL;
  probe_resume_threads();
  numbers->isTracking = 1;
  numbers->knowsTasks = probe_task_layout() == knownTaskLayout;
}
