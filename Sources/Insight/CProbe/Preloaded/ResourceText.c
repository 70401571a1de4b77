// ResourceText: the descriptors and children that are left, a record a line.
#define _GNU_SOURCE
#include "Preloaded.h"
#include <stdio.h>
#include <unistd.h>

static void writeDescriptor(int number, uint32_t stack, uintptr_t handle) {
  char path[64], target[256];
  snprintf(path, sizeof path, "/proc/self/fd/%d", number);
  ssize_t length = readlink(path, target, sizeof target);
  if (length < 0) return;
  probe_say("d");
  probe_say_number((uint64_t)number);
  probe_say_number(stack);
  probe_say_address(handle);
  probe_say(" ");
  probe_say_bytes(target, (size_t)length);
  probe_end_line();
}

void probe_write_resources(void) {
  uint32_t stack;
  uintptr_t handle;
  for (int i = 3; i < descriptorLimit; i++) if (probe_descriptor(i, &stack, &handle)) writeDescriptor(i, stack, handle);
  pid_t process;
  char state[2] = {0, 0};
  for (uint32_t i = 0; probe_child(i, &process, &stack, state); i++) {
    if (process <= 0 || !state[0]) continue;
    probe_say("c");
    probe_say_number((uint64_t)process);
    probe_say_number(stack);
    probe_say(" ");
    probe_say(state);
    probe_end_line();
  }
}
