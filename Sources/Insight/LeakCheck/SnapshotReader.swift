// SnapshotReader: the text that Sources/Insight/CProbe/Preloaded/Snapshot.c writes, a record a line. The first letter says
// what it is: b block, e edge, r root, a set aside, t task, y type, f field, s stack, k what was allocated there, m mapping, d descriptor, n and i numbers
// in data and in blocks, c child, v task layout; `moment` begins a round or the end, `done` ends the file.

/// Why a snapshot cannot be judged.
package enum SnapshotError: Error, Hashable {
  /// The program ended before it was written: by a signal, by `exec`, or it is linked statically.
  case incomplete
  case malformed(line: Int)
}

extension Snapshot {
  /// Reads what the probe wrote.
  ///
  /// - Throws: `SnapshotError`.
  /// - Complexity: O(bytes).
  package init(_ text: [UInt8]) throws(SnapshotError) {
    self.init()
    var reader = SnapshotReader(text: text)
    try reader.read(into: &self)
  }
}

private struct SnapshotReader {
  let text: [UInt8]
  private var at = 0
  private var line = 0
  private var isRound = false
  private var lastEdgeFrom = 0

  init(text: [UInt8]) { self.text = text }

  mutating func read(into snapshot: inout Snapshot) throws(SnapshotError) {
    guard word() == "live-heap", word() == "snapshot", word() == "1" else { throw .malformed(line: 1) }
    endLine()
    var isDone = false
    while at < text.count {
      line += 1
      let kind = text[at]
      if kind == UInt8(ascii: "d"), text[at...].starts(with: Array("done".utf8)) {
        isDone = true
        break
      }
      guard let record = word() else { throw .malformed(line: line + 1) }
      guard take(record, &snapshot) else { throw .malformed(line: line + 1) }
      endLine()
    }
    while snapshot.edgeStarts.count <= snapshot.blocks.count {
      snapshot.edgeStarts.append(snapshot.edges.count)
    }
    guard isDone else { throw .incomplete }
    guard Self.isConsistent(snapshot) else { throw .malformed(line: line) }
  }

  /// Every block that a record names is there.
  private static func isConsistent(_ snapshot: Snapshot) -> Bool {
    let blocks = snapshot.blocks.indices
    return snapshot.edges.allSatisfy { blocks.contains($0.to) }
      && snapshot.roots.allSatisfy { blocks.contains($0.to) }
      && snapshot.setAside.allSatisfy { blocks.contains($0) }
      && snapshot.tasks.allSatisfy { blocks.contains($0.block) }
      && snapshot.numbers.allSatisfy { $0.block == -1 || blocks.contains($0.block) }
  }

  // MARK: Records

  private mutating func take(_ record: String, _ snapshot: inout Snapshot) -> Bool {
    switch record {
    case "moment": return takeMoment(&snapshot)
    case "b": return takeBlock(&snapshot)
    case "v":
      guard let layout = number().flatMap(Snapshot.TaskLayout.init) else { return false }
      snapshot.taskLayout = layout
    case "e": return takeEdge(&snapshot)
    case "r":
      guard let place = address(), let kind = number(), let to = number(),
        let kind = Snapshot.Root.Kind(rawValue: kind)
      else { return false }
      snapshot.roots.append(.init(place: place, kind: kind, to: to))
    case "a":
      guard let block = number() else { return false }
      snapshot.setAside.append(block)
    case "t": return takeTask(&snapshot)
    case "y":
      guard let type = address() else { return false }
      snapshot.types[type] = .init(name: rest(), fields: [])
    case "f": return takeField(&snapshot)
    case "s":
      guard let stack = number() else { return false }
      snapshot.stacks[stack] = addresses()
    case "k":
      guard let stack = number(), let objects = number(), let bytes = number() else { return false }
      snapshot.allocated[stack] = (objects, bytes)
    case "m": takeMapping(&snapshot)
    case "d", "c": return takeResource(record, &snapshot)
    case "n":
      guard let place = address(), let value = number() else { return false }
      snapshot.numbers.append(.init(block: -1, place: place, value: value))
    case "i":
      guard let block = number(), let offset = number(), let value = number() else { return false }
      snapshot.numbers.append(.init(block: block, place: UInt64(offset), value: value))
    default: return false
    }
    return true
  }

  private mutating func takeMoment(_ snapshot: inout Snapshot) -> Bool {
    guard let name = word(), let caller = number(), let task = address() else { return false }
    isRound = name == "round"
    if isRound {
      snapshot.rounds.append([])
    } else {
      guard let ending = Snapshot.Ending(rawValue: name) else { return false }
      snapshot.ending = ending
      snapshot.caller = caller
      snapshot.currentTask = task
    }
    return true
  }

