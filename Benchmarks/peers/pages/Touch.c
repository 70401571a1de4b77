// Touch: what the first touch of a page costs beside the second, in nanoseconds of processor time a page of 4 KiB, for
// 256 MiB of small pages and, where the kernel gives them, of huge ones; `share` is the per cent that stood on huge pages.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

enum { bytes = 256 << 20, page = 4096 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static long faults(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

static double touch(volatile char *memory) {
  double start = now();
  for (size_t at = 0; at < bytes; at += page) memory[at] = 1;
  return (now() - start) / (bytes / page);
}

static char *map(int advice) {
  char *memory = mmap(NULL, bytes + (2 << 20), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) exit(1);
  memory = (char *)(((size_t)memory + (2 << 20) - 1) & ~((size_t)(2 << 20) - 1));
  madvise(memory, bytes, advice);
  return memory;
}

static long huge_kilobytes(void) {
  char line[256];
  long sum = 0, one;
  FILE *file = fopen("/proc/self/smaps", "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "AnonHugePages: %ld", &one) == 1) sum += one;
  if (file) fclose(file);
  return sum;
}

int main(void) {
  char *small = map(MADV_NOHUGEPAGE);
  long before = faults();
  printf("first %f\n", touch(small));
  printf("faults %ld\n", faults() - before);
  printf("second %f\n", touch(small));
  char *huge = map(MADV_HUGEPAGE);
  before = faults();
  printf("huge %f\n", touch(huge));
  printf("hugefaults %ld\n", faults() - before);
  printf("share %ld\n", huge_kilobytes() * 1024 * 100 / bytes);
}
