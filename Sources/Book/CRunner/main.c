// lesson-runner: runs one block, or one command of a transcript, and reports how it ended.
//
//   lesson-runner [OPTION NUMBER]… run IMAGE [LIBRARY…]
//   lesson-runner [OPTION NUMBER]… exec COMMAND [ARGUMENT…]
//
// Options: --cpu S, --files N, --size BYTES, --leaks 1 (count what is left behind), --exits 1 (the program's text may call
// exit), --network 1 (keep it), --plain 1 (no namespaces).
// It is started by the engine, with descriptor 3 open for the report; people use `lesson check`.
#define _GNU_SOURCE
#include "runner.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int usage(void) {
  fprintf(stderr, "usage: lesson-runner [--cpu S] [--files N] [--size BYTES] [--network 1] [--plain 1] run|exec WORD…\n");
  return 2;
}

static struct order *mapOrder(void) {
  void *memory = mmap(NULL, orderBytes, PROT_READ | PROT_WRITE, MAP_SHARED, orderDescriptor, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static struct order *makeOrder(int isCommand, int count, char **words) {
  int file = memfd_create("order", 0);
  if (file < 0 || ftruncate(file, orderBytes) != 0) return NULL;
  if (file != orderDescriptor) {
    if (dup2(file, orderDescriptor) < 0) return NULL;
    close(file);
  }
  struct order *order = mapOrder();
  if (!order) return NULL;
  order->isCommand = isCommand;
  order->wordCount = count;
  char *end = (char *)order + orderBytes;
  char *at = order->words;
  for (int i = 0; i < count; i++) {
    size_t size = strlen(words[i]) + 1;
    if (size > (size_t)(end - at)) return NULL;
    memcpy(at, words[i], size);
    at += size;
  }
  return order;
}

int main(int count, char **words) {
  // The block's own process, started by supervise.c with nothing but this name.
  if (count == 1 && strcmp(words[0], "block") == 0) {
    struct order *order = mapOrder();
    close(orderDescriptor);
    if (order) runImage(order);
    return cannotLoad;
  }
  struct work work = {0};
  int at = 1;
  while (at + 1 < count && strncmp(words[at], "--", 2) == 0) {
    long value = strtol(words[at + 1], NULL, 10);
    if (strcmp(words[at], "--cpu") == 0) {
      work.limits.cpuSeconds = value;
    } else if (strcmp(words[at], "--files") == 0) {
      work.limits.openFiles = value;
    } else if (strcmp(words[at], "--size") == 0) {
      work.limits.fileBytes = value;
    } else if (strcmp(words[at], "--leaks") == 0) {
      work.wantsLeaks = value != 0;
    } else if (strcmp(words[at], "--exits") == 0) {
      work.mayExit = value != 0;
    } else if (strcmp(words[at], "--network") == 0) {
      work.keepsNetwork = value != 0;
    } else if (strcmp(words[at], "--plain") == 0) {
      work.withoutNamespaces = value != 0;
    } else {
      return usage();
    }
    at += 2;
  }
  if (at + 1 >= count) return usage();
  int isCommand = strcmp(words[at], "exec") == 0;
  if (!isCommand && strcmp(words[at], "run") != 0) return usage();
  work.order = makeOrder(isCommand, count - at - 1, words + at + 1);
  if (!work.order) {
    fprintf(stderr, "runner: cannot keep the order\n");
    return 1;
  }
  work.order->wantsLeaks = work.wantsLeaks;
  work.order->mayExit = work.mayExit;
  work.order->leaks = notCounted;
  return runSupervised(&work);
}
