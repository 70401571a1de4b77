// Takes memory until there is none, and goes on: what the limit refuses is NULL with ENOMEM, and after giving some back
// there is memory again. It prints how it went, not how much it was.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  size_t sizes[] = {48, 3000, 100000, 5 << 20};
  for (int s = 0; s < 4; s++) {
    static void *blocks[4 << 20];
    size_t count = 0;
    errno = 0;
    while (count < sizeof blocks / sizeof *blocks && (blocks[count] = malloc(sizes[s]))) {
      memset(blocks[count++], 1, 40);
    }
    printf("%zu bytes: refused %s, %s\n", sizes[s], count < sizeof blocks / sizeof *blocks ? "yes" : "no",
           errno == ENOMEM ? "ENOMEM" : "another error");
    for (size_t i = 0; i < count; i++) free(blocks[i]);
    void *again = malloc(sizes[s]);
    printf("memory again: %s\n", again ? "yes" : "no");
    free(again);
  }
}
