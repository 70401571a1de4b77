// OwnedBlocks: the blocks of one test at one moment, with their types. Addresses are kept as complements, because a list of
// what is lost would else be what reaches it.
// Relies on: CProbe, which stops other threads while it looks.

import CProbe
import Glibc

/// A block that a test made and that is alive.
struct OwnedBlock: Hashable, Sendable {
  enum Kind: UInt8, Sendable {
    case plain, sideTable, task, slab, job, object, closure, variable, error
  }

  /// Differs from that of every other block that is alive.
  let identity: UInt64
  let kind: Kind
  /// `ViewModel`, `closure`, `80 bytes of memory`.
  let name: String
  let bytes: Int
  /// Something of the program still reaches it.
  let isReached: Bool
  /// The name of a lost block that refers to it.
  let holder: String?
  /// Of a task: it has a result, and only its handle is kept.
  let hasEnded: Bool
  /// Of a task: the runtime's own, beside a task that sleeps. It is the only one that has no priority.
  let isHelper: Bool

  /// Those of an account, by address. Nil when there are too many blocks to look at.
  ///
  /// - Complexity: O(n log n) in the live blocks of the process; other threads stand still meanwhile.
  static func all(of account: Account) -> [OwnedBlock]? {
    Account.without {
      var room = 4096
      while true {
        var blocks = [probe_owned_block](repeating: probe_owned_block(), count: room)
        probe_wipe_stack()
        let count = probe_owned_blocks(account.owner, &blocks, blocks.count)
        if count < 0 { return nil }
        // Between two looks there may come more.
        if count > room {
          room = 2 * count
          continue
        }
        return describe(blocks[..<count])
      }
    }
  }

  private static func describe(_ blocks: ArraySlice<probe_owned_block>) -> [OwnedBlock] {
    let names = blocks.map(name)
    return zip(blocks, names).map { block, name in
      OwnedBlock(
        identity: block.hiddenAddress, kind: Kind(rawValue: block.kind) ?? .plain, name: name,
        bytes: Int(block.bytes), isReached: block.isReached != 0,
        holder: block.holder > 0 ? names[Int(block.holder) - 1] : nil,
        hasEnded: block.status & 0x2000 != 0, isHelper: block.flags & 0xFF00 == 0)
    }
  }

  private static func name(_ block: probe_owned_block) -> String {
    switch Kind(rawValue: block.kind) {
    case .object: typeName(block.type) ?? "object"
    case .closure: "closure"
    case .variable: "captured variable"
    case .task: "Task"
    case .slab: "frames of a task"
    case .error: "error"
    case .job: "job"
    case .plain, .sideTable, nil: "\(block.bytes) bytes of memory"
    }
  }

  private static func typeName(_ metadata: UInt64) -> String? {
    guard let pointer = UnsafeRawPointer(bitPattern: UInt(metadata)) else { return nil }
    return _typeName(unsafeBitCast(pointer, to: Any.Type.self), qualified: false)
  }
}

/// Equal ones, counted: `3 ViewModel of 48 bytes each, held by closure`.
struct BlockCount: Hashable {
  let name: String
  let holder: String?
  var count: Int
  var bytes: Int

  /// The most bytes first, then by name.
  static func grouping(_ blocks: [OwnedBlock]) -> [BlockCount] {
    var groups: [[String?]: BlockCount] = [:]
    for block in blocks {
      groups[
        [block.name, block.holder],
        default: BlockCount(name: block.name, holder: block.holder, count: 0, bytes: 0)
      ].add(block)
    }
    return groups.values.sorted {
      ($1.bytes, $0.name, $0.holder ?? "") < ($0.bytes, $1.name, $1.holder ?? "")
    }
  }

  private mutating func add(_ block: OwnedBlock) {
    count += 1
    bytes += block.bytes
  }

  var text: String {
    let holding = holder.map { ", held by \($0)" } ?? ""
    return "\(count) \(name), \(bytes) bytes\(holding)"
  }
}
