// Does an unsolved program fail as its author says it does? In that way, with that detail, and in no other way.
// Relies on: Matcher for what was printed, CrashMessage for a trap's words.

import BookMarkdown
import BookVerify
import Foundation

extension Fault {
  /// What is wrong with the statement, or nil when the verdict bears it out.
  package func contradiction(in verdict: ExerciseJudge.Verdict, of exercise: Exercise) -> Problem? {
    let rules = Set(verdict.problems.map(\.rule))
    guard !rules.isEmpty else {
      return problem(
        exercise, "this exercise is solved already: the unsolved file passes",
        "restore what is to be mended")
    }
    guard rules == [rule] else {
      return problem(
        exercise, "this exercise does not fail as it says, but by: \(rules.sorted().joined(separator: ", "))",
        "correct 'fails', or the code", detail: verdict.problems.map(Self.line))
    }
    guard let actual = Self.differing(self, verdict) else { return nil }
    return problem(
      exercise, "this exercise fails in another way than it says", "correct 'fails', or the code",
      detail: actual)
  }

  /// What the run did instead, or nil when the detail agrees.
  private static func differing(_ fault: Fault, _ verdict: ExerciseJudge.Verdict) -> [String]? {
    guard let outcome = verdict.outcome else { return nil }
    switch fault {
    case .prints(let text):
      var matcher = Matcher()
      return matcher.match(expected: text, actual: Array(outcome.outputs.last ?? Data()))?.difference
    case .error(let name):
      let names = Set(outcome.diagnostics.filter { $0.severity == "error" }.map(\.name))
      return names == [name] ? nil : ["- error \(name)"] + names.sorted().map { "+ error \($0)" }
    case .crash(let message):
      guard let message else { return nil }
      let text = String(decoding: outcome.standardError, as: UTF8.self)
      let actual = CrashMessage(standardError: text, chapter: "")?.text ?? ""
      var matcher = Matcher()
      return matcher.matchLine(expected: message, actual: actual)
        ? nil : ["- crash \(message)", "+ crash \(actual)"]
    case .timeout: return nil
    case .allocations(let count): return differing(count, outcome.allocations, "allocs")
    case .leaks(let count): return differing(count, outcome.leaks?.count, "leaks")
    case .uses(let word):
      return verdict.usedWords == [word]
        ? nil : ["- uses \(word)"] + verdict.usedWords.sorted().map { "+ uses \($0)" }
    }
  }

  private static func differing(_ stated: Int, _ actual: Int?, _ name: String) -> [String]? {
    stated == actual ? nil : ["- \(name)=\(stated)", "+ \(name)=\(actual.map(String.init) ?? "unknown")"]
  }

  private static func line(_ problem: Problem) -> String {
    "\(problem.position.line):\(problem.position.column): \(problem.message)"
  }

  private func problem(
    _ exercise: Exercise, _ message: String, _ remedy: String, detail: [String] = []
  ) -> Problem {
    Problem(
      "fails", exercise.text.file, exercise.faultPosition, message, detail: detail, remedy: remedy)
  }
}
