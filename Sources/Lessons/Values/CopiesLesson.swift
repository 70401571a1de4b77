// CopiesLesson: an array is passed, written to, shared, sliced and captured, and each time it is seen whether a buffer was
// allocated and whether the elements stand elsewhere afterwards.
// Relies on: Probe's exact counts; an optimized build, as of all lessons.

import Figures
import Probe

/// `values/copies`
public enum CopiesLesson: Lesson {
  /// Permanent.
  public static let id = "values/copies"
  /// In a few words.
  public static let title = "When an array's elements are copied"
  /// Where it is explained.
  public static let chapter = "03-copies"
  /// This file.
  public static let source = "Sources/Lessons/Values/CopiesLesson.swift"
  /// How long the array is.
  public static let parameters = [
    Parameter(
      name: "count", kind: .number(16...10_000_000), standard: "1000000", help: "Elements of the array.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let shapes = measure(arguments.number("count"))
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "shapes": .array(
          shapes.map { shape in
            .object([
              "name": .string(shape.name), "allocations": .number(shape.cost.count),
              "bytes": .number(shape.cost.bytes), "moved": .string(shape.hasMoved ? "yes" : "no"),
            ])
          })
      ]))
    report.table = .init(
      heads: ["shape", "allocs", "bytes", "moved"],
      rows: shapes.map { [$0.name, "\($0.cost.count)", "\($0.cost.bytes)", $0.hasMoved ? "yes" : "no"] })
    report.figure = .object([
      "name": .string("owners"), "variable": .string("array"),
      "rows": .array(
        shapes.map { shape in
          .object([
            "name": .string(shape.name), "other": .string(shape.other),
            "moved": .string(shape.hasMoved ? "yes" : "no"),
            "bytes": .number(shape.cost.bytes),
          ])
        }),
    ])
    return report
  }

  private struct Shape {
    var name: String
    /// Who else holds the elements; empty for nobody.
    var other: String
    var cost: AllocationCount
    var hasMoved: Bool
  }

  /// What some work does to the elements of an array.
  private static func shape(
    _ name: String, of array: inout [Int], beside other: String = "", _ work: (inout [Int]) -> Void
  ) -> Shape {
    let before = address(ofElementsOf: array)
    let cost = allocations { work(&array) }
    return Shape(name: name, other: other, cost: cost, hasMoved: address(ofElementsOf: array) != before)
  }

  @inline(never) private static func first(of array: [Int]) -> Int { array[0] }
  @inline(never) private static func bump(_ array: inout [Int]) { array[0] += 1 }

  private static func measure(_ count: Int) -> [Shape] {
    var shapes: [Shape] = []
    // snippet.shapes
    var array = Array(0..<count)
    shapes.append(shape("passed", of: &array) { _ = first(of: $0) })
    shapes.append(shape("written", of: &array) { $0[0] += 1 })
    shapes.append(shape("written by inout", of: &array) { bump(&$0) })

    let second = array
    shapes.append(shape("shared, written", of: &array, beside: "second") { $0[0] += 1 })

    let slice = array[..<10]
    shapes.append(shape("sliced, written", of: &array, beside: "slice") { $0[0] += 1 })

    let closure = { [array] in array.count }
    shapes.append(shape("captured, written", of: &array, beside: "closure") { $0[0] += 1 })
    // snippet.end
    withExtendedLifetime((second, slice, closure)) {}
    return shapes
  }
}

/// The part of a report that owners are drawn from.
struct OwnersReport: Decodable {
  var figure: Buffers

  struct Buffers: Decodable {
    var variable: String
    var rows: [Row]

    var state: OwnersState {
      OwnersState(
        variable: Array(variable.utf8),
        rows: rows.map {
          .init(
            name: Array($0.name.utf8), other: Array($0.other.utf8), hasMoved: $0.moved == "yes",
            bytes: $0.bytes)
        })
    }
  }

  struct Row: Decodable {
    var name: String
    var other: String
    var moved: String
    var bytes: Int
  }
}
