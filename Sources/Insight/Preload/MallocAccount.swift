// MallocAccount: what the tiers did for one process, read from the lines that the library wrote when the process ended.
// Relies on: the names in Sources/Memory/Malloc/Malloc.swift.

import Foundation
import Toolchain

/// One process's account.
public struct MallocAccount: Hashable, Sendable {
  /// Figures by name, as the library wrote them; bytes where a name says so, counts elsewhere.
  public var figures: [String: Int]
  /// The file whose malloc the program really calls, where it is not the library's: what is counted then is only what went
  /// past it. nil where all requests came here.
  public var ownMalloc: String?

  /// - Returns: nil for what is no account.
  public init?(_ text: String) {
    var figures: [String: Int] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("malloc.of ") {
        ownMalloc = String(line.dropFirst("malloc.of ".count))
        continue
      }
      let words = line.split(separator: " ")
      guard words.count == 2, let value = Int(words[1]) else { return nil }
      figures[String(words[0])] = value
    }
    guard figures["bytes.heap"] != nil else { return nil }
    self.figures = figures
  }

  private func figure(_ name: String) -> Int { figures[name] ?? 0 }

  /// The tiers in the order in which a request goes through them, with what each served.
  public var tiers: [(name: String, requests: Int)] {
    [
      ("thread cache", figure("requests.cache")), ("spare magazine", figure("requests.spare")),
      ("central list", figure("requests.central")), ("span", figure("requests.span")),
      ("page heap", figure("requests.large")),
    ]
  }

  /// All requests.
  public var requests: Int { tiers.reduce(0) { $0 + $1.requests } }

  /// One minus the largest free run's share of all free pages; 0 when there are none.
  public var fragmentation: Double {
    let free = figure("bytes.idle") + figure("bytes.untouched")
    return free == 0 ? 0 : 1 - Double(figure("bytes.largestFree")) / Double(free)
  }

  /// The classes that served most requests, and what was lost to rounding; nil where nothing was counted.
  private var sizes: String? {
    let prefix = "requests.size."
    let classes = figures.compactMap { name, count in
      name.hasPrefix(prefix) ? Int(name.dropFirst(prefix.count)).map { (bytes: $0, count: count) } : nil
    }
    let all = classes.reduce(0) { $0 + $1.count }
    guard all > 0 else { return nil }
    let most = classes.sorted { ($0.count, $1.bytes) > ($1.count, $0.bytes) }.prefix(4)
    let words = most.map { "\($0.bytes): \(Self.share($0.count, of: all).trimmed)" }.joined(separator: ", ")
    let lost = Self.share(figure("bytes.given") - figure("bytes.asked"), of: figure("bytes.given")).trimmed
    return "sizes: \(words); of \(Self.size(figure("bytes.given"))) given \(lost) were not asked for"
  }

  /// The account for a person.
  ///
  /// - Parameter program: What was run.
  public func text(of program: String) -> String {
    let own = ownMalloc.map { ", which has a malloc of its own, in \($0)" } ?? ""
    var lines = ["malloc: \(Self.grouped(requests)) requests of \(program)\(own)"]
    if ownMalloc != nil, requests == 0 { return lines[0] + "\n" }
    for (name, count) in tiers {
      lines.append("  \(Self.padded(name, 15)) \(Self.share(count, of: requests))  \(Self.grouped(count))")
    }
    if let sizes { lines.append(sizes) }
    let frees = figure("frees.own") + figure("frees.foreign")
    lines.append(
      "frees: \(Self.grouped(frees)) of small blocks, \(Self.share(figure("frees.foreign"), of: frees).trimmed) of them another thread's"
    )
    lines.append(
      "memory: \(Self.size(figure("bytes.peakInUse"))) in use at most, \(Self.size(figure("bytes.inUse"))) at the end:"
    )
    for (name, figure) in [
      ("blocks", "bytes.blocks"), ("thread caches", "bytes.cached"), ("central lists", "bytes.central"),
      ("spans, free", "bytes.spans"), ("spans' ends", "bytes.tails"), ("magazines", "bytes.magazines"),
    ] {
      lines.append("  \(Self.padded(name, 15)) \(Self.size(self.figure(figure)))")
    }
    let free = figure("bytes.idle") + figure("bytes.untouched")
    lines.append(
      "free pages: \(Self.size(free)), the largest run \(Self.size(figure("bytes.largestFree"))): "
        + "fragmentation \(String(format: "%.2f", fragmentation))")
    lines.append(
      "pages: grown \(figure("pages.grows")) times, \(figure("pages.splits")) splits, \(figure("pages.merges")) joins, "
        + "\(figure("pages.released")) given back, \(figure("pages.moves")) blocks moved")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The account for a program.
  ///
  /// - Parameters:
  ///   - command: What was run.
  ///   - status: How it ended.
  ///   - processes: How many processes left an account, this one included.
  public func json(command: [String], status: Int, processes: Int) -> String {
    struct Document: Encodable {
      var command: [String]
      var status: Int
      var processes: Int
      var requests: Int
      var ownMalloc: String?
      var fragmentation: Double
      var figures: [String: Int]
    }
    let document = Document(
      command: command, status: status, processes: processes, requests: requests, ownMalloc: ownMalloc,
      fragmentation: (fragmentation * 1000).rounded() / 1000, figures: figures)
    return ReadableJSON.text(of: document)
  }

  // MARK: Words

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func share(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "      –" : String(format: "%6.2f %%", 100 * Double(part) / Double(whole))
  }

  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1024: "\(bytes) bytes"
    case ..<(1 << 20): String(format: "%.1f KiB", Double(bytes) / 1024)
    default: String(format: "%.1f MiB", Double(bytes) / 1_048_576)
    }
  }
}

extension String {
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
