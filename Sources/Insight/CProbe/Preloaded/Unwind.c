// Unwind: the stack by the compiler's own description of it (.eh_frame), each return address's rule parsed once and kept. A
// step is then a look-up and two loads; frame pointers alone would lose most frames of optimized code.
// Source: DWARF 5 section 6.4 and the LSB's .eh_frame; bit 60 of a saved rbp marks an asynchronous frame of Swift's.
// Invariant: a rule is written once and then published by one pointer, so that no thread reads half of one.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "../HeapGraph.h"
#include <string.h>

struct dwarf_eh_bases {
  void *text, *data, *function;
};
extern const void *_Unwind_Find_FDE(void *address, struct dwarf_eh_bases *bases);

enum { rbp = 6, rsp = 7, returnColumn = 16 };
enum { ruleCount = 1 << 16, poolCount = 1 << 19 };

// The caller's frame: `frame` = base + offset, its return address at frame - 8, its rbp at frame + saved when that is not 0.
struct rule {
  uintptr_t address;
  int32_t offset;
  int32_t saved;
  uint8_t base;
  uint8_t isKnown;
};

static struct rule **rules, *pool;
static uint32_t poolUsed;

int probe_prepare_unwind(void) {
  rules = probe_reserve(ruleCount * sizeof *rules);
  pool = probe_reserve(poolCount * sizeof *pool);
  return rules && pool;
}

// MARK: Reading

static uint64_t unsignedNumber(const uint8_t **at) {
  uint64_t number = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    if (shift < 64) number |= (uint64_t)(byte & 127) << shift;
    shift += 7;
  } while (byte & 128);
  return number;
}

static int64_t signedNumber(const uint8_t **at) {
  uint64_t number = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    if (shift < 64) number |= (uint64_t)(byte & 127) << shift;
    shift += 7;
  } while (byte & 128);
  if (shift < 64 && byte & 64) number |= ~0ull << shift;
  return (int64_t)number;
}

