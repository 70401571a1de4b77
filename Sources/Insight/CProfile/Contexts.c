// Contexts: the stacks that allocated, as a tree of places (Ammons, Ball & Larus 1997). A place that is on the way from the root
// already is not entered again, but returned to: a recursion has as many contexts as it has places, and not as many as there
// are ways through what it walks over. And the modules that the places lie in, so that a reader can name them.
// Looking up takes no lock; a new context takes one.
#define _GNU_SOURCE
#include "Profile.h"
#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

enum { slotCount = contextLimit * 2, moduleLimit = 1024 };

// A way from one context to another, which is new or an ancestor.
struct edge {
  uintptr_t address;
  uint32_t parent;
  uint32_t child;  // 0: an empty slot
};

struct tree {
  int lock;
  uint32_t generation;
  uint32_t contexts;  // numbers given
  uint32_t edges;     // since code was last unloaded
  uint32_t modules;   // known since then
  struct {
    uintptr_t start;
    const struct link_map *map;
  } known[moduleLimit];
  char name[4096];
  uint32_t parents[contextLimit];
  uintptr_t addresses[contextLimit];
  struct edge slots[slotCount] __attribute__((aligned(4096)));
};

static struct tree *tree;

static uint32_t add(uint32_t parent, uintptr_t address) {
  if (tree->contexts >= contextLimit - 1) return 0;
  struct profile_context *context = profile_append(sizeof *context);
  if (!context) return 0;
  context->id = ++tree->contexts;
  context->parent = parent;
  context->address = address;
  profile_publish(context, profileContextBlock);
  tree->parents[context->id] = parent;
  tree->addresses[context->id] = address;
  return context->id;
}

// The executable has no name in the loader's list.
static const char *nameOf(const struct link_map *map) {
  if (map->l_name && map->l_name[0]) return map->l_name;
  ssize_t length = readlink("/proc/self/exe", tree->name, sizeof tree->name - 1);
  tree->name[length < 0 ? 0 : length] = 0;
  return tree->name;
}

// A module that finds no room leaves its addresses without names.
static void noteModule(uintptr_t address) {
  struct dl_find_object object;
  if (_dl_find_object((void *)(address - 1), &object) != 0) return;
  uintptr_t start = (uintptr_t)object.dlfo_map_start;
  for (uint32_t i = 0; i < tree->modules; i++)
    if (tree->known[i].start == start) return;
  if (tree->modules == moduleLimit) return;
  const char *name = nameOf(object.dlfo_link_map);
  size_t length = strlen(name);
  struct profile_module *module = profile_append((uint32_t)(sizeof *module + length + 1));
  if (!module) return;
  module->start = start;
  module->end = (uint64_t)object.dlfo_map_end;
  module->bias = object.dlfo_link_map->l_addr;
  memcpy(module->path, name, length + 1);
  profile_publish(module, profileModuleBlock);
  tree->known[tree->modules].start = start;
  tree->known[tree->modules++].map = object.dlfo_link_map;
}

int profile_begin_contexts(void) {
  if (!tree) tree = profile_reserve(sizeof *tree);
  if (!tree || add(0, 0) != profileRoot) return 0;
  // The executable comes first, as readers of profiles expect.
  noteModule(getauxval(AT_ENTRY) + 1);
  return 1;
}

// The edge, or NULL and the slot for it.
static struct edge *find(uint32_t parent, uintptr_t address, uint32_t *slot) {
  uint64_t hash = (address ^ (uint64_t)parent << 32 ^ parent) * 0x9E3779B97F4A7C15ull;
  for (uint32_t at = (uint32_t)(hash >> 40) % slotCount;; at = (at + 1) % slotCount) {
    struct edge *edge = &tree->slots[at];
    // Pairs with the store in `profile_child`: whoever sees the child sees where it hangs.
    if (__atomic_load_n(&edge->child, __ATOMIC_ACQUIRE) == 0) {
      *slot = at;
      return NULL;
    }
    if (edge->address == address && edge->parent == parent) return edge;
  }
}

static uint32_t ancestor(uint32_t context, uintptr_t address) {
  while (context > profileRoot && tree->addresses[context] != address) context = tree->parents[context];
  return context > profileRoot ? context : 0;
}

uint32_t profile_child(uint32_t parent, uintptr_t address) {
  uint32_t slot;
  struct edge *edge = find(parent, address, &slot);
  if (edge) return edge->child;
  profile_take(&tree->lock);
  edge = find(parent, address, &slot);
  uint32_t child = edge ? edge->child : 0;
  if (!edge && tree->edges < slotCount / 4 * 3) {
    child = ancestor(parent, address);
    if (!child) {
      noteModule(address);
      child = add(parent, address);
    }
    if (child) {
      tree->edges++;
      tree->slots[slot].address = address;
      tree->slots[slot].parent = parent;
      __atomic_store_n(&tree->slots[slot].child, child, __ATOMIC_RELEASE);
    }
  }
  profile_give(&tree->lock);
  return child;
}

static int isGone(uint32_t module) {
  struct dl_find_object object;
  return _dl_find_object((void *)tree->known[module].start, &object) != 0 ||
         (uintptr_t)object.dlfo_map_start != tree->known[module].start ||
         object.dlfo_link_map != tree->known[module].map;
}

uint32_t profile_code_generation(void) { return __atomic_load_n(&tree->generation, __ATOMIC_ACQUIRE); }

void profile_code_unloaded(void) {
  if (!tree) return;
  profile_take(&tree->lock);
  uint32_t gone = 0;
  while (gone < tree->modules && !isGone(gone)) gone++;
  if (gone < tree->modules) {
    // Every address with a rule is in a context, and so in a module that is known.
    profile_forget_rules();
    tree->modules = 0;
    tree->edges = 0;
    madvise(tree->slots, sizeof tree->slots, MADV_DONTNEED);
    // Pairs with the load in `profile_code_generation`: a thread that sees it traces its stack anew.
    __atomic_store_n(&tree->generation, tree->generation + 1, __ATOMIC_RELEASE);
  }
  profile_give(&tree->lock);
}
