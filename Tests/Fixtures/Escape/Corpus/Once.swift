// Work done inside a global's initializer, at its first use.

final class Tally {
  var count: Int
  init(_ count: Int) { self.count = count }

  @inline(never)
  func add(_ n: Int) { count += n }
}

let start: Int = {
  let tally: Tally
  if CommandLine.argc > 3 {
    tally = Tally(7)  // heap: Tally once !
  } else {
    tally = Tally(1)  // heap: Tally once !
    tally.add(2)
  }
  tally.add(10)
  return tally.count
}()

let squares: [Int] = {
  var out: [Int] = []
  for k in 0..<5 {
    out.append(k * k)  // heap: [Int] growth
  }
  return out
}()

nonisolated(unsafe) let shared: Tally = {
  let tally = Tally(start)  // heap: Tally stored-global
  tally.add(1)
  return tally
}()

@inline(never)
func read() -> Int {
  start + squares.count + shared.count
}

@main
enum OnceProgram {
  static func main() {
    precondition(read() == 13 + 5 + 14)
  }
}
