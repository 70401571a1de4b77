// CGuard: what the guarded malloc needs of C: the guard's state at a fixed address, and the words about a misuse.
#pragma once
#include "CMalloc.h"

extern unsigned char guard_state_bytes[64] __attribute__((visibility("hidden")));
static inline void *guard_state(void) { return guard_state_bytes; }

/// Says what was done with which block and where, and ends the process. Places are return addresses; 0 is unknown.
_Noreturn void guard_report(int misuse, uintptr_t block, uintptr_t bytes, intptr_t offset, uintptr_t allocated,
                            uintptr_t freed, uintptr_t now);
