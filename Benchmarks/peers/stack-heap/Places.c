// Where C puts things: what the programmer says, and nothing else decides.
#include <stdio.h>
#include <stdlib.h>

static int global;

// snippet.places
int main(void) {
  int local = 1;
  int *block = malloc(sizeof *block);
  printf("global  %p\n", (void *)&global);
  printf("block   %p\n", (void *)block);
  printf("local   %p\n", (void *)&local);
  free(block);
}
// snippet.end
