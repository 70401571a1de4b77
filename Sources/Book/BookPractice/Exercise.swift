// Exercise: one small program that a reader mends. Its upper half is the reader's; its lower half, the check, says with
// `// Prints "…"` what the program prints once it is mended, and is always the author's own when it runs.
// Relies on: Block, because a check states what it wants as a block of a chapter does.

import BookMarkdown
import BookPrograms

/// One exercise.
package struct Exercise: Hashable, Sendable {
  package var id: ID
  package var title: String
  /// How long it should take.
  package var minutes: Int
  /// What the reader is asked to do, by line; an empty one parts paragraphs.
  package var task: [String]
  /// From a question to nearly the answer.
  package var hints: [String]
  /// How the unsolved program misses what it should do.
  package var fault: Fault
  /// Where the fault is stated.
  package var faultPosition: SourcePosition
  /// Words that the reader's half may not use.
  package var forbidden: [String]
  /// Option words as of a block: `optimized`, `timeout=5s`, `allocs<=3`.
  package var options: [Expectation.Line]
  package var text: ExerciseText

  /// `1.2`: the chapter's number, and the exercise's in it.
  package struct ID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var chapter: Int
    package var number: Int

    package init(chapter: Int, number: Int) {
      self.chapter = chapter
      self.number = number
    }

    /// Nil unless the text is two numbers from 1 with a point between.
    package init?(_ text: some StringProtocol) {
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let chapter = Int(parts[0]), let number = Int(parts[1]), chapter > 0,
        number > 0,
        "\(chapter).\(number)" == text
      else { return nil }
      self.init(chapter: chapter, number: number)
    }

    package var description: String { "\(chapter).\(number)" }

    package static func < (a: ID, b: ID) -> Bool { (a.chapter, a.number) < (b.chapter, b.number) }
  }

  /// Relative to the folder of exercises: `01/1-fit-inline.swift`.
  package var path: String

  /// The reader's file: `1.1-fit-inline.swift`.
  package var copyName: String {
    let name = path.split(separator: "/").last ?? ""
    return "\(id)-" + name.drop { $0 != "-" }.dropFirst()
  }

  /// What the reader gets: the task, the unsolved half and the check, without what gives the answer away.
  package var copy: String {
    var lines = ["// Exercise \(id): \(title) (\(minutes) minutes)", "//"]
    lines += task.map { $0.isEmpty ? "//" : "// \($0)" }
    lines += [
      "//", "// lesson practice \(id)          says how far you are",
      "// lesson practice \(id) --hint   helps",
    ]
    return lines.joined(separator: "\n") + "\n\n" + text.own.code.drop { $0 == "\n" } + ExerciseText.mark
      + "\n" + text.check.code
  }
}

/// How an unsolved program fails: in this way, and in no other.
package enum Fault: Hashable, Sendable {
  /// It prints this instead; wildcards as in a chapter.
  case prints(String)
  /// It does not compile: the diagnostic's name.
  case error(name: String)
  /// It crashes, with this message when one is stated.
  case crash(message: String?)
  case timeout
  /// It allocates this often.
  case allocations(Int)
  /// It leaves this many allocations behind that nothing reaches.
  case leaks(Int)
  /// It does what it should, with a word that is forbidden.
  case uses(String)

  /// The rule of the problems that judging it gives.
  package var rule: String {
    switch self {
    case .prints: "output"
    case .error: "compile"
    case .crash: "crash"
    case .timeout: "timeout"
    case .allocations: "allocations"
    case .leaks: "leaks"
    case .uses: "forbidden"
    }
  }
}
