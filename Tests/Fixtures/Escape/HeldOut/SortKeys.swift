// swift-format-ignore-file
// Sorting by key paths kept in a struct.
struct Employee {
  var name: String
  var age: Int
  var pay: Double
}

struct Sorter<Root> {
  private var steps: [(Root, Root) -> Int] = []

  mutating func by<Value: Comparable>(_ path: KeyPath<Root, Value>, descending: Bool = false) {
    let sign = descending ? -1 : 1
    steps.append { a, b in  // heap: closure stored-field|stored-argument|passed-escaping; heap: [(Employee, Employee) -> Int] growth; heap: [(Root, Root) -> Int] growth|unspecialized !; heap: closure optimizer-limit
      let x = a[keyPath: path], y = b[keyPath: path]
      return x == y ? 0 : x < y ? -sign : sign
    }
  }

  func sorted(_ values: [Root]) -> [Root] {
    values.sorted { a, b in  // heap: [Employee] library-call; heap: [Range<Int>] library-call !; heap: [Root] library-call|unspecialized !
      for step in steps {
        let order = step(a, b)
        if order != 0 { return order < 0 }
      }
      return false
    }
  }
}

@inline(never)
func raise(_ staff: inout [Employee], _ path: WritableKeyPath<Employee, Double>, by factor: Double) {
  for k in staff.indices { staff[k][keyPath: path] *= factor }  // heap: [Employee] copy-on-write
}

@inline(never)
func staff() -> [Employee] {
  [
    Employee(name: "Ines", age: 40, pay: 10),
    Employee(name: "Otto", age: 30, pay: 20),
    Employee(name: "Ada", age: 30, pay: 30),
  ]
}

func run() {
  var sorter = Sorter<Employee>()
  sorter.by(\.age)
  sorter.by(\.pay, descending: true)
  var people = staff()
  raise(&people, \.pay, by: 2)
  let names = sorter.sorted(people).map(\.name)  // heap: [String] library-call
  precondition(names == ["Ada", "Otto", "Ines"])
}

run()
