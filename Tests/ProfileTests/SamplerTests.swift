// Sums over samples are unbiased: over many seeds the mean of the estimates is what was allocated. No clock is involved, and
// each seed gives the same samples every time.

import CProfile
import Testing

@Suite("The sampler") struct SamplerTests {
  private static let mean = 4096.0
  private static let blocks = 40_000

  /// What a seed's samples say of `blocks` blocks of these sizes, in turn.
  private static func estimate(_ sizes: [Int], seed: UInt64) -> (objects: Double, bytes: Double) {
    var state = seed << 32
    var untilSample = profile_draw(&state, mean)
    var objects = 0.0
    var bytes = 0.0
    for block in 0..<blocks {
      let size = sizes[block % sizes.count]
      untilSample -= Int64(size)
      if untilSample > 0 { continue }
      let weight = profile_weight(size, mean)
      objects += weight
      bytes += weight * Double(size)
      untilSample = profile_draw(&state, mean)
    }
    return (objects, bytes)
  }

  @Test(
    "the mean of 400 seeds is within 1 % of the bytes, and one seed is as far off as its samples say",
    arguments: [[32], [4096], [20000], [16, 48, 700], [24, 24, 24, 65536]])
  func unbiased(_ sizes: [Int]) {
    let truth = Double((0..<Self.blocks).reduce(0) { $0 + sizes[$1 % sizes.count] })
    let errors = (1...400).map { Self.estimate(sizes, seed: UInt64($0)).bytes / truth - 1 }
    let mean = errors.reduce(0, +) / Double(errors.count)
    let spread = (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(errors.count)).squareRoot()
    #expect(abs(mean) < 0.01)
    // Of a sum of independent samples with chance p the variance is Σ size² (1 − p) / p.
    let variance = (0..<Self.blocks).reduce(0.0) { sum, block in
      let size = sizes[block % sizes.count]
      let weight = profile_weight(size, Self.mean)
      return sum + Double(size * size) * (weight - 1)
    }
    let expected = variance.squareRoot() / truth
    #expect(abs(spread - expected) < 0.15 * expected + 0.0005)
  }

  @Test("the mean of 400 seeds is within 1 % of the number of blocks")
  func objects() {
    let errors = (1...400).map {
      Self.estimate([64, 512], seed: UInt64($0)).objects / Double(Self.blocks) - 1
    }
    #expect(abs(errors.reduce(0, +) / 400) < 0.01)
  }

  @Test("a block much larger than the mean is always seen, and counts once")
  func large() {
    #expect(profile_weight(1 << 30, Self.mean) == 1)
    #expect(profile_weight(7, 1) == 1)
    #expect(abs(profile_weight(8, 524288) - 65536.5) < 0.01)
  }
}
