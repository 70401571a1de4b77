// Ten thousand short threads, blocks that one thread allocates and another frees, forks in the middle with allocation in
// the child, signals that allocate nothing, and an exit while threads still allocate. It prints one line and ends with 0.
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { slots = 256 };
static _Atomic(char *) exchange[slots];
static atomic_int wrong;
static atomic_long ticks;

static void tick(int signal) { (void)signal, atomic_fetch_add(&ticks, 1); }

static char *make(unsigned size) {
  char *block = malloc(size);
  if (!block) exit(3);
  memset(block, (char)size, size);
  block[0] = (char)(size >> 8);
  return block;
}

static void check(char *block) {
  // Sizes are 64 to 1087: all but the first byte repeat the size's lower byte.
  for (int i = 2; i < 64; i++)
    if (block[i] != block[1]) wrong = 1;
  free(block);
}

static void *swap(void *seed) {
  unsigned random = (unsigned)(size_t)seed * 2654435761u + 1;
  for (int i = 0; i < 40; i++) {
    random = random * 1664525 + 1013904223;
    char *old = atomic_exchange(&exchange[random >> 8 & (slots - 1)], make(64 + (random >> 16 & 1023)));
    if (old) check(old);
  }
  return NULL;
}

static void *forever(void *seed) {
  for (;;) swap(seed);
}

int main(void) {
  signal(SIGALRM, tick);
  ualarm(1000, 1000);
  for (size_t round = 0; round < 2500; round++) {
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
      if (pthread_create(&threads[i], NULL, swap, (void *)(4 * round + i))) return 4;
    if (round % 100 == 0) {
      pid_t child = fork();
      if (child == 0) {
        for (int i = 0; i < 1000; i++) check(make(64 + (unsigned)i % 1000));
        _exit(atomic_load(&wrong));
      }
      int status = 0;
      while (waitpid(child, &status, 0) < 0) continue;
      if (status != 0) return 5;
    }
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  }
  ualarm(0, 0);
  for (int i = 0; i < slots; i++)
    if (exchange[i]) check(atomic_exchange(&exchange[i], NULL));
  if (wrong || !ticks) return 6;
  puts("ten thousand threads");
  fflush(stdout);
  pthread_t last;
  for (size_t i = 0; i < 3; i++) pthread_create(&last, NULL, forever, (void *)i);
  usleep(20000);
  exit(0);
}
