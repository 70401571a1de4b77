// UsableSizesLesson: every size up to 32 KiB is asked for, of our allocator, of the C library's and of mimalloc where it is
// installed, and each block is asked how large it is.
// Relies on: a Heap, and OtherMalloc for the others.

import Foundation
import HeapAllocator
import Probe

/// `allocator/usable-sizes`
public enum UsableSizesLesson: Lesson {
  /// Permanent.
  public static let id = "allocator/usable-sizes"
  /// In a few words.
  public static let title = "What blocks of all sizes really have, in ours, glibc and mimalloc"
  /// Where it is explained.
  public static let chapter = "06-size-classes"
  /// This file.
  public static let source = "Sources/Lessons/Allocator/UsableSizesLesson.swift"
  /// Not times; but in a process with a past the C library's heap has holes, and what is cut from them has ends.
  public static let measuresTime = true
  /// The size in the table, and who is asked.
  public static let parameters = [
    Parameter(
      name: "size", kind: .number(1...SizeClass.largest), standard: "33", help: "The size in the table."),
    Parameter(
      name: "beside", kind: .choice(["glibc", "mimalloc"]), standard: "glibc",
      help: "Whose blocks stand beside ours; mimalloc comes after glibc, where its library is installed."),
  ]

  /// One allocator's blocks for all sizes from 1.
  struct Answers {
    var name: String
    var given: [Int]

    /// The different sizes that blocks have, ascending.
    var sizes: [Int] { Set(given).sorted() }

    /// What is lost of blocks above 128 bytes, all sizes alike, in thousandths of a block.
    var lost: (worst: Int, mean: Int) {
      var (worst, sum) = (0.0, 0.0)
      for size in 129...given.count {
        let share = Double(given[size - 1] - size) / Double(given[size - 1])
        worst = max(worst, share)
        sum += share
      }
      let mean = sum / Double(given.count - 128)
      return (Int((worst * 1000).rounded()), Int((mean * 1000).rounded()))
    }
  }

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let size = arguments.number("size")
    var all = [try ours(), try other(named: "glibc", library: nil)]
    if arguments.word("beside") == "mimalloc",
      let found = try? other(named: mimalloc(), library: "libmimalloc.so.2")
    {
      all.append(found)
    }
    var results: [String: JSONValue] = [:]
    for answers in all {
      results[answers.name] = .object([
        "bytes": .number(answers.given[size - 1]), "sizes": .number(answers.sizes.count),
        "worstPerMille": .number(answers.lost.worst), "meanPerMille": .number(answers.lost.mean),
      ])
    }
    var report = Report(lesson: id, parameters: arguments.values, results: .object(results))
    report.table = .init(
      heads: ["allocator", "\(size) take", "sizes", "worst", "mean"],
      rows: all.map { answers -> [String] in
        let numbers = [
          answers.given[size - 1], answers.sizes.count, answers.lost.worst, answers.lost.mean,
        ]
        return [answers.name] + numbers.map { "\($0)" }
      })
    report.conclusion = ["lost of blocks for 129 bytes and more, in thousandths"]
    report.figure = LossReport.value(all.map { (name: caption($0), sizes: $0.sizes) })
    return report
  }

  private static func caption(_ answers: Answers) -> String {
    "\(answers.name): \(answers.sizes.count) sizes of blocks; of those for more than 128 bytes "
      + "\(percent(answers.lost.mean)) % are lost on average, \(percent(answers.lost.worst)) % at worst"
  }

  private static func percent(_ perMille: Int) -> String { "\(perMille / 10).\(perMille % 10)" }

  private static func ours() throws -> Answers {
    guard let heap = Heap(), var cache = heap.makeCache() else {
      throw LessonError.impossible("the system refuses the address space")
    }
    let given = try (1...SizeClass.largest).map { size in
      guard let block = cache.allocate(size) else { throw LessonError.impossible("there is no memory") }
      defer { cache.free(block) }
      return cache.usableBytes(block)
    }
    return Answers(name: "ours", given: given)
  }

  private static func other(named name: String, library: String?) throws -> Answers {
    guard let malloc = OtherMalloc(library: library) else {
      throw LessonError.impossible("\(name) is not installed")
    }
    var given = try (1...SizeClass.largest).map { size in
      guard let bytes = malloc.usableBytes(asking: size) else {
        throw LessonError.impossible("there is no memory")
      }
      return bytes
    }
    // In a heap with holes a request may get one that is too large for it; what a larger request gets does for it, too.
    for index in given.indices.dropLast().reversed() { given[index] = min(given[index], given[index + 1]) }
    return Answers(name: name, given: given)
  }

  /// With its version: 209 is 2.0.9.
  private static func mimalloc() -> String {
    guard let version = OtherMalloc.number("mi_version", in: "libmimalloc.so.2") else { return "mimalloc" }
    return "mimalloc \(version / 100).\(version / 10 % 10).\(version % 10)"
  }
}
