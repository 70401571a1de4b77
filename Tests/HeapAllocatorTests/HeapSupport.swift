// What the tests of a heap share: its parts without optionals, which a test's macros cannot unwrap where a type is not
// copyable.

import HeapAllocator
import Testing

/// What should have been there.
struct Refused: Error {}

func makeHeap(_ bytes: Int = 1 << 28, isObserved: Bool = false) throws -> Heap {
  guard let heap = Heap(reserving: bytes, isObserved: isObserved) else { throw Refused() }
  return heap
}

extension Heap {
  func newCache() throws -> ThreadCache {
    guard let cache = makeCache() else { throw Refused() }
    return cache
  }
}

extension ThreadCache {
  mutating func block(_ bytes: Int) throws -> UnsafeMutableRawPointer {
    guard let block = allocate(bytes) else { throw Refused() }
    return block
  }

  mutating func plain(_ bytes: Int) throws -> UnsafeMutableRawPointer {
    guard let block = allocate(bytes, holding: .plain) else { throw Refused() }
    return block
  }

  mutating func block(_ bytes: Int, alignment: Int) throws -> UnsafeMutableRawPointer {
    guard let block = allocate(bytes, alignment: alignment) else { throw Refused() }
    return block
  }

  mutating func resized(_ block: UnsafeMutableRawPointer, to bytes: Int) throws -> UnsafeMutableRawPointer {
    guard let block = reallocate(block, to: bytes) else { throw Refused() }
    return block
  }
}

/// Expects all invariants, and so many blocks.
func expectSound(
  _ heap: borrowing Heap, blocks: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  let violated = heap.verify()
  #expect(violated == nil, sourceLocation: sourceLocation)
  guard let blocks else { return }
  let counted = heap.census().blocks
  #expect(counted == blocks, sourceLocation: sourceLocation)
}
