// Text: the file that the snapshot goes to, a record a line. Relies on write(2) alone, because it is used while threads stand
// still that may hold the C library's locks.
#define _GNU_SOURCE
#include "Preloaded.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int file = -1;
static char path[512];
static char buffer[1 << 16];
static size_t used;

// Not by the interposed names, so that the program's descriptors are what they are without us.
static int reopen(int flags) { return (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC | flags, 0600); }

void probe_aim_text(const char *name) {
  strncpy(path, name, sizeof path - 1);
  file = -1;
}

// A program that exec replaced had the same number, and wrote nothing worth keeping.
int probe_open_text(const char *name) {
  strncpy(path, name, sizeof path - 1);
  file = reopen(O_CREAT | O_TRUNC);
  return file >= 0;
}

// The file is open only while it is written: a program may close what it does not know.
void probe_close_text(void) {
  probe_flush_text();
  syscall(SYS_close, file);
  file = -1;
}

void probe_flush_text(void) {
  if (file < 0) file = reopen(O_APPEND);
  for (size_t at = 0; at < used;) {
    ssize_t written = write(file, buffer + at, used - at);
    if (written < 0 && errno != EINTR) break;
    if (written > 0) at += (size_t)written;
  }
  used = 0;
}

void probe_say_bytes(const char *text, size_t count) {
  if (count > sizeof buffer) count = sizeof buffer;
  if (used + count > sizeof buffer) probe_flush_text();
  memcpy(buffer + used, text, count);
  used += count;
}

void probe_say(const char *text) { probe_say_bytes(text, strlen(text)); }

static void sayDigits(uint64_t number, unsigned radix) {
  char digits[24];
  size_t at = sizeof digits;
  do {
    digits[--at] = "0123456789abcdef"[number % radix];
    number /= radix;
  } while (number);
  digits[--at] = ' ';
  probe_say_bytes(digits + at, sizeof digits - at);
}

void probe_say_number(uint64_t number) { sayDigits(number, 10); }

void probe_say_address(uint64_t number) { sayDigits(number, 16); }

void probe_end_line(void) { probe_say_bytes("\n", 1); }
