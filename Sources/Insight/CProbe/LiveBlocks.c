// LiveBlocks: which blocks of the heap are alive, once somebody has asked to know: address, size, and when in the order of
// allocations. Until then malloc and free pay for one flag that is read and not set.
// Invariant: nothing here allocates from the heap; a block is entered before its address can be seen by its owner and
// taken out before the address can be handed out again. A table that is full says so and drops nothing silently.
#define _GNU_SOURCE
#include "LiveBlocks.h"
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>

// By a hash of the address: shards, each with open addressing and deletion by backward shift (Knuth 6.4, Algorithm R).
enum { shardCount = 64, shardSlots = 1 << 16, shardLimit = shardSlots - shardSlots / 8 };

struct shard {
  int lock;
  uint32_t used;
  struct live_block *slots;
} __attribute__((aligned(64)));

static struct shard shards[shardCount];
static uint32_t sequence;
int probe_is_tracking;
uint32_t (*probe_stack_from)(const void *frame, size_t bytes);
void (*probe_allocated_at)(uint32_t stack, size_t bytes);
static int isFull;

// A bit for each place where a heap of another arena can stand: free chunks in it are known by it long after its last block.
static uint64_t arenaHeaps[(1ull << 47) / arenaHeapBytes / 64];

static void noteArenaHeap(uintptr_t block) {
  enum { isInOtherArena = 4 };  // glibc malloc/malloc.c: NON_MAIN_ARENA in the word before a block
  if (!(((const size_t *)block)[-1] & isInOtherArena)) return;
  uintptr_t place = block / arenaHeapBytes;
  uint64_t *word = &arenaHeaps[place / 64], bit = 1ull << place % 64;
  if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit)) __atomic_fetch_or(word, bit, __ATOMIC_RELAXED);
}

void probe_each_arena_heap(void (*visit)(uintptr_t base)) {
  for (size_t i = 0; i < sizeof arenaHeaps / sizeof *arenaHeaps; i++) {
    for (uint64_t bits = arenaHeaps[i]; bits; bits &= bits - 1) {
      visit((i * 64 + (unsigned)__builtin_ctzll(bits)) * (uintptr_t)arenaHeapBytes);
    }
  }
}

static uint64_t hash(uintptr_t address) {
  uint64_t bits = (uint64_t)(address >> 4) * 0x9E3779B97F4A7C15ull;
  return bits ^ bits >> 32;
}

static void take(struct shard *shard) {
  while (__atomic_exchange_n(&shard->lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
}

static void give(struct shard *shard) { __atomic_store_n(&shard->lock, 0, __ATOMIC_RELEASE); }

// A child has one thread, and locks that others may have held.
static void forget(void) { __atomic_store_n(&probe_is_tracking, 0, __ATOMIC_RELAXED); }

int probe_track(void) {
  size_t bytes = (size_t)shardCount * shardSlots * sizeof(struct live_block);
  void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return 0;
  for (int i = 0; i < shardCount; i++) shards[i].slots = (struct live_block *)memory + (size_t)i * shardSlots;
  pthread_atfork(NULL, NULL, forget);
  __atomic_store_n(&probe_is_tracking, 1, __ATOMIC_RELEASE);
  return 1;
}

struct memory_range probe_table_range(void) {
  uintptr_t low = (uintptr_t)shards[0].slots;
  return (struct memory_range){low, low + (size_t)shardCount * shardSlots * sizeof(struct live_block)};
}

uint32_t probe_sequence(void) { return __atomic_load_n(&sequence, __ATOMIC_RELAXED); }

uint32_t probe_enter(void *block, size_t bytes, const void *frame) {
  noteArenaHeap((uintptr_t)block);
  uint32_t stack = probe_stack_from ? probe_stack_from(frame, bytes) : 0;
  uint64_t bits = hash((uintptr_t)block);
  struct shard *shard = &shards[bits % shardCount];
  uint32_t turn = __atomic_add_fetch(&sequence, 1, __ATOMIC_RELAXED);
  take(shard);
  if (shard->used >= shardLimit) {
    isFull = 1;
  } else {
    uint32_t at = (bits / shardCount) % shardSlots;
    while (shard->slots[at].address) at = (at + 1) % shardSlots;
    // The address last: whoever stops this thread between two of these sees an empty slot.
    shard->slots[at].bytes = bytes;
    shard->slots[at].sequence = turn;
    shard->slots[at].stack = stack;
    __atomic_store_n(&shard->slots[at].address, (uintptr_t)block, __ATOMIC_RELEASE);
    shard->used++;
  }
  give(shard);
  return stack;
}

static uint32_t home(const struct live_block *block) {
  return (uint32_t)((hash(block->address) / shardCount) % shardSlots);
}

static void erase(struct shard *shard, uint32_t hole) {
  uint32_t at = hole;
  for (;;) {
    at = (at + 1) % shardSlots;
    if (!shard->slots[at].address) break;
    // A block may move to the hole when its home does not lie between the hole and it.
    uint32_t distance = (at - home(&shard->slots[at])) % shardSlots;
    if (distance < (at - hole) % shardSlots) continue;
    shard->slots[hole] = shard->slots[at];
    hole = at;
  }
  shard->slots[hole].address = 0;
  shard->used--;
}

static uint32_t slotOf(const struct shard *shard, uint64_t bits, uintptr_t address) {
  uint32_t at = (bits / shardCount) % shardSlots;
  while (shard->slots[at].address && shard->slots[at].address != address) at = (at + 1) % shardSlots;
  return at;
}

void probe_leave(void *block) {
  uint64_t bits = hash((uintptr_t)block);
  struct shard *shard = &shards[bits % shardCount];
  take(shard);
  uint32_t at = slotOf(shard, bits, (uintptr_t)block);
  if (shard->slots[at].address) erase(shard, at);
  give(shard);
}

int probe_made_at(uintptr_t address, uint32_t *stack) {
  uint64_t bits = hash(address);
  struct shard *shard = &shards[bits % shardCount];
  take(shard);
  uint32_t at = slotOf(shard, bits, address);
  int isThere = shard->slots[at].address != 0;
  if (isThere) *stack = shard->slots[at].stack;
  give(shard);
  return isThere;
}

int probe_set_made_at(uintptr_t address, uint32_t stack, uint32_t *before) {
  uint64_t bits = hash(address);
  struct shard *shard = &shards[bits % shardCount];
  take(shard);
  uint32_t at = slotOf(shard, bits, address);
  int isThere = shard->slots[at].address != 0;
  if (isThere) {
    *before = shard->slots[at].stack;
    shard->slots[at].stack = stack;
  }
  give(shard);
  return isThere;
}

long probe_live_count(void) {
  if (isFull) return -1;
  long count = 0;
  for (int i = 0; i < shardCount; i++) count += shards[i].used;
  return count;
}

void probe_each_live(void (*visit)(const struct live_block *block)) {
  for (int i = 0; i < shardCount; i++) {
    for (uint32_t at = 0; shards[i].used && at < shardSlots; at++) {
      if (shards[i].slots[at].address) visit(&shards[i].slots[at]);
    }
  }
}

void probe_copy_live(struct live_block *blocks) {
  for (int i = 0; i < shardCount; i++) {
    for (uint32_t at = 0; shards[i].used && at < shardSlots; at++) {
      if (shards[i].slots[at].address) *blocks++ = shards[i].slots[at];
    }
  }
}
