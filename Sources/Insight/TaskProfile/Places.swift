// Places: the locations of a profile, made of addresses and the files that were mapped. Addresses are given anew, by file and
// place in it, so that two runs that do the same give equal profiles.
// Relies on: an image's first byte being mapped at its lowest address, from which addresses in the file count.

import Foundation
import HeapProfiles
import LeakCheck
import Pprof

/// Addresses that become locations.
package struct Places {
  private struct Key: Hashable {
    var mapping: Int?
    var place: UInt64
  }

  package private(set) var locations: [Profile.Location] = []
  package private(set) var mappings: [Profile.Mapping] = []
  private let images: [Snapshot.Image]
  private let hidden: Int?
  private var numbers: [Key: Int] = [:]
  private var bases: [UInt64] = []
  private var files: [String: Int] = [:]

  /// - Parameter hidden: The name of a file whose frames are left out.
  package init(_ images: [Snapshot.Image], hidden: String) {
    self.images = images
    var hiddenFile: Int?
    for image in images {
      if let known = files[image.path] {
        let base = Self.base(known)
        mappings[known].limit = max(mappings[known].limit, base + (image.high - bases[known]))
        continue
      }
      files[image.path] = mappings.count
      if image.path.hasSuffix("/" + hidden) { hiddenFile = mappings.count }
      let base = Self.base(mappings.count)
      let low = image.low - image.offset
      mappings.append(.init(start: base, limit: base + (image.high - low), file: image.path))
      bases.append(low)
    }
    self.hidden = hiddenFile
  }

  /// Files lie far apart, whatever their size.
  private static func base(_ mapping: Int) -> UInt64 { UInt64(mapping + 1) << 40 }

  /// Of return addresses: the call, not the instruction after it.
  package mutating func locations(returning addresses: [UInt64]) -> [Int] {
    addresses.compactMap { location(of: $0 - 1) }
  }

  /// Of the starts of functions.
  package mutating func locations(resuming addresses: [UInt64]) -> [Int] {
    addresses.compactMap { location(of: $0) }
  }

  private mutating func location(of address: UInt64) -> Int? {
    let mapping = mapping(of: address)
    if mapping != nil, mapping == hidden { return nil }
    let place = address - (mapping.map { bases[$0] } ?? 0)
    let key = Key(mapping: mapping, place: place)
    if let known = numbers[key] { return known }
    numbers[key] = locations.count
    locations.append(.init(address: (mapping.map(Self.base) ?? 0) + place, mapping: mapping, frames: []))
    return locations.count - 1
  }

  private func mapping(of address: UInt64) -> Int? {
    var low = 0
    var high = images.count
    while low < high {
      let middle = (low + high) / 2
      if images[middle].high <= address { low = middle + 1 } else { high = middle }
    }
    return low < images.count && images[low].low <= address ? files[images[low].path] : nil
  }

  /// The frames of a location that are a library's that came with the system or the compiler, though their code may have been
  /// copied into the program.
  package func libraryFrames(_ location: Int) -> [Profile.Frame] {
    let isSystem = locations[location].mapping.map { Site.isSystem(mappings[$0].file) } ?? false
    return locations[location].frames.filter { isSystem || Self.isLibrarys($0) }
  }

  /// A mangled name begins with its module, whose length stands before it, or with a letter for one of Swift's own.
  package static func isLibrarys(_ frame: Profile.Frame) -> Bool {
    guard frame.linkName.hasPrefix("$s"), let next = frame.linkName.dropFirst(2).first else { return false }
    return !next.isNumber || frame.linkName.hasPrefix("$s10Foundation")
      || frame.linkName.hasPrefix("$s20FoundationEssentials")
  }

  /// Asks for functions and lines, once a file; without a symbolizer places are named by file and address.
  package mutating func name(by symbolizer: Symbolizer?) {
    for (index, mapping) in mappings.enumerated() {
      let here = locations.indices.filter { locations[$0].mapping == index }
      guard let symbolizer, !here.isEmpty else { continue }
      let places = here.map { locations[$0].address - Self.base(index) }
      for (location, frames) in zip(here, symbolizer.frames(in: mapping.file, at: places)) {
        locations[location].frames = frames
      }
    }
    for index in locations.indices where locations[index].frames.isEmpty {
      let mapping = locations[index].mapping
      let file = mapping.map { URL(fileURLWithPath: mappings[$0].file).lastPathComponent }
      let place = locations[index].address - (mapping.map(Self.base) ?? 0)
      let name = "\(file ?? "?")+0x\(String(place, radix: 16))"
      locations[index].frames = [.init(function: name, linkName: name, file: "", line: 0)]
    }
  }
}
