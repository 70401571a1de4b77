// HeapProfile+Difference: what a program holds more than it did: one profile less another, site by site, as go tool pprof -base
// has it. The two may be of two runs: places are compared by what they are called, not by where they were loaded.

import Pprof

extension HeapProfile {
  /// Why two profiles cannot be compared.
  public struct Incomparable: Error, Hashable {
    /// What is wrong.
    public var message: String
  }

  /// This profile, with the other's samples taken away.
  ///
  /// - Throws: `Incomparable` when the other is no heap profile.
  /// - Complexity: O(size of both).
  public func subtracting(_ base: Profile) throws(Incomparable) -> HeapProfile {
    let columns = Self.valueTypes.map { type in base.valueTypes.firstIndex { $0 == type } }
    guard !columns.contains(nil) else {
      throw Incomparable(
        message: "it has no values of \(Self.valueTypes.map(\.kind).joined(separator: ", "))")
    }
    var difference = self
    let mappings = difference.profile.mappings.count
    let locations = difference.profile.locations.count
    // Beyond this profile's own, so that no two locations have one address.
    let above = UInt64(mappings + 1) << 40
    difference.profile.mappings += base.mappings.map {
      .init(start: $0.start &+ above, limit: $0.limit &+ above, file: $0.file)
    }
    difference.profile.locations += base.locations.map {
      .init(address: $0.address &+ above, mapping: $0.mapping.map { $0 + mappings }, frames: $0.frames)
    }
    for sample in base.samples {
      difference.profile.samples.append(
        .init(
          stack: sample.stack.map { $0 + locations }, values: columns.map { -sample.values[$0!] },
          labels: sample.labels))
      difference.sampleCounts.append(0)
    }
    difference.isDifference = true
    return difference
  }
}
