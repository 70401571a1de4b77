// HeapReport: the sites of a profile by bytes, for people and for programs. Equal profiles give equal text.

import Foundation
import Pprof
import Toolchain

/// What the sites of a program hold and have allocated.
public struct HeapReport: Sendable {
  /// Values of one site; estimates where the profile was sampled.
  public struct Row: Hashable, Sendable {
    /// Where they were allocated.
    public var site: Site
    /// Blocks and bytes, allocated in all and not freed.
    public var allocObjects = 0, allocBytes = 0, inUseObjects = 0, inUseBytes = 0
    /// What the estimates rest on.
    public var samples = 0
  }

  /// By bytes in use.
  public let rows: [Row]
  /// The sums of all.
  public let totals: Row
  private let heap: HeapProfile

  /// Sums by site.
  ///
  /// - Complexity: O(frames of all samples).
  public init(_ heap: HeapProfile) {
    var rows: [Site: Row] = [:]
    var totals = Row(site: Site(function: "", file: "", line: 0))
    for (sample, count) in zip(heap.profile.samples, heap.sampleCounts) {
      let site = Site(of: sample, in: heap.profile)
      rows[site, default: Row(site: site)].add(sample.values, samples: count)
      totals.add(sample.values, samples: count)
    }
    self.rows = rows.values.sorted {
      ($1.inUseBytes, $1.allocBytes, $0.site.file, $0.site.line, $0.site.function)
        < ($0.inUseBytes, $0.allocBytes, $1.site.file, $1.site.line, $1.site.function)
    }
    self.totals = totals
    self.heap = heap
  }

  // MARK: For people

  /// Which bytes a table sorts by.
  public enum Order: Sendable, CaseIterable {
    case inUse
    case allocated
  }

  /// The tables.
  ///
  /// - Parameters:
  ///   - program: What was run.
  ///   - orders: A table for each.
  ///   - top: Rows of a table at most.
  public func text(of program: String, orders: [Order], top: Int) -> String {
    var lines = ["heap: \(program), \(basis)"]
    for order in orders {
      lines.append("")
      let whole = order == .inUse ? totals.inUseBytes : totals.allocBytes
      let objects = order == .inUse ? totals.inUseObjects : totals.allocObjects
      lines.append(
        (order == .inUse ? "in use at the end: " : "allocated in all: ")
          + "\(Self.size(whole)) in \(Self.grouped(objects)) blocks" + (heap.isDifference ? " more" : ""))
      lines += table(order, whole: whole, top: top)
    }
    if heap.missed > 0 {
      lines.append(
        "\(Self.grouped(heap.missed)) allocations were not looked at: in signal handlers, or without memory")
    }
    if heap.untraced > 0 {
      lines.append("\(Self.grouped(heap.untraced)) samples found no room for their stack: (no stack)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var basis: String {
    heap.every == 1
      ? "every allocation"
      : "\(Self.grouped(totals.samples)) samples, one in \(Self.size(heap.every)) on average"
  }

  private func table(_ order: Order, whole: Int, top: Int) -> [String] {
    let bytes: (Row) -> Int = order == .inUse ? \.inUseBytes : \.allocBytes
    let objects: (Row) -> Int = order == .inUse ? \.inUseObjects : \.allocObjects
    let sorted = rows.filter { bytes($0) != 0 || objects($0) != 0 }.enumerated().sorted {
      (bytes($1.element), $0.offset) < (bytes($0.element), $1.offset)
    }.map(\.element)
    var lines: [String] = []
    for row in sorted.prefix(top) {
      let share = whole == 0 ? 0 : 100 * Double(bytes(row)) / Double(whole)
      lines.append(
        Self.padded(Self.size(bytes(row)), 11) + Self.padded(String(format: "%.1f %%", share), 9)
          + Self.padded(Self.grouped(objects(row)), 12)
          + "  "
          + [row.site.place, Self.short(row.site.function)].filter { !$0.isEmpty }.joined(separator: "  "))
    }
    if sorted.count > top { lines.append("  and \(sorted.count - top) more sites: --top \(sorted.count)") }
    return lines
  }

  // MARK: For programs

  private struct Document: Encodable {
    struct Entry: Encodable {
      var file: String
      var line: Int
      var function: String
      var allocObjects: Int
      var allocBytes: Int
      var inUseObjects: Int
      var inUseBytes: Int
      var samples: Int
    }
    struct Totals: Encodable {
      var allocObjects: Int
      var allocBytes: Int
      var inUseObjects: Int
      var inUseBytes: Int
      var samples: Int
    }
    var command: [String]
    var status: Int
    var processes: Int
    var every: Int
    var missed: Int
    var untraced: Int
    var totals: Totals
    var sites: [Entry]
  }

  /// All sites, by bytes in use.
  ///
  /// - Parameters:
  ///   - command: What was run.
  ///   - status: How it ended.
  ///   - processes: How many processes left a profile, this one included.
  public func json(command: [String], status: Int, processes: Int) -> String {
    let document = Document(
      command: command, status: status, processes: processes, every: heap.every, missed: heap.missed,
      untraced: heap.untraced,
      totals: .init(
        allocObjects: totals.allocObjects, allocBytes: totals.allocBytes, inUseObjects: totals.inUseObjects,
        inUseBytes: totals.inUseBytes, samples: totals.samples),
      sites: rows.map {
        .init(
          file: $0.site.file, line: $0.site.line, function: $0.site.function, allocObjects: $0.allocObjects,
          allocBytes: $0.allocBytes, inUseObjects: $0.inUseObjects, inUseBytes: $0.inUseBytes,
          samples: $0.samples)
      })
    return ReadableJSON.text(of: document)
  }

  // MARK: Words

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// Names of C++ templates fill a screen each.
  private static func short(_ name: String) -> String {
    let most = 90
    return name.count <= most ? name : name.prefix(most * 2 / 3) + "…" + name.suffix(most / 3)
  }

  package static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  package static func size(_ bytes: Int) -> String {
    switch bytes.magnitude {
    case ..<1024: "\(bytes) B"
    case ..<(1 << 20): String(format: "%.1f KiB", Double(bytes) / 1024)
    case ..<(1 << 30): String(format: "%.1f MiB", Double(bytes) / 1_048_576)
    default: String(format: "%.2f GiB", Double(bytes) / 1_073_741_824)
    }
  }
}

extension HeapReport.Row {
  fileprivate mutating func add(_ values: [Int], samples: Int) {
    allocObjects += values[0]
    allocBytes += values[1]
    inUseObjects += values[2]
    inUseBytes += values[3]
    self.samples += samples
  }
}
