// A chunked byte queue: slices, arrays of arrays, and moves between them.

struct ByteQueue {
  private var chunks: [[UInt8]] = []
  private var head = 0

  @inline(never)
  mutating func write(_ bytes: ArraySlice<UInt8>) {
    chunks.append(Array(bytes))  // heap: [Array<UInt8>] growth; heap: [UInt8] library-call
  }

  @inline(never)
  mutating func extend(_ byte: UInt8) {
    if chunks.isEmpty { chunks.append([]) }  // heap: [Array<UInt8>] growth !
    chunks[chunks.count - 1].append(byte)  // heap: [Array<UInt8>] copy-on-write !; heap: [UInt8] growth !
  }

  @inline(never)
  mutating func read(_ count: Int) -> [UInt8] {
    var out: [UInt8] = []
    while out.count < count, let first = chunks.first {
      let take = first[head...].prefix(count - out.count)
      out.append(contentsOf: take)  // heap: [UInt8] growth
      head += take.count
      if head == first.count {
        chunks.removeFirst()  // heap: [Array<UInt8>] copy-on-write !
        head = 0
      }
    }
    return out
  }
}

@main
enum Chunks {
  static func main() {
    var queue = ByteQueue()
    let source: [UInt8] = [1, 2, 3, 4, 5]
    queue.write(source[1..<4])
    queue.extend(9)
    precondition(queue.read(2) == [2, 3])
    precondition(queue.read(5) == [4, 9])
  }
}
