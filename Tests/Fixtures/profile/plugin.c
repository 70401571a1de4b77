// plugin: a library that is loaded and unloaded; two of its kind differ in their code, so that what is known of one is wrong
// for the other.
#include <stdlib.h>

void *give(int number) {
#ifdef WIDE
  volatile char room[4000];
  room[number] = 1;
  void *block = malloc(500 + room[number]);
  room[0] = 2;
  return block;
#else
  void *block = malloc(200);
  return number < 0 ? NULL : block;
#endif
}
