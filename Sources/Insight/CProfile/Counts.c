// Counts: sums by context and thread, so that counting touches no line that another thread writes. They stand in the file, in
// blocks of 256 contexts; a thread that ends leaves its sums to the next one that begins, which goes on adding.
#include "Profile.h"

struct pool {
  int lock;
  struct profile_sums *unused;
};

static struct pool *pool;

struct profile_sums *profile_take_sums(void) {
  if (!pool) pool = profile_reserve(sizeof *pool);
  if (!pool) return NULL;
  profile_take(&pool->lock);
  struct profile_sums *sums = pool->unused;
  if (sums) pool->unused = sums->next;
  profile_give(&pool->lock);
  if (!sums) return profile_reserve(sizeof *sums);
  // The stack that it traced is another thread's, and may be gone.
  sums->trace.count = 0;
  return sums;
}

void profile_give_sums(struct profile_sums *sums) {
  profile_take(&pool->lock);
  sums->next = pool->unused;
  pool->unused = sums;
  profile_give(&pool->lock);
}

struct profile_counts *profile_counts_of(struct profile_sums *sums, uint32_t context) {
  struct profile_counts_block **place = &sums->blocks[context / profileCountsPerBlock], *block = *place;
  if (__builtin_expect(!block, 0)) {
    block = profile_append(sizeof *block);
    if (!block) return NULL;
    block->first = context / profileCountsPerBlock * profileCountsPerBlock;
    profile_publish(block, profileCountsBlock);
    *place = block;
  }
  return &block->counts[context % profileCountsPerBlock];
}
