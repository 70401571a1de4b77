// trace: what trace.c and malloc.c need of each other.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The value of a variable of the environment that the process started with, or NULL. It works before the C library does.
const char *malloc_early_variable(const char *name);
/// Writes a number's digits to `at`, 20 at most, and says how many.
size_t malloc_write_number(char *at, uint64_t number);
/// In a fork's child: what waits to be written is the parent's.
void malloc_trace_forked(void);
