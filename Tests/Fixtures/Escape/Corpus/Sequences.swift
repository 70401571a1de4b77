// Chains of sequence operations: which of them make arrays.

@inline(never)
func evenSquares(_ values: [Int]) -> [Int] {
  values.lazy.filter { $0 % 2 == 0 }.map { $0 * $0 }.reduce(into: []) { out, n in
    out.append(n)  // heap: [Int] growth
  }
}

@inline(never)
func names(_ numbers: [Int]) -> [String] {
  numbers.map { "n\($0)" }  // heap: [String] library-call; heap: String library-call|growth !
}

@inline(never)
func parsed(_ texts: [String]) -> [Int] {
  texts.compactMap { $0.utf8.last.map(Int.init) }  // heap: [Int] library-call|growth
}

@inline(never)
func flat(_ rows: [[Int]]) -> [Int] {
  Array(rows.joined())  // heap: [Int] library-call !
}

@inline(never)
func ordered(_ values: [Int]) -> [Int] {
  values.sorted(by: >)  // heap: [Int] library-call; heap: [Range<Int>] library-call !
}

@inline(never)
func backwards(_ values: [Int]) -> [Int] {
  values.reversed()  // heap: [Int] library-call !
}

@inline(never)
func biggest(_ values: [Int]) -> Int {
  zip(values, values.dropFirst()).map { $0 + $1 }.max() ?? 0  // heap: [Int] library-call
}

@main
enum Sequences {
  static func main() {
    let values = [3, 4, 1, 6]
    precondition(evenSquares(values) == [16, 36])
    precondition(names(values).count == 4)
    precondition(parsed(["4", "", "5"]) == [52, 53])
    precondition(flat([[1], [2, 3]]) == [1, 2, 3])  // stack: [Array<Int>]
    precondition(ordered(values)[0] == 6)
    precondition(backwards(values)[0] == 6)
    precondition(biggest(values) == 7)
  }
}
