// StackHeap: nine values of one function, all alive at once: what each costs malloc, and where it and its parts stand.
// This is a release build, so the counts are what the optimizer left; taking a variable's address keeps it in memory.
// Relies on: Probe.

import Probe

// snippet.declarations
struct Point { var x = 1.0, y = 2.0 }
final class Node { var x = 1.0, y = 2.0 }
enum Shape { case circle(Double), rectangle(Double, Double) }
protocol Sized { var area: Double { get } }
struct Small: Sized {
  var a = 1.0, b = 2.0, c = 3.0
  var area: Double { a }
}
struct Large: Sized {
  var a = 1.0, b = 2.0, c = 3.0, d = 4.0
  var area: Double { a }
}
actor Counter { var count = 0 }
// snippet.end

/// `values/stack-heap`
public enum StackHeap: Lesson {
  /// Permanent.
  public static let id = "values/stack-heap"
  /// In a few words.
  public static let title = "Nine values: their size, their place, their allocations"
  /// Where it is explained.
  public static let chapter = "01-stack-heap"
  /// This file.
  public static let source = "Sources/Lessons/Values/StackHeap.swift"
  /// Which values.
  public static let parameters = [
    Parameter(
      name: "value", kind: .choice(["all"] + names), standard: "all", help: "One value instead of all nine."),
    Parameter(
      name: "repeat", kind: .number(1...1000), standard: "1",
      help: "Make them so often and fail if a count ever differs."),
  ]

  static let names = ["struct", "class", "enum", "any24", "any32", "closure", "inline", "array", "actor"]

  /// One value as it was found.
  struct Sighting: Hashable {
    var name: String
    var declaration: String
    var size: Int
    var stride: Int
    var cost: AllocationCount
    var address: Address
    var content: Address?
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    // The first time, the runtime builds the metadata of types on demand, and that allocates, too.
    _ = observe()
    let sightings = observe()
    for _ in 1..<arguments.number("repeat") {
      for (one, other) in zip(sightings, observe()) where one.cost != other.cost {
        throw LessonError.impossible(
          "\(one.declaration) cost \(one.cost) once and \(other.cost) another time")
      }
    }
    let map = try MemoryMap.current()
    let chosen = sightings.filter { ["all", $0.name].contains(arguments.word("value")) }
    return report(chosen, map, arguments)
  }

  /// Makes the nine values in one frame and looks at each.
  @inline(never)
  static func observe() -> [Sighting] {
    var point: Point?
    let pointCost = allocations { point = Point() }
    var node: Node?
    let nodeCost = allocations { node = Node() }
    var shape: Shape?
    let shapeCost = allocations { shape = .rectangle(3, 4) }
    var small: (any Sized)?
    let smallCost = allocations { small = Small() }
    var large: (any Sized)?
    let largeCost = allocations { large = Large() }
    var closure: () -> Int = { 0 }
    let closureCost = allocations { closure = makeCounter() }
    var inline: InlineArray<4, Int> = [0, 0, 0, 0]
    let inlineCost = allocations { inline = [1, 2, 3, 4] }
    var array: [Int] = []
    let arrayCost = allocations { array = makeArray(4) }
    var counter: Counter?
    let counterCost = allocations { counter = Counter() }
    let sightings = [
      sighting("struct", "struct Point", Point.self, pointCost, &point, nil),
      sighting("class", "class Node", Node.self, nodeCost, &node, node.map { Probe.address(of: $0) }),
      sighting("enum", "enum Shape", Shape.self, shapeCost, &shape, nil),
      sighting("any24", "any P, 24 B", (any Sized).self, smallCost, &small, outside(&small)),
      sighting("any32", "any P, 32 B", (any Sized).self, largeCost, &large, outside(&large)),
      sighting(
        "closure", "() -> Int", (() -> Int).self, closureCost, &closure, Probe.address(ofContextOf: &closure)),
      sighting("inline", "InlineArray", InlineArray<4, Int>.self, inlineCost, &inline, nil),
      sighting("array", "[Int] of 4", [Int].self, arrayCost, &array, Probe.address(ofElementsOf: array)),
      sighting(
        "actor", "actor Counter", Counter.self, counterCost, &counter, counter.map { Probe.address(of: $0) }),
    ]
    withExtendedLifetime((node, closure, array, counter)) {}
    return sightings
  }

  private static func sighting<Value, Variable>(
    _ name: String, _ declaration: String, _ type: Value.Type, _ cost: AllocationCount,
    _ variable: inout Variable,
    _ content: Address?
  ) -> Sighting {
    Sighting(
      name: name, declaration: declaration, size: MemoryLayout<Value>.size,
      stride: MemoryLayout<Value>.stride,
      cost: cost, address: Probe.address(of: &variable), content: content)
  }

  /// The payload's address when it is not in the existential itself. Opening the existential leads to its payload.
  private static func outside(_ value: inout (any Sized)?) -> Address? {
    guard value != nil else { return nil }
    let payload = Probe.address(of: &value!)
    let own = Probe.address(of: &value)
    return (0..<MemoryLayout<any Sized>.size).contains(payload.distance(from: own)) ? nil : payload
  }

  /// A closure with a variable of its own, which has to live as long as the closure does.
  @inline(never)
  private static func makeCounter() -> () -> Int {
    var count = 0
    return {
      count += 1
      return count
    }
  }

  @inline(never)
  private static func makeArray(_ count: Int) -> [Int] { Array(1...count) }
}
