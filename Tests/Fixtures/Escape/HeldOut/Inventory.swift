// swift-format-ignore-file
// A text adventure's inventory, with nested optionals and dictionaries of dictionaries.
struct Thing: Hashable {
  var name: String
  var weight: Int
}

final class Room {
  let title: String
  var things: Set<Thing> = []
  var exits: [String: Room] = [:]
  init(_ title: String) { self.title = title }
}

struct Hero {
  var room: Room
  var bag: [Thing] = []
  var log: [String] = []

  mutating func walk(_ way: String) -> Bool {
    guard let next = room.exits[way] else { return false }
    room = next
    log.append(next.title)  // heap: [String] growth
    return true
  }

  mutating func take(_ name: String) {
    guard let thing = room.things.first(where: { $0.name == name }) else { return }
    room.things.remove(thing)  // heap: Set<Thing> copy-on-write !
    bag.append(thing)  // heap: [Thing] growth
  }

  var load: Int { bag.reduce(0) { $0 + $1.weight } }
}

@inline(never)
func world() -> Room {
  let cellar = Room("cellar")  // heap: Room returned
  let kitchen = Room("kitchen")  // heap: Room stored-field|passed-escaping
  cellar.exits["up"] = kitchen  // heap: [String: Room] growth
  kitchen.things.insert(Thing(name: "knife", weight: 2))  // heap: Set<Thing> growth
  kitchen.things.insert(Thing(name: "kettle", weight: 5))  // heap: Set<Thing> growth
  return cellar
}

@inline(never)
func play() -> Int {
  var hero = Hero(room: world())
  _ = hero.walk("down")
  _ = hero.walk("up")
  hero.take("kettle")
  let heavy = hero.room.things.filter { $0.weight > 1 }  // heap: Set<Thing> library-call; heap: raw library-call|unknown-size !
  return hero.load + heavy.count + hero.log.count
}

precondition(play() == 7)