  private mutating func takeBlock(_ snapshot: inout Snapshot) -> Bool {
    guard let address = address(), let bytes = number(), let stack = number(), let turn = number(),
      let kind = number(), let type = self.address(), let count = number(), let first = number(),
      let second = number(), let kind = Snapshot.Kind(rawValue: kind)
    else { return false }
    let block = Snapshot.Block(
      address: address, bytes: bytes, stack: stack, turn: turn, kind: kind, type: type, count: count,
      words: (first, second))
    if isRound {
      snapshot.rounds[snapshot.rounds.count - 1].append(block)
    } else {
      snapshot.blocks.append(block)
    }
    return true
  }

  private mutating func takeEdge(_ snapshot: inout Snapshot) -> Bool {
    guard let from = number(), let to = number(), let offset = number(), let exact = number() else {
      return false
    }
    guard from >= lastEdgeFrom, from < snapshot.blocks.count else { return false }
    lastEdgeFrom = from
    while snapshot.edgeStarts.count <= from { snapshot.edgeStarts.append(snapshot.edges.count) }
    snapshot.edges.append(.init(to: to, offset: offset, isExact: exact == 1))
    return true
  }

  private mutating func takeTask(_ snapshot: inout Snapshot) -> Bool {
    guard let block = number(), let id = number(), let flags = address(), let status = address(),
      let parent = address()
    else { return false }
    let waiting = addresses()
    guard !isRound else { return true }
    guard block < snapshot.blocks.count else { return false }
    snapshot.tasks.append(
      .init(block: block, id: id, flags: flags, status: status, parent: parent, waiting: waiting))
    return true
  }

  private mutating func takeField(_ snapshot: inout Snapshot) -> Bool {
    guard let type = address(), let offset = number(), let bytes = number(), let owns = number(),
      let ownership = Snapshot.Field.Ownership(rawValue: owns), let path = word()
    else { return false }
    snapshot.types[type]?.fields.append(
      .init(offset: offset, bytes: bytes, ownership: ownership, path: path, type: rest()))
    return true
  }

  /// A line of /proc/self/maps: `low-high perms offset device inode path`.
  private mutating func takeMapping(_ snapshot: inout Snapshot) {
    let words = rest().split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    guard words.count == 6 else { return }
    let path = words[5].drop { $0 == " " }
    guard path.hasPrefix("/") else { return }
    let range = words[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
    guard range.count == 2, let offset = UInt64(words[2], radix: 16) else { return }
    snapshot.images.append(.init(low: range[0], high: range[1], offset: offset, path: String(path)))
  }

  private mutating func takeResource(_ record: String, _ snapshot: inout Snapshot) -> Bool {
    guard let first = number(), let stack = number() else { return false }
    if record == "c" {
      snapshot.children.append(.init(process: first, stack: stack, hasEnded: rest() == "z"))
    } else {
      guard let handle = address() else { return false }
      snapshot.descriptors.append(.init(number: first, stack: stack, handle: handle, target: rest()))
    }
    return true
  }

  // MARK: Words

  private mutating func skipBlank() { while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 } }

  private mutating func word() -> String? {
    skipBlank()
    let start = at
    while at < text.count, text[at] > UInt8(ascii: " ") { at += 1 }
    return at > start ? String(decoding: text[start..<at], as: UTF8.self) : nil
  }

  private mutating func digits(radix: UInt64) -> UInt64? {
    skipBlank()
    var value: UInt64 = 0
    let start = at
    while at < text.count {
      let digit: UInt64
      switch text[at] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt64(text[at] - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt64(text[at] - UInt8(ascii: "a")) + 10
      default: return at > start ? value : nil
      }
      guard digit < radix else { return nil }
      value = value &* radix &+ digit
      at += 1
    }
    return at > start ? value : nil
  }

  private mutating func number() -> Int? { digits(radix: 10).map { Int(truncatingIfNeeded: $0) } }

  private mutating func address() -> UInt64? { digits(radix: 16) }

  private mutating func addresses() -> [UInt64] {
    var all: [UInt64] = []
    while let next = address() { all.append(next) }
    return all
  }

  private mutating func rest() -> String {
    skipBlank()
    let start = at
    while at < text.count, text[at] != UInt8(ascii: "\n") { at += 1 }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private mutating func endLine() {
    while at < text.count, text[at] != UInt8(ascii: "\n") { at += 1 }
    at += 1
  }
}
