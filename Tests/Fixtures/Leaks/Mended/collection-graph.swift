// A graph whose nodes own their neighbors.
final class City: Hashable {
  let name: String
  var neighbors: Set<City> = []
  init(_ name: String) { self.name = name }
  static func == (left: City, right: City) -> Bool { left === right }
  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

@inline(never) func route() {
  let bern = City("Bern")
  let basel = City("Basel")
  bern.neighbors.insert(basel)
  basel.neighbors.insert(bern)
  print(bern.neighbors.count + basel.neighbors.count)
  basel.neighbors = []
}
route()
