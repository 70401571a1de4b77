// wasm: the platform as a page sees it. Address space is wasm memory, which only grows; what was given back is kept for the
// next who wants as much. There is one thread, so no lock is ever waited for, and no clock.
// Relies on: 64 KiB, by which the memory grows, being a multiple of every alignment that is asked for.
#include "CPlatform.h"

struct region {
  struct region *next;
  size_t pages;
};
static struct region *regions;

// One instruction, memory.fill, and not a loop.
__attribute__((target("bulk-memory"))) static void clear(void *memory, size_t bytes) {
  __builtin_memset(memory, 0, bytes);
}

static size_t whole_pages(size_t bytes) { return (bytes + 65535) >> 16; }

uintptr_t platform_reserve(size_t bytes, size_t alignment) {
  size_t pages = whole_pages(bytes);
  if (alignment > 65536) return 0;
  for (struct region **at = &regions; *at; at = &(*at)->next) {
    if ((*at)->pages != pages) continue;
    struct region *region = *at;
    *at = region->next;
    clear(region, pages << 16);
    return (uintptr_t)region;
  }
  size_t grown = __builtin_wasm_memory_grow(0, pages);
  return grown == (size_t)-1 ? 0 : grown << 16;
}

void platform_unreserve(uintptr_t start, size_t bytes) {
  struct region *region = (struct region *)start;
  region->pages = whole_pages(bytes);
  region->next = regions;
  regions = region;
}

int platform_commit(uintptr_t start, size_t bytes) {
  (void)start, (void)bytes;
  return 1;
}

// The memory of a page cannot be given back, nor moved.
int platform_release(uintptr_t start, size_t bytes) {
  (void)start, (void)bytes;
  return 0;
}

int platform_move(uintptr_t from, uintptr_t to, size_t bytes) {
  (void)from, (void)to, (void)bytes;
  return 0;
}

uint32_t platform_clock(void) { return 0; }
void platform_out_of_memory(void) {}
void platform_invalid_argument(void) {}
int platform_errno(void) { return 0; }
void platform_set_errno(int error) { (void)error; }
int platform_error_invalid(void) { return 22; }
int platform_error_memory(void) { return 12; }
void platform_cache_began(struct platform_cache *cache) { (void)cache; }
int platform_wants_account(void) { return 0; }
int platform_wants_events(void) { return 0; }
void platform_event(uint32_t event, uint32_t sizeClass, uint64_t count, uint32_t page) {
  (void)event, (void)sizeClass, (void)count, (void)page;
}

_Noreturn void platform_die(const char *what, uintptr_t address) {
  (void)what, (void)address;
  __builtin_trap();
}
