// Key paths: a literal is one cached object, a captured index makes a new one each time.

struct Person {
  var name: String
  var age: Int
  var scores: [Int]
}

@inline(never)
func oldest(_ people: [Person], by key: KeyPath<Person, Int>) -> Int {
  people.map { $0[keyPath: key] }.max() ?? 0  // heap: [Int] library-call
}

@inline(never)
func score(_ index: Int) -> KeyPath<Person, Int> {
  \Person.scores[index]  // heap: KeyPath returned
}

@inline(never)
func age() -> KeyPath<Person, Int> {
  \.age
}

@inline(never)
func composed(_ index: Int) -> Int {
  let list: KeyPath<Person, [Int]> = \.scores
  let path = list.appending(path: \.[index])  // heap: KeyPath passed-opaque; heap: KeyPath library-call
  return Person(name: "x", age: 1, scores: [4, 5, 6])[keyPath: path]
}

@main
enum KeyPaths {
  static func main() {
    let people = [  // stack: [Person]
      Person(name: "a", age: 30, scores: [1, 2]),
      Person(name: "b", age: 40, scores: [3, 4]),
    ]
    precondition(oldest(people, by: age()) == 40)
    precondition(oldest(people, by: score(1)) == 4)
    precondition(composed(2) == 6)
  }
}
