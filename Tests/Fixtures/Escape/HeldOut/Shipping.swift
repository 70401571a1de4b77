// swift-format-ignore-file
// `some`, `any` and generic code for one protocol, with values of three sizes.
protocol Rate {
  func cost(_ grams: Int) -> Int
}

struct Flat: Rate {
  let amount: Int
  func cost(_ grams: Int) -> Int { amount }
}

struct Stepped: Rate {
  let base: Int, step: Int, price: Int, limit: Int
  func cost(_ grams: Int) -> Int { base + min(grams, limit) / step * price }
}

struct Sum<A: Rate, B: Rate>: Rate {
  let a: A, b: B
  func cost(_ grams: Int) -> Int { a.cost(grams) + b.cost(grams) }
}

struct Cheapest: Rate {
  var rates: [any Rate]
  func cost(_ grams: Int) -> Int { rates.map { $0.cost(grams) }.min() ?? 0 }  // heap: [Int] library-call
}

@inline(never)
func express(_ n: Int) -> some Rate {
  Sum(a: Flat(amount: n), b: Stepped(base: 1, step: 100, price: n, limit: 5000))
}

@inline(never)
func rate(named name: String) -> (any Rate)? {
  switch name {
  case "flat": return Flat(amount: 7)
  case "stepped": return Stepped(base: 2, step: 50, price: 1, limit: 1000)  // heap: Stepped too-big-for-inline
  case "express": return express(3)  // heap: Sum<Flat, Stepped> too-big-for-inline !
  default: return nil
  }
}

@inline(never)
func cheapest(_ names: [String]) -> Cheapest {
  Cheapest(rates: names.compactMap { rate(named: $0) })  // heap: [any Rate] library-call|growth
}

@inline(never)
func doubled(_ rate: any Rate) -> any Rate {
  func both<R: Rate>(_ r: R) -> any Rate { Sum(a: r, b: r) }  // heap: Sum<R, R> unspecialized|too-big-for-inline|unknown-size !
  return both(rate)
}

func run() {
  precondition(cheapest(["flat", "stepped", "none"]).cost(100) == 4)
  precondition(doubled(Flat(amount: 4)).cost(1) == 8)
  precondition(express(2).cost(200) == 7)
}

run()
