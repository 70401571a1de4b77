// Every name of the malloc family, at its edges. What it prints is the same with any allocator that keeps the manual's word.
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(const char *what, int isTrue) { printf("%s: %s\n", what, isTrue ? "yes" : "no"); }
static int isAligned(const void *block, size_t to) { return block && (uintptr_t)block % to == 0; }
static int isFilled(const unsigned char *block, int with, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (block[i] != with) return 0;
  return 1;
}

int main(void) {
  volatile size_t huge = SIZE_MAX, half = SIZE_MAX / 2 + 2;
  errno = 0;
  say("malloc refuses what no machine has", malloc(huge) == NULL && errno == ENOMEM);
  errno = 0;
  say("calloc sees the overflow", calloc(half, 2) == NULL && errno == ENOMEM);
  errno = 0;
  say("reallocarray sees the overflow", reallocarray(NULL, half, 2) == NULL && errno == ENOMEM);
  void *none = malloc(0), *other = malloc(0);
  say("no bytes are a block of their own", none && other && none != other);
  free(none), free(other), free(NULL);
  for (size_t size = 1; size < 3000000; size = size * 3 / 2 + 1) {
    unsigned char *block = malloc(size);
    if (!isAligned(block, 16)) say("malloc aligns to 16", 0);
    memset(block, 7, size);
    unsigned char *cleared = calloc(size, 1);
    if (!isFilled(cleared, 0, size)) say("calloc clears", 0);
    if (malloc_usable_size(block) < size) say("as large as asked for", 0);
    block = realloc(block, 2 * size);
    if (!block || !isFilled(block, 7, size)) say("realloc keeps when it grows", 0);
    block = realloc(block, size / 2 + 1);
    if (!block || !isFilled(block, 7, size / 2 + 1)) say("realloc keeps when it shrinks", 0);
    memset(cleared, 9, size);
    free(block), free(cleared);
  }
  void *block = malloc(10);
  say("realloc to nothing frees", realloc(block, 0) == NULL);
  block = realloc(NULL, 10);
  say("realloc of nothing allocates", block != NULL);
  errno = 0;
  say("a refused realloc leaves the block", realloc(block, huge) == NULL && errno == ENOMEM);
  free(block);
  for (size_t alignment = 8; alignment <= 1 << 22; alignment *= 2) {
    void *one = NULL, *two = memalign(alignment, 100), *three = aligned_alloc(alignment, alignment);
    int error = posix_memalign(&one, alignment, 33);
    if (error || !isAligned(one, alignment) || !isAligned(two, alignment) || !isAligned(three, alignment)) {
      printf("alignment %zu fails\n", alignment);
    }
    free(one), free(two), free(three);
  }
  void *kept = &huge;
  say("posix_memalign wants a power of two", posix_memalign(&kept, 24, 8) == EINVAL && kept == &huge);
  say("and a word at least", posix_memalign(&kept, 4, 8) == EINVAL);
  say("and says when there is no memory", posix_memalign(&kept, 64, huge / 2) == ENOMEM);
  void *page = valloc(10), *pages = pvalloc(5000);
  say("valloc and pvalloc align to pages", isAligned(page, 4096) && isAligned(pages, 4096));
  say("pvalloc gives whole pages", malloc_usable_size(pages) >= 8192);
  free(page), free(pages);
  say("the size of nothing is nothing", malloc_usable_size(NULL) == 0);
  // All of a peak is free: some of it can go.
  void *peak[64];
  for (int i = 0; i < 64; i++) memset(peak[i] = malloc(1 << 20), 1, 1 << 20);
  for (int i = 0; i < 64; i++) free(peak[i]);
  int gaveBack = malloc_trim(0);
  say("malloc_trim answers with 0 or 1", gaveBack == 0 || gaveBack == 1);
  return 0;
}
