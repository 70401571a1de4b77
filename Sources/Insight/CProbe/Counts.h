// Counts: the calling thread's own counts, for files that count beside malloc. Private to CProbe.
#pragma once
#include "CProbe.h"

// In the list that probe_process_counts sums up.
struct probe_counts *probe_own_counts(void);
