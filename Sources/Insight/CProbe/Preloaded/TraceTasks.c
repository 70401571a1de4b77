// TraceTasks: when tasks are made, put into a queue and run. Swift's runtime on Linux gives every piece of work to libdispatch by
// two functions, which stand here once more; the code that a program's `Task {}` became calls swift_task_create.
// Not seen: tasks that the runtime makes for `async let`, and which task an actor runs when it was given work of several.
// Source: swift/stdlib/public/Concurrency/DispatchGlobalExecutor.cpp, ABI/Task.h. Relies on: these being called through the
// dynamic linker, and swiftcc passing five words and giving back two as C does on x86_64.
#define _GNU_SOURCE
#include "Trace.h"
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#define NEXT(name)                                  \
  static __typeof__(name) *next;                    \
  if (!next) next = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static uintptr_t taskMetadata;

// 0 for what is no task.
static uint64_t numberOf(const void *job) {
  enum { id = 36 };
  if (!taskMetadata) {
    const uint32_t *version = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_internal_layout_version");
    const uintptr_t *metadata = dlsym(RTLD_DEFAULT, "_swift_concurrency_debug_asyncTaskMetadata");
    taskMetadata = version && *version == 1 && metadata ? *metadata : 1;
  }
  if (!job || *(const uintptr_t *)job != taskMetadata) return 0;
  return *(const uint32_t *)((const char *)job + id);
}

// MARK: Made

struct made {
  void *task;
  void *context;
};

struct made swift_task_create(size_t flags, void *options, const void *type, void *function, void *context);
struct made swift_task_create(size_t flags, void *options, const void *type, void *function, void *context) {
  NEXT(swift_task_create);
  // Before: it may run on another thread before this one has noted that it was made.
  uint64_t time = trace_is_on ? trace_now() : 0;
  struct made made = next(flags, options, type, function, context);
  if (time && trace_is_on) {
    static void *(*current)(void);
    if (!current) current = (void *(*)(void))dlsym(RTLD_DEFAULT, "swift_task_getCurrent");
    trace_note_at(time, traceTaskMade, numberOf(made.task), current ? numberOf(current()) : 0);
  }
  return made;
}

// MARK: Enqueued and run

typedef void work(void *);

static int isRuntimes(work *function) {
  static work *known;
  if (function == known) return 1;
  struct dl_find_object object;
  if (_dl_find_object((void *)function, &object) != 0) return 0;
  const char *file = object.dlfo_link_map->l_name;
  if (!file || !strstr(file, "libswift_Concurrency")) return 0;
  known = function;
  return 1;
}

struct carried {
  void *job;
  work *function;
  uint64_t number;
};

static void run(void *context) {
  struct carried carried = *(struct carried *)context;
  free(context);
  trace_note(traceRunBegan, carried.number, 0);
  carried.function(carried.job);
  trace_note(traceRunEnded, carried.number, 0);
}

// What runs in place of the work; NULL to leave it as it is.
static struct carried *carry(void *job, work *function) {
  if (!trace_is_on || !isRuntimes(function)) return NULL;
  struct carried *carried = malloc(sizeof *carried);
  if (!carried) return NULL;
  *carried = (struct carried){job, function, numberOf(job)};
  trace_note(traceTaskEnqueued, carried->number, 0);
  return carried;
}

void dispatch_async_f(void *queue, void *context, work *function);
void dispatch_async_f(void *queue, void *context, work *function) {
  NEXT(dispatch_async_f);
  struct carried *carried = carry(context, function);
  if (carried) return next(queue, carried, run);
  next(queue, context, function);
}

void dispatch_after_f(uint64_t when, void *queue, void *context, work *function);
void dispatch_after_f(uint64_t when, void *queue, void *context, work *function) {
  NEXT(dispatch_after_f);
  struct carried *carried = carry(context, function);
  if (carried) return next(when, queue, carried, run);
  next(when, queue, context, function);
}
