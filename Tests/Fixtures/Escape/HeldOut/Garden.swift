// A garden whose beds are copied before they are changed.

struct Bed {
  private var plants: [Int]

  init(_ n: Int) {
    plants = Array(repeating: 1, count: n)  // heap: [Int] library-call
  }

  mutating func water(_ index: Int) {
    plants[index] += 1  // heap: [Int] copy-on-write
  }

  mutating func sow(_ plant: Int) {
    plants.append(plant)  // heap: [Int] growth
  }

  var height: Int { plants.reduce(0, +) }
}

@inline(never)
func watered(_ bed: Bed, _ index: Int) -> Bed {
  var copy = bed
  copy.water(index)
  return copy
}

@inline(never)
func squares(_ n: Int) -> [Int] {
  (0..<n).map { $0 * $0 }  // heap: [Int] library-call
}

@main
enum Garden {
  static func main() {
    let bed = Bed(4)
    let other = watered(bed, 2)
    precondition(bed.height == 4 && other.height == 5)
    var third = bed
    third.sow(9)
    precondition(third.height == 13)
    precondition(squares(4) == [0, 1, 4, 9])
  }
}
