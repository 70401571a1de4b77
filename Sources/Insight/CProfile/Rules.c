// Rules: read from the .eh_frame section that every ELF file of x86_64 has for its exceptions. A binary search in the
// section's own index finds the function's description, whose instructions are run up to the address.
// Source: System V ABI, AMD64 supplement 3.7 and 6.2; Linux Standard Base 5, Exception Frames; DWARF 5, section 6.4.
// Relies on: `_dl_find_object` of glibc, which takes no lock and may be called from a signal handler.
#define _GNU_SOURCE
#include "Rules.h"
#include <dlfcn.h>
#include <string.h>

typedef const uint8_t *bytes;

static uint64_t unsignedNumber(bytes *at) {
  uint64_t value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    if (shift < 64) value |= (uint64_t)(byte & 0x7F) << shift;
    shift += 7;
  } while (byte & 0x80);
  return value;
}

static int64_t signedNumber(bytes *at) {
  int64_t value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    if (shift < 64) value |= (int64_t)((uint64_t)(byte & 0x7F) << shift);
    shift += 7;
  } while (byte & 0x80);
  if (shift < 64 && byte & 0x40) value |= -((int64_t)1 << shift);
  return value;
}

static uint32_t word32(bytes at) {
  uint32_t value;
  memcpy(&value, at, 4);
  return value;
}

static uint64_t word64(bytes at) {
  uint64_t value;
  memcpy(&value, at, 8);
  return value;
}

// MARK: The index

// Encodings of DW_EH_PE that linkers write: a signed offset of 32 bits from where it stands, or from the index's start.
enum { relativeHere = 0x1B, relativeIndex = 0x3B, plainCount = 0x03 };

static bytes description(uintptr_t address) {
  struct dl_find_object object;
  if (_dl_find_object((void *)address, &object) != 0) return NULL;
  bytes index = object.dlfo_eh_frame;
  if (!index || index[0] != 1 || index[2] != plainCount || index[3] != relativeIndex) return NULL;
  if (index[1] != relativeHere) return NULL;
  uint32_t low = 0, high = word32(index + 8);
  bytes table = index + 12;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if ((uintptr_t)index + (intptr_t)(int32_t)word32(table + 8 * middle) <= address) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low ? index + (int32_t)word32(table + 8 * (low - 1) + 4) : NULL;
}

// MARK: Instructions

enum { registerBase = 6, registerStack = 7, registerReturn = 16 };

struct row {
  int64_t offset;
  int64_t saved;
  uint8_t from;       // the register
  uint8_t isLoaded;   // the caller's stack pointer is the word there
  uint8_t isUnknown;  // more than this can say
};

struct description {
  uint64_t codeUnit;
  int64_t dataUnit;
  struct row initial;
};

static void restore(struct row *row, uint64_t which, const struct row *initial) {
  if (which == registerBase) row->saved = initial->saved;
}

static void save(struct row *row, uint64_t which, int64_t offset) {
  if (which == registerBase) row->saved = offset;
  if (which == registerReturn && offset != -8) row->isUnknown = 1;
}

// `breg6 offset; deref`: what compilers write where a function aligns its stack.
static void readExpression(struct row *row, bytes at, bytes end) {
  enum { baseRegister = 0x76, dereference = 0x06 };
  if (at < end && *at == baseRegister) {
    at++;
    int64_t offset = signedNumber(&at);
    if (at + 1 == end && *at == dereference) {
      row->from = registerBase;
      row->offset = offset;
      row->isLoaded = 1;
      return;
    }
  }
  row->isUnknown = 1;
}

// Where a stack pointer lies that `expression` gives for the caller's rbp: `breg6 0` says that it is where rbp points.
static void readSavedBase(struct row *row, bytes at, bytes end) {
  enum { baseRegister = 0x76 };
  if (at + 2 == end && at[0] == baseRegister && at[1] == 0) {
    row->saved = savedAtBase;
  } else {
    row->isUnknown = 1;
  }
}

