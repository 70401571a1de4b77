// Shared: what two processes hold of the same pages after a fork, by two ways of counting.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { bytes = 8 << 20, page = 4096 };
static char *memory;

static void report(const char *what) {
  char line[256];
  uintptr_t start = 0, end;
  long rss = 0, pss = 0, one;
  FILE *file = fopen("/proc/self/smaps", "r");
  int is_ours = 0;
  while (file && fgets(line, sizeof line, file)) {
    if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
      is_ours = start <= (uintptr_t)memory && (uintptr_t)memory < end;
    if (is_ours && sscanf(line, "Rss: %ld", &one) == 1) rss = one;
    if (is_ours && sscanf(line, "Pss: %ld", &one) == 1) pss = one;
  }
  if (file) fclose(file);
  printf("%-26s %5ld KiB RSS  %5ld KiB PSS\n", what, rss, pss);
  fflush(stdout);
}

// snippet.shared
int main(void) {
  memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  madvise(memory, bytes, MADV_NOHUGEPAGE);
  memset(memory, 1, bytes);
  report("one process:");
  if (fork() == 0) {
    report("two, seen by the child:");
    memset(memory, 2, bytes / 2);
    report("half of it written to:");
    exit(0);
  }
  wait(NULL);
  report("one process again:");
}
// snippet.end
