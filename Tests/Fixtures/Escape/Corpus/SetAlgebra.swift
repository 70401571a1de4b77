// Sets: growth, copies, and operations that make new storage.

@inline(never)
func primes(_ limit: Int) -> Set<Int> {
  var sieve = Array(repeating: true, count: limit + 1)  // heap: [Bool] library-call
  var found: Set<Int> = []
  for k in 2...limit where sieve[k] {
    found.insert(k)  // heap: Set<Int> growth
    for multiple in stride(from: k * k, through: limit, by: k) {
      sieve[multiple] = false
    }
  }
  return found
}

@inline(never)
func odd(_ values: Set<Int>) -> Set<Int> {
  values.filter { $0 % 2 == 1 }  // heap: Set<Int> library-call; heap: raw library-call|unknown-size !
}

@inline(never)
func without(_ values: Set<Int>, _ value: Int) -> Set<Int> {
  var copy = values
  copy.remove(value)  // heap: Set<Int> copy-on-write
  return copy
}

@inline(never)
func merged(_ a: Set<Int>, _ b: [Int]) -> Set<Int> {
  a.union(b)  // heap: Set<Int> growth|library-call
}

@main
enum SetAlgebra {
  static func main() {
    let all = primes(20)
    precondition(all.count == 8)
    precondition(odd(all).count == 7)
    precondition(without(all, 2).count == 7)
    precondition(merged(all, [4, 5]).count == 9)
  }
}
