// Sampler: which allocations are looked at. Bytes are points on a line, and a sample falls on each with the same chance, so
// that a block is sampled with chance 1 − e^(−bytes / mean), wherever the previous sample was.
// Source: Go runtime/mprof.go and TCMalloc sampler.cc for the method; SplitMix64 (Steele, Lea & Flood 2014) for the numbers.
#include "CProfile.h"
#include <math.h>

int64_t profile_draw(uint64_t *state, double mean) {
  uint64_t bits = *state += 0x9E3779B97F4A7C15ull;
  bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9ull;
  bits = (bits ^ bits >> 27) * 0x94D049BB133111EBull;
  bits ^= bits >> 31;
  // In (0, 1], so that the logarithm is finite.
  double chance = (double)((bits >> 11) + 1) * 0x1p-53;
  return (int64_t)(-log(chance) * mean);
}

double profile_weight(size_t bytes, double mean) {
  if (mean <= 1 || bytes == 0) return 1;
  return -1 / expm1(-(double)bytes / mean);
}
