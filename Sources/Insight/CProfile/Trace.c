// Trace: the context of a stack, walked only as far as it has changed since this thread last looked. Two calls of malloc in a
// row mostly have the same callers further out, at the same places of the stack. That they are the same is not guessed: where
// stack pointer, base and address are equal, a rule finds the next frame by reading two words, and these are compared.
// Invariant: frames[i] was found from frames[i + 1] by one rule, and frames[i].context is that of frames[0...i].
#include "Profile.h"
#include "Rules.h"

// Word by word: a copy of 16 bytes would wait for the words of 8 that were just written.
static inline void copy(struct profile_frame *to, const struct profile_frame *from) {
  to->address = from->address;
  to->base = from->base;
  to->stack = from->stack;
}

static inline int isUnchanged(const struct traced_frame *frame) {
  return ((const uintptr_t *)frame->at.stack)[-1] == frame->at.address && *frame->baseSlot == frame->at.base;
}

static inline int isEqual(const struct profile_frame *one, const struct profile_frame *other) {
  return one->stack == other->stack && one->address == other->address && one->base == other->base;
}

// How many frames, from the outermost on, still stand as they did.
static inline int unchanged(const struct profile_trace *trace, uintptr_t stack) {
  int count = 0;
  while (count < trace->count && trace->frames[count].at.stack >= stack && isUnchanged(&trace->frames[count])) count++;
  return count;
}

// Collects frames into `fresh` until one stands in the trace; then the first `*known` frames of it go on from there. Only
// fresh[*loose] and those further out may be kept: a stack pointer was loaded to get there, which is not compared again.
static int walk(struct profile_trace *trace, struct profile_frame at, uintptr_t limit, int *known, int *loose) {
  // The base of the innermost frame was read from below its stack pointer, where malloc has put it.
  const uintptr_t *baseSlot = (const uintptr_t *)at.stack - 2;
  int count = 0;
  for (;;) {
    while (*known && trace->frames[*known - 1].at.stack < at.stack) --*known;
    if (*known && isEqual(&trace->frames[*known - 1].at, &at)) return count;
    struct traced_frame *frame = &trace->fresh[count++];
    copy(&frame->at, &at);
    // One without a slot has its callee's base: it is compared with itself.
    frame->baseSlot = baseSlot ? baseSlot : &frame->at.base;
    if (count == freshLimit) break;
    int kind = profile_step(&at, limit, &baseSlot);
    if (kind == ruleEnd) break;
    if (kind == ruleFromSaved) *loose = count;
  }
  *known = 0;
  return count;
}

uint32_t profile_trace_stack(struct profile_trace *trace, struct profile_frame from) {
  enum { alternateBytes = 64 << 10 };
  uint32_t generation = profile_code_generation();
  if (trace->generation != generation) trace->count = 0;
  trace->generation = generation;
  uintptr_t limit = profile_stack_limit(from.stack);
  int known = limit ? unchanged(trace, from.stack) : 0;
  int loose = 0, count = walk(trace, from, limit ? limit : from.stack + alternateBytes, &known, &loose);
  uint32_t context = known ? trace->frames[known - 1].context : profileRoot;
  while (count) {
    struct traced_frame *frame = &trace->fresh[--count];
    context = profile_child(context, frame->at.address);
    if (!context) {
      trace->count = 0;
      return profileRoot;
    }
    if (known == traceLimit || count < loose) continue;
    struct traced_frame *kept = &trace->frames[known++];
    copy(&kept->at, &frame->at);
    kept->baseSlot = frame->baseSlot == &frame->at.base ? &kept->at.base : frame->baseSlot;
    kept->context = context;
  }
  // Frames of another stack may be unmapped when the thread is back on its own.
  trace->count = limit ? known : 0;
  return context;
}
