// A class hierarchy: dynamic dispatch, and objects made through a metatype.

class Animal {
  let weight: Int
  required init(weight: Int) { self.weight = weight }
  func noise() -> Int { weight }
}

final class Cat: Animal {
  override func noise() -> Int { weight * 2 }
}

final class Cow: Animal {
  private var bell = 7
  override func noise() -> Int { weight * bell }
}

@inline(never)
func breed(_ kind: Animal.Type, _ weights: [Int]) -> Animal? {
  var last: Animal?
  for weight in weights {
    last = kind.init(weight: weight)  // heap: Animal dynamic-type
  }
  return last
}

@inline(never)
func herd(_ n: Int) -> [Animal] {
  var all: [Animal] = []
  for k in 0..<n {
    if k % 2 == 0 {
      all.append(Cat(weight: k))  // heap: [Animal] growth !; heap: Cat returned
    } else {
      all.append(Cow(weight: k))  // heap: [Animal] growth !; heap: Cow returned
    }
  }
  return all
}

@main
enum Animals {
  static func main() {
    let animals = herd(4)
    var total = 0
    for animal in animals { total += animal.noise() }
    precondition(total == 2 * 2 + 7 + 21)
    precondition(breed(Cat.self, [1, 3])?.noise() == 6)
  }
}
