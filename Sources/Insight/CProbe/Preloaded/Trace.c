// Trace: events into a file that is mapped, so that it is whole up to the moment when a program crashes or is killed. A record
// takes its place by one atomic addition; nothing is locked.
// Relies on: blocks of the file that exist on its disk, so that writing cannot end the program by SIGBUS.
#define _GNU_SOURCE
#include "Trace.h"
#include "../include/CProbe.h"
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static struct trace_header *header;
static char *names;
static struct trace_record *records;
int trace_is_on;

// A thread says its name with its first event in each trace.
static uint32_t round;
static __thread struct {
  uint32_t number, round;
} own __attribute__((tls_model("initial-exec")));

uint64_t trace_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

// What this thread had of a processor until now: what a span waited is what it took, less this. A call of the kernel.
static uint64_t ownTime(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void put(uint64_t time, enum trace_kind kind, uint64_t a, uint64_t b) {
  uint64_t place = __atomic_fetch_add(&header->records, 1, __ATOMIC_RELAXED);
  if (place >= traceRecordLimit) return;
  struct trace_record *record = &records[place];
  record->time = time;
  record->thread = own.number;
  record->a = a;
  record->b = b;
  // Last: whoever sees the kind sees the record.
  __atomic_store_n(&record->kind, kind, __ATOMIC_RELEASE);
}

static uint64_t keepName(const char *text, uint32_t length) {
  uint32_t bytes = (length + 4 + 3) & ~3u;
  uint32_t place = __atomic_fetch_add(&header->nameBytes, bytes, __ATOMIC_RELAXED);
  if (place + bytes > traceNameBytes) return 0;
  memcpy(names + place, &length, 4);
  memcpy(names + place + 4, text, length);
  return place;
}

void trace_note_at(uint64_t time, enum trace_kind kind, uint64_t a, uint64_t b) {
  if (!__atomic_load_n(&trace_is_on, __ATOMIC_ACQUIRE)) return;
  if (own.round != round) {
    own.round = round;
    own.number = (uint32_t)syscall(SYS_gettid);
    char name[17] = {0};
    prctl(PR_GET_NAME, name);
    put(time, traceThreadNamed, keepName(name, (uint32_t)strlen(name)), 0);
  }
  put(time, kind, a, b);
}

void trace_note(enum trace_kind kind, uint64_t a, uint64_t b) {
  if (__atomic_load_n(&trace_is_on, __ATOMIC_ACQUIRE)) trace_note_at(trace_now(), kind, a, b);
}

// MARK: Names

enum { slotCount = 1 << 12 };
static struct {
  const char *text;
  uint32_t length;
  uint32_t place;
} slots[slotCount];
static uint32_t slotRound;
static int lock;

uint64_t trace_name(const char *text, uint32_t length) {
  if (length > 256) length = 256;
  while (__atomic_exchange_n(&lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
  if (slotRound != round) {
    memset(slots, 0, sizeof slots);
    slotRound = round;
  }
  uint32_t at = (uint32_t)(((uintptr_t)text * 0x9E3779B97F4A7C15ull) >> 52), tries = 0;
  while (slots[at].text && (slots[at].text != text || slots[at].length != length) && ++tries < slotCount)
    at = (at + 1) % slotCount;
  uint64_t place;
  if (slots[at].text == text && slots[at].length == length) {
    place = slots[at].place;
  } else {
    place = keepName(text, length);
    if (tries < slotCount) slots[at].text = text, slots[at].length = length, slots[at].place = (uint32_t)place;
  }
  __atomic_store_n(&lock, 0, __ATOMIC_RELEASE);
  return place;
}

void trace_span_begin(const char *name, uint32_t length) {
  if (trace_is_on) trace_note(traceSpanBegan, trace_name(name, length), ownTime());
}

void trace_span_end(void) {
  if (trace_is_on) trace_note(traceSpanEnded, 0, ownTime());
}

void trace_count(const char *name, uint32_t length, int64_t value) {
  if (trace_is_on) trace_note(traceCounter, trace_name(name, length), (uint64_t)value);
}

void trace_mark(const char *name, uint32_t length) {
  if (trace_is_on) trace_note(traceMark, trace_name(name, length), 0);
}

// MARK: The heap's numbers

static uint64_t ownCounts(void) { return probe_process_counts().bytes; }
static uint64_t (*allocatedBytes)(void) = ownCounts;

void trace_use_counts(uint64_t (*counts)(void)) { allocatedBytes = counts; }

static void noteHeap(uint64_t bytes) {
  struct mallinfo2 heap = mallinfo2();
  trace_note(traceHeap, heap.uordblks + heap.hblkhd, bytes);
}

static void *tick(void *unused) {
  (void)unused;
  prctl(PR_SET_NAME, "trace");
  uint64_t last = ~0ull;
  for (;;) {
    if (__atomic_load_n(&trace_is_on, __ATOMIC_ACQUIRE)) {
      uint64_t bytes = allocatedBytes();
      // While nothing is allocated there is nothing to say.
      if (bytes != last) noteHeap(bytes);
      last = bytes;
    }
    struct timespec pause = {0, 5000000};
    nanosleep(&pause, NULL);
  }
  return NULL;
}

static void startTicking(void) {
  static int isTicking;
  if (isTicking) return;
  sigset_t all, before;
  sigfillset(&all);
  sigdelset(&all, SIGPROF);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  isTicking = pthread_create(&thread, &attributes, tick, NULL) == 0;
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

// MARK: Beginning and end

// A child has its parent's file; its events are not its parent's.
static void forget(void) { trace_is_on = 0; }

int trace_begin(const char *path) {
  if (trace_is_on) return 0;
  size_t bytes = traceHeaderBytes + traceNameBytes + (size_t)traceRecordLimit * sizeof(struct trace_record);
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return 0;
  void *memory = posix_fallocate(file, 0, (off_t)bytes) == 0
                     ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
                     : MAP_FAILED;
  syscall(SYS_close, file);
  if (memory == MAP_FAILED) return 0;
  static int isFirst = 1;
  if (isFirst) pthread_atfork(NULL, NULL, forget);
  isFirst = 0;
  // An older file stays mapped: a thread may be in the middle of a record.
  header = memory;
  names = (char *)memory + traceHeaderBytes;
  records = (void *)(names + traceNameBytes);
  header->version = traceVersion;
  header->process = (uint32_t)getpid();
  header->begin = trace_now();
  // Number 0 is no name.
  header->nameBytes = 4;
  round++;
  memcpy(header->magic, "LIVETRAC", sizeof header->magic);
  __atomic_store_n(&trace_is_on, 1, __ATOMIC_RELEASE);
  noteHeap(allocatedBytes());
  startTicking();
  return 1;
}

void trace_end(void) { __atomic_store_n(&trace_is_on, 0, __ATOMIC_RELEASE); }
