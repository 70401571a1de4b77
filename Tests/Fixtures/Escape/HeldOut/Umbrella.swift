// An umbrella stand that owns what it holds: noncopyable, without reference counts.

struct Umbrella: ~Copyable {
  private let spokes: UnsafeMutablePointer<Int>

  init(_ n: Int) {
    spokes = UnsafeMutablePointer<Int>.allocate(capacity: n)  // heap: raw explicit
    spokes.initialize(repeating: 1, count: n)
  }

  borrowing func first() -> Int { spokes[0] }

  deinit { spokes.deallocate() }
}

final class Stand {
  var held: Umbrella?
  init() {}
}

@inline(never)
func open(_ n: Int) -> Int {
  let umbrella = Umbrella(n)
  return umbrella.first()
}

@inline(never)
func place(_ stand: Stand, _ n: Int) {
  stand.held = Umbrella(n)
}

@main
enum UmbrellaProgram {
  static func main() {
    precondition(open(4) == 1)
    let stand = Stand()  // stack: Stand
    place(stand, 3)
    precondition(stand.held != nil)
  }
}
