// CLeakTesting: a test process that knows from its start whose each block and each descriptor is. It begins by itself, before
// the first test: a block that is older than the list of blocks could not be told from what is lost.
// Relies on: CProbe, whose malloc is linked into the same executable.
#pragma once
#include <stdint.h>

/// Why nothing is known of this process: NULL when all is well.
const char *leak_testing_absence(void);

/// The descriptors that the owner's tasks opened and that are open.
///
/// - Returns: how many there are, of which the first `capacity` are listed.
long leak_testing_descriptors(uint32_t owner, int *descriptors, long capacity);
