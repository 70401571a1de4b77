// Dictionaries: grouping, mapping, merging and literals.

struct Sale {
  let city: String
  let amount: Int
}

@inline(never)
func byCity(_ all: [Sale]) -> [String: [Sale]] {
  // The storage of the table, and one array for each city.
  .init(grouping: all) { $0.city }  // heap: [String: Array<Sale>] library-call; heap: [Sale] library-call
}

@inline(never)
func totals(_ groups: [String: [Sale]]) -> [String: Int] {
  groups.mapValues { $0.reduce(0) { $0 + $1.amount } }  // heap: [String: Int] library-call
}

@inline(never)
func combined(_ a: [String: Int], _ b: [String: Int]) -> [String: Int] {
  var sums = a
  for (key, value) in b {
    sums[key, default: 0] += value  // heap: [String: Int] growth
  }
  return sums
}

@inline(never)
func rates(_ x: Int) -> [String: Int] {
  ["low": x, "high": 10 * x]  // stack: [(String, Int)]; heap: [String: Int] library-call
}

@inline(never)
func indexed(_ names: [String]) -> [String: Int] {
  names.reduce(into: [:]) { table, name in
    table[name] = name.utf8.count  // heap: [String: Int] growth
  }
}

@inline(never)
func dropped(_ table: [String: Int], _ key: String) -> [String: Int] {
  var copy = table
  copy.removeValue(forKey: key)  // heap: [String: Int] copy-on-write
  return copy
}

@main
enum Groups {
  static func main() {
    let sales = [
      Sale(city: "Bern", amount: 3), Sale(city: "Rome", amount: 4), Sale(city: "Bern", amount: 5),
    ]
    let sums = totals(byCity(sales))
    precondition(sums["Bern"] == 8)
    precondition(combined(sums, rates(1))["high"] == 10)
    precondition(indexed(["a", "b"])["b"] == 1)
    precondition(dropped(sums, "Bern").count == 1)
  }
}
