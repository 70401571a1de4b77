// The collectors' workloads in C: freed by hand, or never when BOEHM is defined, which is what Boehm's collector is for.
//
//   Workloads WORKLOAD
//
// Prints the number that every language's version of the workload has to print.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef BOEHM
#include <gc.h>
#define NEW(type) ((type *)GC_MALLOC(sizeof(type)))
#define NEW_ARRAY(type, count) ((type *)GC_MALLOC(sizeof(type) * (count)))
#define NEW_NUMBERS(count) ((double *)GC_MALLOC_ATOMIC(sizeof(double) * (count)))
#define FREE(object) ((void)(object))
#else
#define NEW(type) ((type *)calloc(1, sizeof(type)))
#define NEW_ARRAY(type, count) ((type *)calloc(count, sizeof(type)))
#define NEW_NUMBERS(count) ((double *)calloc(count, sizeof(double)))
#define FREE(object) free(object)
#endif

typedef struct Pair { struct Pair *left, *right; } Pair;
typedef struct Node { struct Node *left, *right; int32_t a, b; } Node;
typedef struct Link { struct Link *next; int32_t value, other; } Link;
typedef struct Entry { struct Entry *a, *b; int32_t value, rest[3]; } Entry;

static Pair *pairTree(int depth) {
  if (depth <= 0) return NEW(Pair);
  Pair *left = pairTree(depth - 1), *right = pairTree(depth - 1), *top = NEW(Pair);
  top->left = left, top->right = right;
  return top;
}
static long pairCount(Pair *top) { return top->left ? 1 + pairCount(top->left) + pairCount(top->right) : 1; }
static void pairFree(Pair *top) {
#ifndef BOEHM
  if (top->left) pairFree(top->left), pairFree(top->right);
  FREE(top);
#endif
}
static long counted(int depth) {
  Pair *top = pairTree(depth);
  long count = pairCount(top);
  pairFree(top);
  return count;
}
static long trees(int depth) {
  long sum = counted(depth + 1);
  Pair *stays = pairTree(depth);
  for (int d = 4; d <= depth; d += 2)
    for (int i = 0; i < 1 << (depth - d + 4); i++) sum += counted(d);
  return sum + pairCount(stays);
}

static void populate(int depth, Node *top) {
  if (depth <= 0) return;
  top->left = NEW(Node), top->right = NEW(Node);
  populate(depth - 1, top->left), populate(depth - 1, top->right);
}
static Node *nodeTree(int depth) {
  if (depth <= 0) return NEW(Node);
  Node *left = nodeTree(depth - 1), *right = nodeTree(depth - 1), *top = NEW(Node);
  top->left = left, top->right = right;
  return top;
}
static long nodeCount(Node *top) { return top->left ? 1 + nodeCount(top->left) + nodeCount(top->right) : 1; }
static void nodeFree(Node *top) {
#ifndef BOEHM
  if (top->left) nodeFree(top->left), nodeFree(top->right);
  FREE(top);
#endif
}
static double *numbers;
static long gcbench(void) {
  Node *stays = NEW(Node);
  populate(16, stays);
  numbers = NEW_NUMBERS(500000);
  for (int depth = 4; depth <= 16; depth += 2) {
    int count = 2 * ((1 << 19) - 1) / ((1 << (depth + 1)) - 1);
    for (int i = 0; i < count; i++) {
      Node *top = NEW(Node);
      populate(depth, top);
      nodeFree(top);
    }
    for (int i = 0; i < count; i++) nodeFree(nodeTree(depth));
  }
  return nodeCount(stays);
}

static long queue(void) {
  Link *first = NEW(Link), *last = first;
  long sum = 0;
  for (int i = 0; i < 21000000; i++) {
    Link *link = NEW(Link);
    link->value = i;
    last->next = link;
    last = link;
    if (i >= 1000000) {
      Link *gone = first;
      sum += gone->value;
      first = gone->next;
#ifdef BOEHM
      gone->next = NULL;  // what its manual asks of queues
#endif
      FREE(gone);
    }
  }
  return sum;
}

static uint64_t state = 88172645463325252u;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static Entry ***table(int rows) {
  Entry ***table = NEW_ARRAY(Entry **, rows);
  for (int row = 0; row < rows; row++) {
    table[row] = NEW_ARRAY(Entry *, 1024);
    for (int column = 0; column < 1024; column++) table[row][column] = NEW(Entry);
  }
  return table;
}
static Entry *volatile garbage;
static long live(void) {
#ifdef BOEHM
  int places = 4 << 20;
  Entry ***rows = table(places / 1024);
  long sum = 0;
  for (int i = 0; i < 20000000; i++) {
    uint64_t bits = next();
    Entry *entry = NEW(Entry);
    garbage = entry;
    entry->value = i;
    if ((bits & 15) == 0) {
      int place = (bits >> 8 & 0x7fffffff) % places;
      Entry **row = rows[place / 1024];
      sum += row[place % 1024]->value;
      entry->a = row[(place + 1) % 1024];
      row[place % 1024] = entry;
      if (entry->a) entry->a->a = NULL;
    }
  }
  return sum;
#else
  return -1;  // who owns a neighbor is what a collector answers
#endif
}
static long cache(void) {
  int places = 1 << 18;
  Entry ***rows = table(places / 1024);
  long sum = 0;
  for (int i = 0; i < 10000000; i++) {
    int place = (next() >> 8 & 0x7fffffff) % places;
    Entry **row = rows[place / 1024];
    sum += row[place % 1024]->value;
    if (i & 1) continue;
    FREE(row[place % 1024]);
    row[place % 1024] = NEW(Entry);
    row[place % 1024]->value = i;
  }
  return sum;
}
static long churn(void) {
  long sum = 0;
  for (int round = 0; round < 20000; round++) {
    Link *first = NULL;
    for (int i = 0; i < 1000; i++) {
      Link *link = NEW(Link);
      link->value = round;
      link->next = first;
      first = link;
    }
    sum += first->value;
    while (first) {
      Link *gone = first;
      first = gone->next;
      FREE(gone);
    }
  }
  return sum;
}

int main(int count, char **words) {
#ifdef BOEHM
  GC_INIT();
#endif
  const char *name = count > 1 ? words[1] : "";
  long sum = !strcmp(name, "trees") ? trees(16) : !strcmp(name, "gcbench") ? gcbench()
           : !strcmp(name, "queue") ? queue() : !strcmp(name, "live") ? live()
           : !strcmp(name, "cache") ? cache() : !strcmp(name, "churn") ? churn() : -2;
  printf("{\"sum\":%ld}\n", sum);
  return sum < 0 ? 2 : 0;
}
