// Static and global values: folded into data, or made once at first use.

final class Config {
  let name: String
  let limits: [Int]
  init(_ name: String, _ limits: [Int]) {
    self.name = name
    self.limits = limits
  }

  nonisolated(unsafe) static let standard = Config("standard", [1, 2, 3])  // heap: Config stored-global
  static let primes: [Int] = [2, 3, 5, 7, 11]
}

struct Palette {
  static let names: [String: Int] = ["red": 1, "green": 2, "blue": 3]  // heap: [String: Int] library-call
  static let squares: [Int] = (0..<8).map { $0 * $0 }  // heap: [Int] library-call
  nonisolated(unsafe) static var custom: [Int: String] = [:]
}

@inline(never)
func prime(_ k: Int) -> Int {
  Config.primes[k]
}

@inline(never)
func color(_ name: String) -> Int {
  Palette.names[name] ?? 0
}

@inline(never)
func define(_ key: Int, _ name: String) {
  Palette.custom[key] = name  // heap: [Int: String] growth
}

@main
enum Statics {
  static func main() {
    precondition(Config.standard.limits.count == 3)
    precondition(prime(4) == 11)
    precondition(color("green") == 2)
    precondition(Palette.squares[7] == 49)
    define(4, "pink")
    precondition(Palette.custom.count == 1)
  }
}
