// HeapProfile: a record with names: a profile that pprof reads, and the place of the user's own code that each stack is charged
// to in a report.
// Relies on: Symbolizer. Addresses are given anew, by module and place in the file, so that two runs of a program that does the
// same give the same locations wherever the kernel put its code.

import CProfile
import Foundation
import Pprof

/// Where a program's memory comes from.
public struct HeapProfile: Sendable {
  /// With the values `alloc_objects`, `alloc_space`, `inuse_objects`, `inuse_space`, as Go's heap profiles.
  public var profile: Profile
  /// How many samples each of the profile's samples sums up: what its estimate rests on.
  public var sampleCounts: [Int]
  /// Mean bytes between two samples; 1 when everything was recorded.
  public var every: Int
  /// Allocations that were not looked at.
  public var missed: Int
  /// Samples without a stack.
  public var untraced: Int
  /// Its values are what there is more than in another profile, and may be negative.
  public var isDifference = false

  /// The values of every heap profile of ours, in their order.
  public static let valueTypes = [
    Profile.ValueType("alloc_objects", "count"), Profile.ValueType("alloc_space", "bytes"),
    Profile.ValueType("inuse_objects", "count"), Profile.ValueType("inuse_space", "bytes"),
  ]

  /// Names what a record holds.
  ///
  /// - Complexity: O(contexts × depth), and one run of llvm-symbolizer a module.
  public init(_ record: HeapRecord, symbolizer: Symbolizer) {
    every = record.every
    missed = record.missed
    untraced = record.untraced
    profile = Profile(
      valueTypes: Self.valueTypes, shownType: "inuse_space", periodType: Profile.ValueType("space", "bytes"))
    profile.time = record.began * 1_000_000_000
    profile.period = record.every
    profile.mappings = record.modules.enumerated().map { index, module in
      let base = Self.base(index)
      return Profile.Mapping(
        start: base + (module.start &- module.bias), limit: base + (module.end &- module.bias),
        file: module.path)
    }
    sampleCounts = []
    var indices: [HeapRecord.Context: Int] = [:]
    for (id, counts) in record.counts.sorted(by: { $0.key < $1.key }) {
      let stack = record.stack(of: id).map { context in
        let key = HeapRecord.Context(parent: 0, address: context.address, module: context.module)
        if let known = indices[key] { return known }
        indices[key] = profile.locations.count
        // The call, not the instruction after it.
        let place = context.address - 1
        let address = context.module.map { Self.base($0) + (place &- record.modules[$0].bias) } ?? place
        profile.locations.append(Profile.Location(address: address, mapping: context.module, frames: []))
        return profile.locations.count - 1
      }
      let unit = Int(profileObjectUnit)
      func objects(_ value: Int) -> Int { (value + unit / 2) / unit }
      profile.samples.append(
        Profile.Sample(
          stack: stack,
          values: [
            objects(counts.objects), counts.bytes, objects(counts.objects - counts.freedObjects),
            counts.bytes - counts.freedBytes,
          ]))
      sampleCounts.append(counts.samples)
    }
    name(record, symbolizer)
  }

  /// Modules lie far apart, whatever their size.
  private static func base(_ module: Int) -> UInt64 { UInt64(module + 1) << 40 }

  private mutating func name(_ record: HeapRecord, _ symbolizer: Symbolizer) {
    for (index, module) in record.modules.enumerated() {
      let here = profile.locations.indices.filter { profile.locations[$0].mapping == index }
      guard !here.isEmpty else { continue }
      let places = here.map { profile.locations[$0].address - Self.base(index) }
      for (location, frames) in zip(here, symbolizer.frames(in: module.path, at: places)) {
        profile.locations[location].frames = frames
      }
    }
    for index in profile.locations.indices where profile.locations[index].frames.isEmpty {
      let location = profile.locations[index]
      let file = location.mapping.map { URL(fileURLWithPath: profile.mappings[$0].file).lastPathComponent }
      let place = location.address - (location.mapping.map(Self.base) ?? 0)
      let name = "\(file ?? "?")+0x\(String(place, radix: 16))"
      profile.locations[index].frames = [Profile.Frame(function: name, linkName: name, file: "", line: 0)]
    }
  }
}
