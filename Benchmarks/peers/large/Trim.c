// Trim: what glibc says of its heap after everything was freed but the last block, and after it was asked to trim.
#define _GNU_SOURCE
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// snippet.trim
enum { count = 100000, size = 100 };
static void *blocks[count];

static long resident_mebibytes(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*d %ld", &pages) != 1) exit(1);
  fclose(file);
  return pages >> 8;
}

static void report(const char *what) {
  struct mallinfo2 info = mallinfo2();
  printf("%-22s %2zu MiB taken, %2zu live, %2ld resident\n",
         what, info.arena >> 20, info.uordblks >> 20,
         resident_mebibytes());
}

int main(void) {
  for (int i = 0; i < count; i++)
    memset(blocks[i] = malloc(size), 1, size);
  report("all live:");
  for (int i = 0; i < count - 1; i++) free(blocks[i]);
  report("all but the last:");
  malloc_trim(0);
  report("after malloc_trim:");
  free(blocks[count - 1]);
  report("the last one, too:");
}
// snippet.end
