// Cargo of any kind: existentials that fit inline and some that do not.

protocol Cargo {
  var mass: Int { get }
}

struct Crate: Cargo {
  var mass: Int
}

struct Container: Cargo {
  var mass: Int
  var length: Int
  var width: Int
  var height: Int
}

final class Barge: Cargo {
  var mass: Int
  init(_ mass: Int) { self.mass = mass }
}

@inline(never)
func crate(_ n: Int) -> any Cargo { Crate(mass: n) }

@inline(never)
func container(_ n: Int) -> any Cargo {
  Container(mass: n, length: 1, width: 2, height: 3)  // heap: Container too-big-for-inline
}

@inline(never)
func barge(_ n: Int) -> any Cargo {
  Barge(n)  // heap: Barge returned
}

@inline(never)
func total(_ list: [any Cargo]) -> Int {
  list.reduce(0) { $0 + $1.mass }
}

@main
enum CargoProgram {
  static func main() {
    let all = [crate(1), container(2), barge(3)]  // stack: [any Cargo]
    precondition(total(all) == 6)
  }
}
