// Rules: how to get from one place in the code to its caller. Private to CProfile.
#pragma once
#include <stdint.h>

enum rule_kind {
  ruleEnd,        // no caller, or none that these rules can find
  ruleFromStack,  // the caller's stack pointer is rsp + offset
  ruleFromBase,   // rbp + offset
  ruleFromSaved,  // the word at rbp + offset
};

enum { savedAtBase = INT32_MIN };

// The return address lies in the word below the caller's stack pointer.
struct rule {
  uintptr_t address;
  int32_t offset;
  int32_t saved;  // rbp of the caller is at its stack pointer + this, or where rbp points; 0: unchanged
  uint8_t kind;
};

// The rule for a return address. O(log functions of the module + length of the function's description); no lock, no allocation.
struct rule profile_read_rule(uintptr_t address);
