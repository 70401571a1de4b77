// swift-format-ignore-file
// Library-style generics: an opened and a closed container.
public protocol Ranked {
  associatedtype Key: Comparable
  var rank: Key { get }
}

public struct PairingHeap<Element: Ranked> {
  @usableFromInline
  final class Node {
    var element: Element
    var child: Node?
    var sibling: Node?
    init(_ element: Element) { self.element = element }
  }

  private var root: Node?
  public private(set) var count = 0
  public init() {}

  private static func meld(_ a: Node?, _ b: Node?) -> Node? {
    guard let a else { return b }
    guard let b else { return a }
    let (less, more) = a.element.rank <= b.element.rank ? (a, b) : (b, a)
    more.sibling = less.child
    less.child = more
    return less
  }

  public mutating func push(_ element: Element) {
    root = Self.meld(root, Node(element))  // heap: PairingHeap<Patient>.Node returned|loop-carried|stored-field; heap: PairingHeap<Element>.Node stored-argument|passed-escaping|unspecialized !
    count += 1
  }

  public mutating func pop() -> Element? {
    guard let top = root else { return nil }
    var trees: [Node] = []
    var next = top.child
    while let tree = next {
      next = tree.sibling
      tree.sibling = nil
      trees.append(tree)  // heap: [PairingHeap<Patient>.Node] growth; heap: [PairingHeap<Element>.Node] growth|unspecialized !
    }
    root = trees.reduce(nil) { Self.meld($0, $1) }
    count -= 1
    return top.element
  }
}

struct Patient: Ranked {
  let name: String
  let rank: Int
}

@inline(never)
func queue(_ names: [String]) -> PairingHeap<Patient> {
  var heap = PairingHeap<Patient>()
  for name in names { heap.push(Patient(name: name, rank: -name.utf8.count)) }
  return heap
}

func run() {
  var heap = queue(["Al", "Barbara", "Cleo"])
  var order: [String] = []
  while let next = heap.pop() { order.append(next.name) }  // heap: [String] growth
  precondition(order == ["Barbara", "Cleo", "Al"])
}

run()
