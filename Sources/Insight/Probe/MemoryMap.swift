// MemoryMap: the regions of this process's address space, as the kernel lists them.
// Source: proc(5), /proc/PID/maps. Relies on: Glibc to read the file; it allocates, so it is never called while
// something is being counted.

import Glibc

/// What a region of memory is for.
public enum Place: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// The main thread's stack.
  case stack
  /// malloc's main arena, which the kernel calls `[heap]`.
  case heap
  /// Variables of an image: globals and statics, written or zero at start.
  case data
  /// Instructions and constants of an image.
  case code
  /// Memory mapped on its own: large blocks of malloc, other threads' stacks and arenas.
  case mapped

  /// The word itself.
  public var description: String { rawValue }
}

/// The address space of this process at one moment.
public struct MemoryMap: Sendable {
  /// A run of pages with one purpose.
  public struct Region: Hashable, Sendable {
    /// The first byte.
    public var start: Address
    /// The first byte after it.
    public var end: Address
    /// `r-xp` and so on.
    public var permissions: String
    /// The file or the kernel's name for it; empty for anonymous memory.
    public var name: String
    /// What it is for.
    public var place: Place

    /// Its size in bytes.
    public var byteCount: Int { end.distance(from: start) }
  }

  /// Why there is no map.
  public struct Unreadable: Error, Hashable {
    /// What the kernel said.
    public var message: String
  }

  /// In ascending order, as the kernel lists them.
  public let regions: [Region]

  /// Reads the map.
  ///
  /// - Throws: `Unreadable` where there is no /proc.
  /// - Complexity: O(regions).
  public static func current() throws -> MemoryMap {
    guard let text = readText("/proc/self/maps") else {
      throw Unreadable(message: String(cString: strerror(errno)))
    }
    return MemoryMap(text: text)
  }

  /// Parses the kernel's list.
  package init(text: String) {
    var regions: [Region] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      let bounds = (words.first ?? "").split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard bounds.count == 2, words.count >= 5 else { continue }
      let name = words.count > 5 ? String(words[5].drop { $0 == " " }) : ""
      var region = Region(
        start: Address(bits: bounds[0]), end: Address(bits: bounds[1]), permissions: String(words[1]),
        name: name,
        place: .mapped)
      region.place = Self.place(of: region, after: regions.last)
      regions.append(region)
    }
    self.regions = regions
  }

  /// The region that holds an address.
  ///
  /// - Complexity: O(log regions).
  public func region(containing address: Address) -> Region? {
    var (low, high) = (0, regions.count)
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].end <= address { low = middle + 1 } else { high = middle }
    }
    return low < regions.count && regions[low].start <= address ? regions[low] : nil
  }

  private static func place(of region: Region, after previous: Region?) -> Place {
    if region.name == "[stack]" { return .stack }
    if region.name == "[heap]" { return .heap }
    let isImage = region.name.hasPrefix("/")
    if isImage { return region.permissions.contains("w") ? .data : .code }
    // The zero-initialized variables of an image are anonymous memory right behind its written ones.
    if region.name.isEmpty, let previous, previous.end == region.start, previous.place == .data,
      previous.name.hasPrefix("/"), region.permissions == "rw-p"
    {
      return .data
    }
    return region.name == "[vdso]" ? .code : .mapped
  }
}

/// What the memory at an address is for; nil for an address that is not mapped.
///
/// - Complexity: O(regions): the map is read anew.
public func place(of address: Address) -> Place? {
  (try? MemoryMap.current())?.region(containing: address)?.place
}
