// Words: a table of strings of many lengths that grows, is searched and is emptied again, by each of N threads.
// Usage: words THREADS
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { buckets = 1 << 12, words = 20000, rounds = 20 };

struct word {
  struct word *next;
  char *text;
  int *places;
  int count, capacity;
};

static unsigned hash(const char *text) {
  unsigned sum = 5381;
  while (*text) sum = sum * 33 + (unsigned char)*text++;
  return sum % buckets;
}

static __attribute__((noinline)) struct word *add(struct word **table, const char *text) {
  struct word **bucket = &table[hash(text)];
  for (struct word *word = *bucket; word; word = word->next)
    if (!strcmp(word->text, text)) return word;
  struct word *word = calloc(1, sizeof *word);
  word->text = strdup(text);
  word->next = *bucket;
  return *bucket = word;
}

static __attribute__((noinline)) void note(struct word *word, int place) {
  if (word->count == word->capacity) {
    word->capacity = word->capacity ? 2 * word->capacity : 4;
    word->places = realloc(word->places, (size_t)word->capacity * sizeof *word->places);
  }
  word->places[word->count++] = place;
}

static void *work(void *unused) {
  struct word **table = calloc(buckets, sizeof *table);
  long sum = 0;
  for (int round = 0; round < rounds; round++) {
    unsigned random = 1;
    for (int i = 0; i < words; i++) {
      random = random * 1664525 + 1013904223;
      char text[64];
      snprintf(text, sizeof text, "%.*s%u", (int)(random >> 28), "a word of some length", random % 5000);
      note(add(table, text), i);
    }
    for (int i = 0; i < buckets; i++) {
      while (table[i]) {
        struct word *word = table[i];
        table[i] = word->next;
        sum += word->count;
        free(word->text);
        free(word->places);
        free(word);
      }
    }
  }
  free(table);
  printf("%ld\n", sum);
  return unused;
}

int main(int count, char **arguments) {
  (void)count;
  int threads = atoi(arguments[1]);
  pthread_t ids[64];
  for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, work, NULL);
  for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
}
