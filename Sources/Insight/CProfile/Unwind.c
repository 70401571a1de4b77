// Unwind: a stack, by rules that are read once for each place in the code and kept: a step is then one look-up and two loads.
// Optimized Swift and C keep no chain of frame pointers, so that only these rules tell who called.
// Invariant: a rule is written once and then published by one pointer; a pointer is replaced, never what it points to.
#define _GNU_SOURCE
#include "CProfile.h"
#include "Rules.h"
#include <pthread.h>
#include <sys/mman.h>

enum { slotCount = 1 << 16, poolCount = 1 << 20 };

static struct rule *slots[slotCount];
static struct rule *pool;
static uint32_t poolUsed;

static unsigned slotOf(uintptr_t address) { return (unsigned)((address * 0x9E3779B97F4A7C15ull) >> 48); }

static struct rule *reservePool(void) {
  struct rule *made = mmap(
      NULL, sizeof(struct rule) * poolCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (made == MAP_FAILED) return NULL;
  struct rule *expected = NULL;
  // Pairs with the load in `keep`: a thread that sees the pool sees its pages, which the kernel has zeroed.
  if (__atomic_compare_exchange_n(&pool, &expected, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return made;
  munmap(made, sizeof(struct rule) * poolCount);
  return expected;
}

// When the pool is used up rules are read anew each time: slow, and right.
static void keep(const struct rule *rule) {
  struct rule *rules = __atomic_load_n(&pool, __ATOMIC_ACQUIRE);
  if (!rules) rules = reservePool();
  if (!rules || __atomic_load_n(&poolUsed, __ATOMIC_RELAXED) >= poolCount) return;
  uint32_t index = __atomic_fetch_add(&poolUsed, 1, __ATOMIC_RELAXED);
  if (index >= poolCount) return;
  rules[index] = *rule;
  // Pairs with the load in `ruleOf`: whoever sees the pointer sees the whole rule.
  __atomic_store_n(&slots[slotOf(rule->address)], &rules[index], __ATOMIC_RELEASE);
}

static inline struct rule ruleOf(uintptr_t address) {
  struct rule *kept = __atomic_load_n(&slots[slotOf(address)], __ATOMIC_ACQUIRE);
  if (__builtin_expect(kept && kept->address == address, 1)) return *kept;
  struct rule rule = profile_read_rule(address);
  keep(&rule);
  return rule;
}

void profile_forget_rules(void) {
  for (int i = 0; i < slotCount; i++) __atomic_store_n(&slots[i], NULL, __ATOMIC_RELEASE);
}

extern void *__libc_stack_end;

uintptr_t profile_stack_limit(uintptr_t stack) {
  const uintptr_t largest = 1ull << 30;
  // glibc puts a thread's own words at the top of its stack.
  uintptr_t own = (uintptr_t)pthread_self();
  if (stack < own && own - stack < largest) return own;
  uintptr_t first = (uintptr_t)__libc_stack_end;
  return stack <= first && first - stack < largest ? first : 0;
}

int profile_step(struct profile_frame *at, uintptr_t limit, const uintptr_t **baseSlot) {
  // Swift marks the frame of an async function in a bit of the saved register.
  const uintptr_t asyncBit = 1ull << 60;
  struct rule rule = ruleOf(at->address);
  uintptr_t frame = at->base & ~asyncBit, stack = at->stack, caller;
  switch (rule.kind) {
    case ruleFromStack: caller = stack + (intptr_t)rule.offset; break;
    case ruleFromBase: caller = frame + (intptr_t)rule.offset; break;
    case ruleFromSaved: {
      uintptr_t place = frame + (intptr_t)rule.offset;
      if (place < stack || place >= limit || place % 8) return 0;
      caller = *(const uintptr_t *)place;
      break;
    }
    default: return 0;
  }
  if (caller <= stack || caller > limit || caller % 8) return 0;
  at->address = *(const uintptr_t *)(caller - 8);
  *baseSlot = NULL;
  if (rule.saved) {
    uintptr_t place = rule.saved == savedAtBase ? frame : caller + (intptr_t)rule.saved;
    if (place < stack || place >= limit || place % 8) return 0;
    *baseSlot = (const uintptr_t *)place;
    at->base = **baseSlot;
  }
  at->stack = caller;
  return at->address != 0 ? rule.kind : 0;
}

int profile_unwind(struct profile_frame from, uintptr_t *addresses, int capacity) {
  enum { alternateBytes = 64 << 10 };
  uintptr_t limit = profile_stack_limit(from.stack);
  if (!limit) limit = from.stack + alternateBytes;
  const uintptr_t *baseSlot;
  int count = 0;
  if (from.address == 0) return 0;
  do addresses[count++] = from.address;
  while (count < capacity && profile_step(&from, limit, &baseSlot));
  return count;
}
