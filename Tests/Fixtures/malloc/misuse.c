// One wrong use of a block, by name, as programs commit it; `none` is a program without any.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char place[64];
static void *freeIt(void *block) { return free(block), NULL; }

int main(int count, char **words) {
  const char *what = count > 1 ? words[1] : "";
  char *block = malloc(40);
  char *large = malloc(100000);
  memset(block, 1, 40);
  memset(large, 1, 100000);
  printf("%p %p\n", (void *)block, (void *)large);
  fflush(stdout);
  if (!strcmp(what, "twice")) free(block), free(block);
  if (!strcmp(what, "twice-large")) free(large), free(large);
  if (!strcmp(what, "twice-thread")) {
    pthread_t thread;
    free(block);
    pthread_create(&thread, NULL, freeIt, block);
    pthread_join(thread, NULL);
  }
  if (!strcmp(what, "moved")) {
    // Keeps the old address although realloc gave a new one.
    char *new = realloc(block, 400);
    new[0] = 2;
    free(block);
  }
  if (!strcmp(what, "resized-freed")) free(block), block = realloc(block, 80);
  if (!strcmp(what, "inside")) free(block + 16);
  if (!strcmp(what, "static")) free(place + 16);
  if (!strcmp(what, "stack")) free(&block);
  if (!strcmp(what, "past-end")) block[40] = 0, free(block);
  if (!strcmp(what, "past-end-large")) large[100000] = 0; // Never freed: the end of the process notices.
  if (!strcmp(what, "past-end-aligned")) {
    char *aligned = aligned_alloc(4096, 100);
    memset(aligned, 1, 101);
    free(aligned);
  }
  if (!strcmp(what, "in-front")) block[-1] = 0, free(block);
  if (!strcmp(what, "after-free")) free(block), block[39] = 2;
  if (!strcmp(what, "after-free-large")) {
    free(large);
    large[50000] = 2;
    // Other blocks push it out of the quarantine.
    for (int i = 0; i < 400; i++) free(malloc(100000));
    puts("unnoticed");
  }
  if (!strcmp(what, "none")) {
    memset(calloc(7, 9), 1, 63);
    block = realloc(block, 100000);
    memset(block, 1, 100000);
    free(block);
    free(large);
    free(NULL);
    puts("clean");
  }
  return 0;
}
