// A bit set over raw memory: allocation, growth and release by hand.

struct BitSet: ~Copyable {
  private var words: UnsafeMutableBufferPointer<UInt64>

  init(bits: Int) {
    words = .allocate(capacity: (bits + 63) / 64)  // heap: raw explicit
    words.initialize(repeating: 0)
  }

  deinit { words.deallocate() }

  subscript(bit: Int) -> Bool {
    bit / 64 < words.count && words[bit / 64] & (1 << UInt64(bit % 64)) != 0
  }

  @inline(never)
  mutating func insert(_ bit: Int) {
    if bit / 64 >= words.count { grow(bit / 64 + 1) }
    words[bit / 64] |= 1 << UInt64(bit % 64)
  }

  private mutating func grow(_ count: Int) {
    let more = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 2 * count)  // heap: raw explicit
    let end = more.initialize(fromContentsOf: words)
    more[end...].initialize(repeating: 0)
    words.deallocate()
    words = more
  }
}

@inline(never)
func aligned(_ n: Int) -> Int {
  let page = UnsafeMutableRawPointer.allocate(byteCount: n, alignment: 64)  // heap: raw explicit
  defer { page.deallocate() }
  page.storeBytes(of: n, as: Int.self)
  return page.load(as: Int.self) + Int(bitPattern: page) % 64
}

@main
enum Bits {
  static func main() {
    var bits = BitSet(bits: 100)
    bits.insert(3)
    bits.insert(1000)
    precondition(bits[3] && bits[1000] && !bits[4])
    precondition(aligned(256) == 256)
  }
}
