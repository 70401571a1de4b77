// SizeClassesLesson: what a request of some size really takes, and what the classes around it are.
// Relies on: HeapAllocator's formula, the one that the allocator itself uses.

import HeapAllocator

/// `allocator/size-classes`
public enum SizeClassesLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/size-classes"
  /// In a few words.
  public static let title = "What a request of some size really takes"
  /// Where it is explained.
  public static let chapter = "06-size-classes"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/SizeClassesLesson.swift"
  /// The size.
  public static let parameters = [
    Parameter(name: "size", kind: .number(1...SizeClass.largest), standard: "33", help: "Bytes asked for.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let size = arguments.number("size")
    guard let chosen = SizeClass.containing(size) else {
      throw LessonError.impossible("\(size) bytes have no class")
    }
    let shown = max(1, chosen - 2)...min(SizeClass.count, chosen + 2)
    let waste = SizeClass.bytes(chosen) - size
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object([
        "class": .number(chosen), "bytes": .number(SizeClass.bytes(chosen)), "wastedBytes": .number(waste),
        "classes": .array(shown.map(Self.value)),
      ]))
    report.introduction = ["\(size) bytes take a block of \(SizeClass.bytes(chosen)): \(waste) are lost."]
    report.table = .init(
      heads: ["class", "bytes", "from", "pages", "objects", "tail", "magazine"],
      rows: shown.map { sizeClass in
        [
          sizeClass, SizeClass.bytes(sizeClass), sizeClass == 1 ? 0 : SizeClass.bytes(sizeClass - 1) + 1,
          SizeClass.pages(sizeClass), SizeClass.objects(sizeClass), SizeClass.tail(sizeClass),
          SizeClass.magazine(sizeClass),
        ].map(String.init)
      })
    return report
  }

  private static func value(_ sizeClass: Int) -> JSONValue {
    .object([
      "class": .number(sizeClass), "bytes": .number(SizeClass.bytes(sizeClass)),
      "pages": .number(SizeClass.pages(sizeClass)), "objects": .number(SizeClass.objects(sizeClass)),
      "tailBytes": .number(SizeClass.tail(sizeClass)), "magazine": .number(SizeClass.magazine(sizeClass)),
    ])
  }
}
