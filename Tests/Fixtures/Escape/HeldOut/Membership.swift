// Approximate membership: bit sets whose words are allocated by hand and owned by noncopyable values, filters over them.

struct BitSet: ~Copyable {
  private let words: UnsafeMutableBufferPointer<UInt64>
  let count: Int

  init(_ count: Int) {
    words = .allocate(capacity: (count + 63) / 64)  // heap: raw explicit
    words.initialize(repeating: 0)
    self.count = count
  }

  subscript(_ index: Int) -> Bool {
    borrowing get { words[index / 64] >> (index % 64) & 1 == 1 }
    set {
      let bit: UInt64 = 1 << (index % 64)
      if newValue { words[index / 64] |= bit } else { words[index / 64] &= ~bit }
    }
  }

  borrowing func union(_ other: borrowing BitSet) -> BitSet {
    let result = BitSet(count)
    for index in words.indices { result.words[index] = words[index] | other.words[index] }
    return result
  }

  borrowing func population() -> Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  deinit { words.deallocate() }
}

struct Membership<Element: Hashable>: ~Copyable {
  private var bits: BitSet
  private let seeds: [Int]

  init(bits count: Int, hashes: Int) {
    bits = BitSet(count)
    seeds = (1...hashes).map { $0 &* 0x9E37_79B9 }  // heap: [Int] library-call
  }

  private static func position(_ element: Element, _ seed: Int, of count: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(seed)
    hasher.combine(element)
    return Int(UInt(bitPattern: hasher.finalize()) % UInt(count))
  }

  mutating func insert(_ element: Element) {
    for seed in seeds { bits[Self.position(element, seed, of: bits.count)] = true }
  }

  borrowing func mayContain(_ element: Element) -> Bool {
    for seed in seeds where !bits[Self.position(element, seed, of: bits.count)] { return false }
    return true
  }
}

@inline(never)
func members(_ words: [String]) -> Membership<String> {
  var members = Membership<String>(bits: 4096, hashes: 3)
  for word in words { members.insert(word) }
  return members
}

@inline(never)
func overlap(_ a: Range<Int>, _ b: Range<Int>) -> Int {
  var first = BitSet(256)
  var second = BitSet(256)
  for index in a { first[index] = true }
  for index in b { second[index] = true }
  return first.population() + second.population() - first.union(second).population()
}

struct Slot: ~Copyable {
  var members: Membership<String>?

  mutating func take() -> Membership<String>? {
    let taken = members.take()
    return taken
  }
}

@main
enum Program {
  static func main() {
    var slot = Slot(members: members(["a", "bee", "a word that is rather long"]))
    guard let taken = slot.take() else { preconditionFailure("it was there") }
    precondition(taken.mayContain("bee") && taken.mayContain("a word that is rather long"))
    precondition(overlap(0..<10, 5..<20) == 5)
  }
}
