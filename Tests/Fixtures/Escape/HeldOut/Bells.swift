// Bells that ring by closures kept in a dictionary.

final class Tower {
  private var bells: [String: (Int) -> Int] = [:]

  func hang(_ name: String, _ tone: Int) {
    bells[name] = { $0 + tone }  // heap: closure stored-field; heap: [String: (Int) -> Int] growth
  }

  func ring(_ name: String, _ n: Int) -> Int {
    bells[name]?(n) ?? 0
  }
}

@inline(never)
func echo(_ times: Int) -> () -> Int {
  var left = times  // heap: Int captured
  return {
    left -= 1
    return left
  }
}

@inline(never)
func twice(_ f: (Int) -> Int, _ n: Int) -> Int { f(f(n)) }

@main
enum Bells {
  static func main() {
    let tower = Tower()  // stack: Tower
    tower.hang("high", 3)
    tower.hang("low", 1)
    precondition(tower.ring("high", 1) == 4)
    let e = echo(3)
    precondition(e() + e() == 3)
    let base = CommandLine.arguments.count
    precondition(twice({ $0 + base }, 1) == 3)
  }
}