static uint32_t word32(const uint8_t *at) {
  uint32_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

static unsigned widthOf(uint8_t encoding) {
  switch (encoding & 15) {
    case 2: case 10: return 2;
    case 3: case 11: return 4;
    default: return 8;
  }
}

// MARK: The program of a description

struct row {
  int64_t offset, saved;
  uint64_t base;
  int isUnknown;
};

struct description {
  uint64_t codeUnit;
  int64_t dataUnit;
  const struct row *initial;
};

// Numbers are those of DW_CFA_*.
static void runExtended(uint8_t code, const uint8_t **at, struct row *row, const struct description *of) {
  uint64_t reg, length;
  switch (code) {
    case 0x05: reg = unsignedNumber(at); length = unsignedNumber(at); if (reg == rbp) row->saved = (int64_t)length * of->dataUnit; break;
    case 0x06: case 0x08: if (unsignedNumber(at) == rbp) row->saved = 0; break;
    case 0x07: reg = unsignedNumber(at); if (reg == returnColumn) row->isUnknown = 1; if (reg == rbp) row->saved = 0; break;
    case 0x09: unsignedNumber(at); unsignedNumber(at); break;
    case 0x0c: row->base = unsignedNumber(at); row->offset = (int64_t)unsignedNumber(at); break;
    case 0x0d: row->base = unsignedNumber(at); break;
    case 0x0e: row->offset = (int64_t)unsignedNumber(at); break;
    case 0x0f: length = unsignedNumber(at); *at += length; row->isUnknown = 1; break;
    case 0x10: case 0x16:
      reg = unsignedNumber(at); length = unsignedNumber(at); *at += length;
      if (reg == rbp || reg == returnColumn) row->isUnknown = 1;
      break;
    case 0x11: reg = unsignedNumber(at); { int64_t n = signedNumber(at); if (reg == rbp) row->saved = n * of->dataUnit; } break;
    case 0x12: row->base = unsignedNumber(at); row->offset = signedNumber(at) * of->dataUnit; break;
    case 0x13: row->offset = signedNumber(at) * of->dataUnit; break;
    case 0x2e: unsignedNumber(at); break;
    default: row->isUnknown = 1;
  }
}

static void run(const uint8_t *at, const uint8_t *end, uintptr_t location, uintptr_t address, struct row *row, const struct description *of) {
  struct row kept[8];
  int keptCount = 0;
  while (at < end && location <= address && !row->isUnknown) {
    uint8_t code = *at++, low = code & 63;
    switch (code >> 6) {
      case 1: location += low * of->codeUnit; continue;
      case 2: { int64_t n = (int64_t)unsignedNumber(&at); if (low == rbp) row->saved = n * of->dataUnit; } continue;
      case 3: if (low == rbp) row->saved = of->initial ? of->initial->saved : 0; continue;
    }
    switch (code) {
      case 0x00: break;
      case 0x02: location += *at * of->codeUnit; at += 1; break;
      case 0x03: location += (at[0] | (unsigned)at[1] << 8) * of->codeUnit; at += 2; break;
      case 0x04: location += word32(at) * of->codeUnit; at += 4; break;
      case 0x0a: if (keptCount < 8) kept[keptCount++] = *row; break;
      case 0x0b: if (keptCount) *row = kept[--keptCount]; break;
      default: runExtended(code, &at, row, of);
    }
  }
}

static struct rule parse(uintptr_t address) {
  struct rule rule = {.address = address};
  struct dwarf_eh_bases bases;
  const uint8_t *entry = _Unwind_Find_FDE((void *)(address - 1), &bases);
  if (!entry) return rule;
  const uint8_t *end = entry + 4 + word32(entry), *common = entry + 4 - (int32_t)word32(entry + 4);
  const uint8_t *at = common + 8, *commonEnd = common + 4 + word32(common);
  at++;  // the version
  const char *augmentation = (const char *)at;
  at += strlen(augmentation) + 1;
  struct description of = {.codeUnit = unsignedNumber(&at), .dataUnit = signedNumber(&at)};
  unsignedNumber(&at);  // the return column
  uint8_t encoding = 0;
  if (*augmentation == 'z') {
    uint64_t length = unsignedNumber(&at);
    const uint8_t *data = at;
    at += length;
    for (const char *letter = augmentation + 1; *letter; letter++) {
      if (*letter == 'R') encoding = *data++;
      if (*letter == 'L') data++;
      if (*letter == 'P') data += 1 + widthOf(*data);
      if (*letter == 'S') return rule;  // a signal's frame
    }
  }
  struct row row = {.base = rsp};
  run(at, commonEnd, 0, UINTPTR_MAX, &row, &of);
  struct row initial = row;
  of.initial = &initial;
  at = entry + 8 + 2 * widthOf(encoding);
  if (*augmentation == 'z') {
    uint64_t length = unsignedNumber(&at);
    at += length;
  }
  run(at, end, (uintptr_t)bases.function, address - 1, &row, &of);
  if (row.isUnknown || (row.base != rbp && row.base != rsp)) return rule;
  rule.offset = (int32_t)row.offset;
  rule.saved = (int32_t)row.saved;
  rule.base = (uint8_t)row.base;
  rule.isKnown = 1;
  return rule;
}

static struct rule ruleOf(uintptr_t address) {
  struct rule **slot = &rules[(address * 0x9E3779B97F4A7C15ull) >> 48];
  // Pairs with the store below: who reads the pointer sees the rule.
  struct rule *kept = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
  if (kept && kept->address == address) return *kept;
  struct rule rule = parse(address);
  uint32_t place = __atomic_load_n(&poolUsed, __ATOMIC_RELAXED) < poolCount ? __atomic_fetch_add(&poolUsed, 1, __ATOMIC_RELAXED) : poolCount;
  if (place < poolCount) {
    pool[place] = rule;
    __atomic_store_n(slot, &pool[place], __ATOMIC_RELEASE);
  }
  return rule;
}

int probe_unwind(const void *frame, uintptr_t *addresses, int capacity) {
  const uintptr_t asynchronous = 1ull << 60;
  enum { longestFrame = 1 << 20 };
  const uintptr_t *words = frame;
  uintptr_t address = words[1], framePointer = words[0], stackPointer = (uintptr_t)(words + 2);
  int count = 0;
  while (count < capacity && address) {
    addresses[count++] = address;
    struct rule rule = ruleOf(address);
    if (!rule.isKnown) break;
    uintptr_t base = rule.base == rsp ? stackPointer : framePointer & ~asynchronous;
    uintptr_t next = base + (uintptr_t)(intptr_t)rule.offset;
    if (next <= stackPointer || next - stackPointer > longestFrame || next & 7) break;
    address = *(const uintptr_t *)(next - 8);
    if (rule.saved) framePointer = *(const uintptr_t *)(next + (uintptr_t)(intptr_t)rule.saved);
    stackPointer = next;
  }
  return count;
}
