// A yard of wagons linked by hand, with a loop that carries the last one over.

final class Wagon {
  var load: Int
  var next: Wagon?
  init(_ load: Int) { self.load = load }
}

@inline(never)
func train(_ n: Int) -> Wagon {
  let first = Wagon(0)  // heap: Wagon returned
  var last = first
  for k in 1...n {
    let wagon = Wagon(k)  // heap: Wagon stored-field
    last.next = wagon
    last = wagon
  }
  return first
}

@inline(never)
func heaviest(_ n: Int) -> Int {
  var best = Wagon(0)  // stack: Wagon
  for k in 0..<n where k % 3 != 1 {
    let wagon = Wagon(k * 5 % 7)  // heap: Wagon loop-carried
    if wagon.load > best.load { best = wagon }
  }
  return best.load
}

@main
enum Yard {
  static func main() {
    var sum = 0
    var next: Wagon? = train(4)
    while let wagon = next {
      sum += wagon.load
      next = wagon.next
    }
    precondition(sum == 10)
    precondition(heaviest(6) == 6 || heaviest(6) == 5 || heaviest(6) == 4)
  }
}
