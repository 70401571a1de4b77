// The seven objects of the chapter on mark-sweep under Boehm's collector, which guesses what is a pointer: how many of a
// thousand sets of seven lose what nothing refers to. Loaded by name, so that it compiles where the collector is not.
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>

struct object {
  struct object *next;
  char name[24];
};

static void *(*gc_malloc)(size_t);
static void (*gc_collect)(void);
static int (*gc_forget)(void **, void *);

// snippet.seven
enum { SETS = 1000 };
static struct object *volatile held[SETS];
// Its bits turned around: no pointer, for whoever looks for pointers.
static void *seen[SETS][7];

__attribute__((noinline)) static void build(int set) {
  struct object *all[7];
  for (int index = 0; index < 7; index++) all[index] = gc_malloc(sizeof(struct object));
  all[0]->next = all[1];
  all[1]->next = all[2];
  all[3]->next = all[4];
  all[4]->next = all[3];
  all[5]->next = all[2];
  for (int index = 0; index < 7; index++) {
    seen[set][index] = (void *)~(uintptr_t)all[index];
    gc_forget(&seen[set][index], all[index]);  // Null once it is unreachable.
  }
  held[set] = all[0];
}

static void judge(void) {
  for (int index = 0; index < 7; index++) {
    int left = 0;
    for (int set = 0; set < SETS; set++) left += seen[set][index] != 0;
    const char *verdict = left == SETS ? "survives" : left > SETS / 100 ? "survives often" : "is gone";
    printf("%c %s\n", "ABCDEFG"[index], verdict);
  }
}
// snippet.end

int main(void) {
  void *library = dlopen("libgc.so.1", RTLD_NOW);
  if (!library) {
    printf("Boehm's collector is not on this machine: apt-get install libgc1\n");
    return 1;
  }
  void (*initialize)(void) = dlsym(library, "GC_init");
  gc_malloc = dlsym(library, "GC_malloc");
  gc_collect = dlsym(library, "GC_gcollect");
  gc_forget = dlsym(library, "GC_general_register_disappearing_link");
  initialize();
  for (int set = 0; set < SETS; set++) build(set);
  gc_collect();
  judge();
  return 0;
}
