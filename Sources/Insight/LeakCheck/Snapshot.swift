// Snapshot: the heap of a program at its end, as the leak probe wrote it down: blocks and who refers to whom, roots, tasks,
// and what is needed to give them names. The judges are functions of this value.
// Invariant: a block's index is its place in `blocks`; `edges[edgeStarts[i]..<edgeStarts[i + 1]]` are those of block i.

/// The heap of one process at its end.
package struct Snapshot: Sendable {
  package enum Kind: Int, Sendable {
    case plain, sideTable, task, slab, job, object, context, box, error

    /// Whether the runtime counts its references.
    var isCounted: Bool { self == .task || rawValue >= Kind.object.rawValue }
  }

  package struct Block: Sendable {
    package var address: UInt64
    /// As asked for.
    package var bytes: Int
    /// Where it was made, in `stacks`; 0 when nobody knows.
    package var stack: Int
    /// Its turn among all allocations, from 1.
    package var turn: Int
    package var kind: Kind
    /// An object's class, in `types`.
    package var type: UInt64
    /// Strong references, by the runtime's own count.
    package var count: Int
    /// The two words behind an object's header: a collection of the standard library keeps there how much is in it.
    package var words: (Int, Int)
  }

  /// A word of a block that refers to another.
  package struct Edge: Sendable {
    package var to: Int
    package var offset: Int
    /// It refers to the other's first byte, as a reference does.
    package var isExact: Bool
  }

  /// A word outside of the heap that refers to a block.
  package struct Root: Sendable {
    package enum Kind: Int, Sendable { case data, thread, ownStack, register }
    package var place: UInt64
    package var kind: Kind
    package var to: Int
  }

  /// A stored property, and what lies in a struct under it by its path.
  package struct Field: Sendable {
    package enum Ownership: Int, Sendable {
      /// `weak` and `unowned`.
      case none
      case strong
      /// A pointer or `Unmanaged`: it reaches, and nobody counts it.
      case unsafe
      /// It may be an address all the same, and reaches; but a dictionary's seed is its own address.
      case number
    }
    package var offset: Int
    package var bytes: Int
    package var ownership: Ownership
    package var path: String
    package var type: String
  }

  package struct TypeDescription: Sendable {
    /// With its module.
    package var name: String
    package var fields: [Field]
  }

  package struct Task: Sendable {
    package var block: Int
    /// The runtime's number for it.
    package var id = 0
    package var flags: UInt64
    package var status: UInt64
    /// A child task's parent; 0 for none.
    package var parent: UInt64
    /// The functions that it resumes in, innermost first.
    package var waiting: [UInt64]

    package var isRunning: Bool { status & 0x800 != 0 }
    package var isEnqueued: Bool { status & 0x1000 != 0 }
    package var isCancelled: Bool { status & 0x100 != 0 }
    /// Such a task waits for nothing; it is there as long as somebody keeps its handle.
    package var hasEnded: Bool { status & 0x2000 != 0 }
  }

  package struct Descriptor: Sendable {
    package var number: Int
    package var stack: Int
    /// The `FILE` or `DIR` that it belongs to; 0 for none.
    package var handle: UInt64
    package var target: String
  }

  package struct Child: Sendable {
    package var process: Int
    package var stack: Int
    package var hasEnded: Bool
  }

  /// A part of a file that was mapped.
  package struct Image: Sendable {
    package var low: UInt64
    package var high: UInt64
    package var offset: UInt64
    package var path: String
  }

  /// A small number, equal to an open descriptor's, that a variable has.
  package struct Number: Sendable {
    /// Of a block, or -1 for the executable's data.
    package var block: Int
    /// In the block, or the address.
    package var place: UInt64
    package var value: Int
  }

  /// Why it was written; `asked` is in the middle of the program.
  package enum Ending: String, Sendable { case main, exit, quickExit = "_exit", asked }

  /// Whether tasks can be told and read.
  package enum TaskLayout: Int, Sendable { case noTasks, known, unknown }

  package var ending = Ending.main
  package var taskLayout = TaskLayout.noTasks
  /// Where `exit` was called from, in `stacks`; 0 when main returned.
  package var caller = 0
  /// The task that the ending thread ran; 0 for none.
  package var currentTask: UInt64 = 0
  package var blocks: [Block] = []
  package var edges: [Edge] = []
  package var edgeStarts: [Int] = [0]
  package var roots: [Root] = []
  /// Blocks that libdispatch keeps for reuse: alive, and what they say is out of date.
  package var setAside: [Int] = []
  package var tasks: [Task] = []
  package var types: [UInt64: TypeDescription] = [:]
  package var stacks: [Int: [UInt64]] = [:]
  /// What was allocated at a stack in all.
  package var allocated: [Int: (objects: Int, bytes: Int)] = [:]
  package var images: [Image] = []
  package var descriptors: [Descriptor] = []
  package var numbers: [Number] = []
  package var children: [Child] = []
  /// The blocks at the end of each round, the first one first.
  package var rounds: [[Block]] = []

  package init() {}

  package func edges(of block: Int) -> ArraySlice<Edge> { edges[edgeStarts[block]..<edgeStarts[block + 1]] }

  /// The block that begins there. O(log n).
  package func block(at address: UInt64) -> Int? {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if blocks[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low < blocks.count && blocks[low].address == address ? low : nil
  }

  /// The stored property that a word of an object belongs to; nil for what has no description.
  package func field(of block: Int, at offset: Int) -> Field? {
    guard let type = types[blocks[block].type] else { return nil }
    return type.fields.first { $0.offset <= offset && offset < $0.offset + max($0.bytes, 1) }
  }
}
