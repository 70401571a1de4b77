// Types: what the runtime's reflection tells of the classes in the heap: their names, and where each stored property lies, so
// that a holder can be named and a weak reference told from a strong one.
// Source: swift/stdlib/public/runtime/ReflectionMirror.cpp (its calls take the C convention on x86-64). It may lock and
// allocate: classes are collected while threads stand still, and asked about when they run again.
#define _GNU_SOURCE
#include "Preloaded.h"
#include "../HeapGraph.h"
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

struct field {
  const char *name;
  void (*freeName)(const char *);
  _Bool isStrong, isVar;
};
struct type_name {
  const char *bytes;
  uintptr_t count;
};

static struct type_name (*typeName)(uintptr_t, int);
static uintptr_t (*fieldCount)(uintptr_t);
static uintptr_t (*fieldOffset)(uintptr_t, uintptr_t);
static uintptr_t (*fieldType)(uintptr_t, uintptr_t, struct field *);

enum { limit = 1 << 14 };
static uintptr_t classes[limit];
// Open addressing by the metadata's address.
static uintptr_t seen[2 * limit];

static int isNew(uintptr_t metadata) {
  size_t at = (metadata * 0x9E3779B97F4A7C15ull >> 40) % (2 * limit);
  for (; seen[at]; at = (at + 1) % (2 * limit)) if (seen[at] == metadata) return 0;
  seen[at] = metadata;
  return 1;
}

size_t probe_collect_types(const struct graph *graph) {
  size_t count = 0;
  memset(seen, 0, sizeof seen);
  for (size_t i = 0; i < graph->count && count < limit; i++) {
    if (graph->nodes[i].kind != isObject) continue;
    uintptr_t metadata = *(const uintptr_t *)graph->nodes[i].block.address;
    if (isNew(metadata)) classes[count++] = metadata;
  }
  return count;
}

static int startsWith(struct type_name name, const char *prefix) {
  size_t length = strlen(prefix);
  return name.count >= length && memcmp(name.bytes, prefix, length) == 0;
}

enum ownership { uncounted, counted, unsafe, number };

static void writeField(uintptr_t class, uintptr_t offset, uintptr_t size, enum ownership owns, const char *path, struct type_name type) {
  probe_say("f");
  probe_say_address(class);
  probe_say_number(offset);
  probe_say_number(size);
  probe_say_number(owns);
  probe_say(" ");
  probe_say(path);
  probe_say(" ");
  probe_say_bytes(type.bytes, type.count);
  probe_end_line();
}

// The words of a struct are its fields'; those of anything else stand under the property's name.
static void writeFields(uintptr_t class, uintptr_t metadata, uintptr_t start, const char *path, int isUnsafe, int depth) {
  enum { structKind = 0x200, sizeInWitnesses = 8 };
  uintptr_t count = fieldCount(metadata);
  for (uintptr_t i = 0; i < count; i++) {
    struct field field = {0};
    uintptr_t type = fieldType(metadata, i, &field);
    if (type) {
      static const char lazy[] = "$__lazy_storage_$_";
      const char *own = field.name ? field.name : "?";
      if (strncmp(own, lazy, sizeof lazy - 1) == 0) own += sizeof lazy - 1;
      char name[128];
      snprintf(name, sizeof name, "%s%s%s", path, *path ? "." : "", own);
      uintptr_t offset = start + fieldOffset(metadata, i);
      uintptr_t size = field.isStrong ? ((const uintptr_t *)((const uintptr_t *)type)[-1])[sizeInWitnesses] : 8;
      struct type_name of = typeName(type, 0);
      int isPointer = startsWith(of, "Unsafe") || startsWith(of, "Opaque") || startsWith(of, "Autoreleasing");
      int isWhole = startsWith(of, "Array<") || startsWith(of, "Dictionary<") || startsWith(of, "Set<") || startsWith(of, "String");
      if (*(const uintptr_t *)type == structKind && field.isStrong && !isPointer && !isWhole && depth < 4 && fieldCount(type) > 0) {
        writeFields(class, type, offset, name, startsWith(of, "Unmanaged<"), depth + 1);
      } else {
        int isNumber = startsWith(of, "Builtin.Int") || startsWith(of, "Builtin.FP");
        enum ownership owns = isNumber ? number : isUnsafe || isPointer ? unsafe : field.isStrong ? counted : uncounted;
        writeField(class, offset, size, owns, name, of);
      }
    }
    if (field.freeName) field.freeName(field.name);
  }
}

void probe_write_types(size_t count) {
  typeName = (struct type_name(*)(uintptr_t, int))dlsym(RTLD_DEFAULT, "swift_getTypeName");
  fieldCount = (uintptr_t(*)(uintptr_t))dlsym(RTLD_DEFAULT, "swift_reflectionMirror_recursiveCount");
  fieldOffset = (uintptr_t(*)(uintptr_t, uintptr_t))dlsym(RTLD_DEFAULT, "swift_reflectionMirror_recursiveChildOffset");
  fieldType = (uintptr_t(*)(uintptr_t, uintptr_t, struct field *))dlsym(
      RTLD_DEFAULT, "swift_reflectionMirror_recursiveChildMetadata");
  if (!typeName || !fieldCount || !fieldOffset || !fieldType) return;
  for (size_t i = 0; i < count; i++) {
    struct type_name name = typeName(classes[i], 1);
    probe_say("y");
    probe_say_address(classes[i]);
    probe_say(" ");
    probe_say_bytes(name.bytes, name.count);
    probe_end_line();
    writeFields(classes[i], classes[i], 0, "", 0, 0);
  }
}
