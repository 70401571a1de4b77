// Blocks: which blocks of the heap are alive, by address. A block and what is known of it are written by whoever owns the
// block at that moment, so there is no lock; the counts of a page are shared, and atomic.
// Relies on: no two blocks beginning within 16 bytes, as glibc's and most others do not.
#include "Profile.h"
#include <sys/mman.h>

struct profile_leaf *profile_leaves[leafCount];

static struct profile_leaf *leafOf(uintptr_t address, int isMade) {
  struct profile_leaf **place = &profile_leaves[(address >> leafBits) % leafCount];
  struct profile_leaf *leaf = __atomic_load_n(place, __ATOMIC_ACQUIRE);
  if (leaf || !isMade) return leaf;
  struct profile_leaf *made = profile_reserve(sizeof *made), *expected = NULL;
  if (!made) return NULL;
  // Pairs with the loads above and in `profile_may_know`: nothing but zeroes is in it yet.
  if (__atomic_compare_exchange_n(place, &expected, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return made;
  munmap(made, sizeof *made);
  return expected;
}

profile_mark profile_enter(void *block, profile_mark mark, int isExact, int *hasRoom) {
  uintptr_t address = (uintptr_t)block;
  struct profile_leaf *leaf = leafOf(address, 1);
  *hasRoom = leaf != NULL;
  if (!leaf) return 0;
  profile_mark *place = &leaf->marks[(address >> 4) % leafMarks], before = *place;
  *place = mark;
  if (!isExact && !before) __atomic_fetch_add(&leaf->marked[(address >> 12) % leafPages], 1, __ATOMIC_RELAXED);
  return before;
}

profile_mark profile_leave(void *block, int isExact) {
  uintptr_t address = (uintptr_t)block;
  struct profile_leaf *leaf = leafOf(address, 0);
  if (!leaf) return 0;
  profile_mark *place = &leaf->marks[(address >> 4) % leafMarks], mark = *place;
  if (!mark) return 0;
  *place = 0;
  if (!isExact) __atomic_fetch_sub(&leaf->marked[(address >> 12) % leafPages], 1, __ATOMIC_RELAXED);
  return mark;
}
