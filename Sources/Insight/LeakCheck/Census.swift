// Census: how much there is of what, made where, and held by whom, at one end of a program. Two of them make a difference: what
// grew between two runs, two inputs, or before and after a change. It is kept as JSON whose keys and words stay.
// Relies on: what a leak check knows.

import Foundation
import Toolchain

/// The living blocks of a program at its end.
package struct Census: Codable, Sendable, Hashable {
  /// Blocks of one type, made in one place and held by one owner.
  package struct Row: Codable, Sendable, Hashable {
    /// `Session`, `closure`, `80 bytes of memory`.
    package var type: String
    /// `app.swift:12`; nil when libraries alone made it.
    package var place: String?
    /// What refers to it: `Cache.entries`, `global registry`; nil when nothing does, or nothing with a name.
    package var holder: String?
    package var count: Int
    package var bytes: Int

    package init(type: String, place: String?, holder: String?, count: Int, bytes: Int) {
      self.type = type
      self.place = place
      self.holder = holder
      self.count = count
      self.bytes = bytes
    }

    fileprivate var key: [String?] { [type, place, holder] }
  }

  package var format = "live-heap census 1"
  package var file: String
  /// In the order of types, places and holders.
  package var rows: [Row]

  package init(file: String, rows: [Row]) {
    self.file = file
    self.rows = rows.sorted {
      ($0.type, $0.place ?? "", $0.holder ?? "") < ($1.type, $1.place ?? "", $1.holder ?? "")
    }
  }

  /// Why a file is no census.
  package struct Malformed: Error, Hashable {
    package var message: String
  }

  /// Reads what `json()` wrote.
  ///
  /// - Throws: `Malformed`.
  package init(json: Data, from path: String) throws(Malformed) {
    guard let census = try? JSONDecoder().decode(Census.self, from: json),
      census.format == "live-heap census 1"
    else { throw Malformed(message: "\(path) is no census that lesson leaks --save wrote") }
    self = census
  }

  package func json() -> String { ReadableJSON.text(of: self) }

  /// What there is more or less of than there was, the most bytes first.
  package func difference(from base: Census) -> [Row] {
    var rows: [[String?]: Row] = [:]
    for row in self.rows { rows[row.key] = row }
    for row in base.rows {
      var change =
        rows[row.key] ?? Row(type: row.type, place: row.place, holder: row.holder, count: 0, bytes: 0)
      change.count -= row.count
      change.bytes -= row.bytes
      rows[row.key] = change
    }
    return rows.values.filter { $0.count != 0 || $0.bytes != 0 }.sorted {
      ($1.bytes, $0.type, $0.place ?? "", $0.holder ?? "") < (
        $0.bytes, $1.type, $1.place ?? "", $1.holder ?? ""
      )
    }
  }
}

extension LeakCheck {
  /// Counts what is alive, lost blocks included.
  ///
  /// - Parameter file: What was run.
  package func census(file: String) -> Census {
    var rows: [[String?]: Census.Row] = [:]
    for block in snapshot.blocks.indices where isCounted(block) {
      let place = site(of: block)?.place
      let holder = holderText(of: block)
      let type = name(of: block)
      var row =
        rows[[type, place, holder]] ?? .init(type: type, place: place, holder: holder, count: 0, bytes: 0)
      row.count += 1
      row.bytes += snapshot.blocks[block].bytes
      rows[[type, place, holder]] = row
    }
    return Census(file: file, rows: Array(rows.values))
  }

  /// What the runtime has for itself differs from run to run, and is nobody's growth.
  private func isCounted(_ block: Int) -> Bool {
    let kind = snapshot.blocks[block].kind
    return kind != .sideTable && kind != .slab && kind != .job && site(of: block) != nil
  }

  private func holderText(of block: Int) -> String? {
    holders(of: block).last.map { $0.type == "global" ? "global \($0.field)" : "\($0.type).\($0.field)" }
  }
}

extension [Census.Row] {
  /// A line a row, and what all rows together are.
  ///
  /// - Parameter base: What the other one is called.
  package func text(since base: String) -> String {
    guard !isEmpty else { return "since \(base): nothing has changed\n" }
    let shown = 20
    var lines = ["since \(base):", "     bytes    count  what"]
    for row in prefix(shown) {
      let place = row.place.map { ", made at \($0)" } ?? ""
      let holder = row.holder.map { ", held by \($0)" } ?? ""
      lines.append(
        "\(Self.signed(row.bytes).padded(10)) \(Self.signed(row.count).padded(8))  \(row.type)\(place)\(holder)"
      )
    }
    if count > shown { lines.append("… and \(count - shown) rows of less") }
    let bytes = reduce(0) { $0 + $1.bytes }
    lines.append(
      "\(Self.signed(bytes).padded(10)) \(Self.signed(reduce(0) { $0 + $1.count }).padded(8))  in all")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }
}