// Runs instructions until one would go past `address`; 0 when one is unknown.
static int run(bytes at, bytes end, uint64_t place, uint64_t address, const struct description *of, struct row *row) {
  enum { depth = 16 };
  struct row remembered[depth];
  int count = 0;
  while (at < end && place <= address) {
    uint8_t code = *at++, low = code & 0x3F;
    switch (code >> 6) {
      case 1: place += low * of->codeUnit; continue;
      case 2: save(row, low, (int64_t)unsignedNumber(&at) * of->dataUnit); continue;
      case 3: restore(row, low, &of->initial); continue;
    }
    uint64_t which;
    switch (low) {
      case 0x00: break;  // nop
      case 0x01: place = word64(at); at += 8; break;
      case 0x02: place += *at * of->codeUnit; at += 1; break;
      case 0x03: place += (uint64_t)(at[0] | at[1] << 8) * of->codeUnit; at += 2; break;
      case 0x04: place += word32(at) * of->codeUnit; at += 4; break;
      case 0x05: which = unsignedNumber(&at); save(row, which, (int64_t)unsignedNumber(&at) * of->dataUnit); break;
      case 0x11: which = unsignedNumber(&at); save(row, which, signedNumber(&at) * of->dataUnit); break;
      case 0x06: restore(row, unsignedNumber(&at), &of->initial); break;
      case 0x07:  // undefined: of the return address it says that there is no caller
        if (unsignedNumber(&at) == registerReturn) row->isUnknown = 1;
        break;
      case 0x08:  // same value
        if (unsignedNumber(&at) == registerBase) row->saved = 0;
        break;
      case 0x09:  // in another register
        which = unsignedNumber(&at);
        unsignedNumber(&at);
        if (which == registerBase || which == registerReturn) row->isUnknown = 1;
        break;
      case 0x0A:
        if (count == depth) return 0;
        remembered[count++] = *row;
        break;
      case 0x0B:
        if (count == 0) return 0;
        *row = remembered[--count];
        break;
      case 0x0C: row->from = (uint8_t)unsignedNumber(&at); row->offset = (int64_t)unsignedNumber(&at); row->isLoaded = 0; break;
      case 0x12: row->from = (uint8_t)unsignedNumber(&at); row->offset = signedNumber(&at) * of->dataUnit; row->isLoaded = 0; break;
      case 0x0D: row->from = (uint8_t)unsignedNumber(&at); break;
      case 0x0E: row->offset = (int64_t)unsignedNumber(&at); break;
      case 0x13: row->offset = signedNumber(&at) * of->dataUnit; break;
      case 0x0F: {
        uint64_t length = unsignedNumber(&at);
        readExpression(row, at, at + length);
        at += length;
        break;
      }
      case 0x10:
      case 0x16: {
        which = unsignedNumber(&at);
        uint64_t length = unsignedNumber(&at);
        if (which == registerBase && low == 0x10) readSavedBase(row, at, at + length);
        else if (which == registerBase || which == registerReturn) row->isUnknown = 1;
        at += length;
        break;
      }
      case 0x2E: unsignedNumber(&at); break;  // GNU: size of the arguments
      default: return 0;
    }
  }
  return 1;
}

// MARK: A rule

static int pointerBytes(uint8_t encoding) {
  switch (encoding & 0x0F) {
    case 0x02: case 0x0A: return 2;
    case 0x03: case 0x0B: return 4;
    default: return 8;
  }
}

struct rule profile_read_rule(uintptr_t address) {
  struct rule none = {.address = address, .kind = ruleEnd};
  // A call may be the last instruction of its function.
  uintptr_t place = address - 1;
  bytes function = description(place);
  if (!function || word32(function) == 0xFFFFFFFF) return none;
  bytes functionEnd = function + 4 + word32(function);
  bytes common = function + 4 - word32(function + 4), at = common + 8, commonEnd = common + 4 + word32(common);
  if (word32(common) == 0xFFFFFFFF) return none;
  uint8_t version = *at++;
  const char *augmentation = (const char *)at;
  at += strlen(augmentation) + 1;
  struct description of = {0};
  of.codeUnit = unsignedNumber(&at);
  of.dataUnit = signedNumber(&at);
  if (version == 1) at++; else unsignedNumber(&at);  // which column is the return address
  uint8_t encoding = 0;
  if (*augmentation == 'z') {
    uint64_t length = unsignedNumber(&at);
    bytes after = at + length;
    for (const char *letter = augmentation + 1; *letter; letter++) {
      if (*letter == 'R') encoding = *at++;
      else if (*letter == 'L') at++;
      else if (*letter == 'P') { uint8_t of = *at++; at += pointerBytes(of); }
      else return none;  // 'S': a signal's frame
    }
    at = after;
  } else if (*augmentation) {
    return none;
  }
  // The index gives the function that begins nearest below; the address may lie in a gap behind it.
  bytes first = function + 8;
  int width = pointerBytes(encoding);
  if (width != 4 || (encoding & 0x70) != 0x10) return none;
  uintptr_t start = (uintptr_t)first + (intptr_t)(int32_t)word32(first);
  if (place < start || place - start >= word32(first + 4)) return none;
  bytes body = first + 8;
  if (*augmentation == 'z') {
    uint64_t length = unsignedNumber(&body);
    body += length;
  }
  struct row row = {.from = registerStack};
  if (!run(at, commonEnd, 0, UINT64_MAX, &of, &row)) return none;
  of.initial = row;
  if (!run(body, functionEnd, start, place, &of, &row)) return none;
  if (row.isUnknown || (row.from != registerBase && row.from != registerStack)) return none;
  if (row.isLoaded && row.from != registerBase) return none;
  return (struct rule){
      .address = address,
      .offset = (int32_t)row.offset,
      .saved = (int32_t)row.saved,
      .kind = row.isLoaded ? ruleFromSaved : row.from == registerBase ? ruleFromBase : ruleFromStack,
  };
}
