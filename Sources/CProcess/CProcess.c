#include "CProcess.h"  // A target needs one source; the functions are glibc's own.
