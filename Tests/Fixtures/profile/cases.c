// cases: a program for each thing that a profiler in front of malloc must survive. Usage: cases NAME
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void *kept[1 << 16];

// The planted lines. Each kept byte of a case is allocated at one of them.
static __attribute__((noinline)) void keep(int count, size_t bytes) {
  for (int i = 0; i < count; i++) kept[i] = malloc(bytes);  // planted
}

static void *churn(void *rounds) {
  for (long i = 0; i < (long)rounds; i++) {
    void *volatile block = malloc((size_t)(i % 300));
    free(block);
  }
  return NULL;
}

static volatile int handled;
static void allocate(int signal) {
  (void)signal;
  void *volatile block = malloc(100);
  free(block);
  handled++;
}

static int threads(void) {
  pthread_t ids[200];
  for (int i = 0; i < 200; i++) pthread_create(&ids[i], NULL, churn, (void *)2000);
  for (int i = 0; i < 200; i++) pthread_join(ids[i], NULL);
  keep(100, 1000);
  return 0;
}

static int signals(void) {
  struct sigaction action = {.sa_handler = allocate};
  sigaction(SIGPROF, &action, NULL);
  struct itimerval often = {{0, 200}, {0, 200}};
  setitimer(ITIMER_PROF, &often, NULL);
  while (handled < 50) churn((void *)10000);
  setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL);
  keep(100, 1000);
  return 0;
}

// Threads allocate while one forks: a child must find no lock that nobody will ever release.
static int forks(void) {
  pthread_t ids[2];
  for (int i = 0; i < 2; i++) pthread_create(&ids[i], NULL, churn, (void *)400000);
  for (int i = 0; i < 40; i++) {
    pid_t child = fork();
    if (child == 0) {
      keep(7, 100);
      exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (status != 0) return 1;
  }
  for (int i = 0; i < 2; i++) pthread_join(ids[i], NULL);
  keep(100, 1000);
  return 0;
}

static int memory(void) {
  struct rlimit limit = {300 << 20, 300 << 20};
  setrlimit(RLIMIT_AS, &limit);
  keep(100, 1000);
  // Of several sizes, so that the last free bytes are asked for, too.
  for (size_t bytes = 1 << 20; bytes >= 16; bytes /= 2) {
    void *last = NULL, *block;
    while ((block = malloc(bytes))) *(void **)block = last, last = block;
    if (errno != ENOMEM) return 1;
    if (bytes == 16) break;
    while (last) block = *(void **)last, free(last), last = block;
  }
  return 0;
}

static int failing(void) {
  keep(100, 1000);
  // A block that cannot grow stays what it was.
  void *volatile block = kept[0];
  if (realloc(block, (size_t)1 << 60) || errno != ENOMEM) return 1;
  if (malloc((size_t)1 << 60) || errno != ENOMEM) return 2;
  errno = 77;
  void *volatile other = malloc(10);
  free(other);
  return errno == 77 ? 0 : 3;
}

static int resizes(void) {
  char *block = NULL;
  for (size_t bytes = 1; bytes <= 100000; bytes++) {
    block = realloc(block, bytes);
    if (!block) return 1;
    block[bytes - 1] = (char)bytes;
  }
  for (size_t bytes = 1; bytes <= 100000; bytes++)
    if (block[bytes - 1] != (char)bytes) return 2;
  free(realloc(NULL, 5));
  void *aligned;
  if (posix_memalign(&aligned, 4096, 100) || (size_t)aligned % 4096) return 3;
  free(aligned);
  free(aligned_alloc(64, 640));
  free(calloc(10, 10));
  free(block);
  keep(100, 1000);
  return 0;
}

// A recursion of left and right turns has as many stacks as a tree has ways.
static __attribute__((noinline)) int descend(int depth) {
  kept[depth] = malloc(100);
  int sum = kept[depth] != NULL;
  if (depth > 0) sum += descend(depth - 1);
  if (depth > 0) sum += descend(depth - 1);
  free(kept[depth]);
  return sum;
}

static __attribute__((noinline)) int fall(int depth) {
  char *volatile block = malloc(10);
  int sum = block != NULL;
  if (depth > 0) sum += fall(depth - 1);
  free(block);
  return sum;
}

// Code that comes and goes at one place of memory.
static int libraries(void) {
  const char *names[] = {getenv("CASES_ONE"), getenv("CASES_TWO")};
  for (int i = 0; i < 20; i++) {
    void *library = dlopen(names[i % 2], RTLD_NOW);
    if (!library) return 1;
    void *(*give)(int) = (void *(*)(int))dlsym(library, "give");
    for (int j = 0; j < 10; j++) kept[10 * i + j] = give(j);
    dlclose(library);
  }
  return 0;
}

int main(int count, char **arguments) {
  const char *name = count > 1 ? arguments[1] : "";
  if (!strcmp(name, "threads")) return threads();
  if (!strcmp(name, "signals")) return signals();
  if (!strcmp(name, "forks")) return forks();
  if (!strcmp(name, "memory")) return memory();
  if (!strcmp(name, "failing")) return failing();
  if (!strcmp(name, "resizes")) return resizes();
  if (!strcmp(name, "libraries")) return libraries();
  if (!strcmp(name, "recursion")) return descend(14) == 0 || fall(20000) == 0;
  keep(100, 1000);
  if (!strcmp(name, "keep")) return 0;
  if (!strcmp(name, "abort")) abort();
  if (!strcmp(name, "crash")) *(volatile int *)8 = 1;
  if (!strcmp(name, "kill")) kill(getpid(), SIGKILL);
  if (!strcmp(name, "_exit")) _exit(4);
  if (!strcmp(name, "closed")) {  // as daemons do
    for (int file = 3; file < 1024; file++) close(file);
    for (int file = 0; file < 5; file++) kept[file] = fopen("/dev/null", "r");
    for (int i = 5; i < 5000; i++) kept[i] = malloc(64);
    return 0;
  }
  if (!strcmp(name, "exec")) return execl("/proc/self/exe", "cases", "keep", NULL);
  fprintf(stderr, "there is no case '%s'\n", name);
  return 99;
}
