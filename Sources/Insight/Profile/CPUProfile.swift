// CPUProfile: where a program's processor time went, of the record that the timer's library writes: the heap profile's form, with
// ticks for blocks and nanoseconds for bytes.

import Pprof

/// Processor time by stack.
public struct CPUProfile: Sendable {
  /// With the values `samples` and `cpu`, as Go's CPU profiles.
  public let profile: Profile
  /// Nanoseconds between two ticks of a thread's clock.
  public let period: Int

  /// Names what a record holds.
  ///
  /// - Complexity: O(contexts × depth), and one run of llvm-symbolizer a module.
  public init(_ record: HeapRecord, symbolizer: Symbolizer) {
    let named = HeapProfile(record, symbolizer: symbolizer).profile
    var profile = Profile(
      valueTypes: [.init("samples", "count"), .init("cpu", "nanoseconds")], shownType: "cpu",
      periodType: .init("cpu", "nanoseconds"))
    profile.time = named.time
    profile.period = record.every
    profile.mappings = named.mappings
    profile.locations = named.locations
    profile.samples = named.samples.filter { $0.values[0] > 0 }.map {
      .init(stack: $0.stack, values: [$0.values[0], $0.values[1]])
    }
    self.profile = profile
    period = record.every
  }

  /// Time of one place of the user's own code.
  public struct Row: Hashable, Sendable {
    /// The innermost frame of the user's own, or what stands for it.
    public var site: Site
    /// Spent there and in libraries that it called.
    public var nanoseconds = 0
    /// Ticks of threads' clocks.
    public var samples = 0
  }

  /// By time; equal times by place.
  ///
  /// - Complexity: O(frames of all samples).
  public var rows: [Row] {
    var rows: [Site: Row] = [:]
    for sample in profile.samples {
      let site = Site(of: sample, in: profile)
      rows[site, default: Row(site: site)].samples += sample.values[0]
      rows[site]!.nanoseconds += sample.values[1]
    }
    return rows.values.sorted {
      ($1.nanoseconds, $0.site.file, $0.site.line, $0.site.function)
        < ($0.nanoseconds, $1.site.file, $1.site.line, $1.site.function)
    }
  }
}
