// peaks: one peak of memory after another, each of another size of blocks and freed before the next. With a number the last
// peak holds so many MiB.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void peak(size_t size, size_t mebibytes) {
  size_t count = (mebibytes << 20) / size;
  char **blocks = malloc(count * sizeof *blocks);
  if (!blocks) exit(3);
  for (size_t i = 0; i < count; i++) {
    blocks[i] = malloc(size);
    if (!blocks[i]) exit(3);
    memset(blocks[i], 1, size);
  }
  for (size_t i = 0; i < count; i++) free(blocks[i]);
  free(blocks);
}

int main(int count, char **words) {
  static const size_t sizes[] = {200, 1000, 24000, 360, 1 << 20, 64, 5000, 100000};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) peak(sizes[i], 48);
  if (count > 1) peak(3000, (size_t)atoi(words[1]));
  puts("lived");
  return 0;
}
