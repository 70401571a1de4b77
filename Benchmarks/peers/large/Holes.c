// Holes: a million blocks of 64 bytes, of which one in eight survives; how much the process holds for each live byte,
// before and after the allocator was asked to give back what it can, and when nothing survives: at once, after two seconds
// and a little work, and after it was asked again. Prints `NAME KIB` a line.
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { count = 1000000, size = 64, share = 8 };
static void *blocks[count];

static long resident(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*d %ld", &pages) != 1) exit(1);
  fclose(file);
  return pages * 4;
}

int main(void) {
  // The stream's buffer is a block, too, and should not be the last one.
  static char buffer[4096];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  memset(blocks, 1, sizeof blocks);
  long before = resident();
  for (int i = 0; i < count; i++) memset(blocks[i] = malloc(size), 1, size);
  printf("all %ld\n", resident() - before);
  for (int i = 0; i < count; i++)
    if (i % share) free(blocks[i]);
  printf("holes %ld\n", resident() - before);
  malloc_trim(0);
  printf("trimmed %ld\n", resident() - before);
  for (int i = 0; i < count; i += share) free(blocks[i]);
  printf("none %ld\n", resident() - before);
  // Allocators that wait before they give memory back do it in the course of later calls.
  sleep(2);
  for (int i = 0; i < 100; i++) free(malloc(100000));
  printf("later %ld\n", resident() - before);
  malloc_trim(0);
  printf("end %ld\n", resident() - before);
}
