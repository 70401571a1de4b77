// EscapeCommand+Pair: a Swift file and the Go file of the same name beside it, function by function: what each language's compiler
// puts on the heap of what should be the same program. Lines of two languages do not agree, names of functions can.
// Relies on: GoLite for Go's answer; EscapeCommand+Go compares that with the real compiler.

import Escape
import EscapeGraph
import Foundation

extension EscapeCommand {
  /// Prints what Swift and Go say of the functions that both files have.
  func reportPair(_ explanation: EscapeExplanation, _ path: String) throws {
    let pair = path.hasSuffix(".swift") ? String(path.dropLast(6)) + ".go" : path + ".go"
    guard let data = FileManager.default.contents(atPath: pair) else {
      throw Exit.refusing(
        "there is no \(pair) to compare with",
        "write the same functions in Go there; or name a .go file alone, to compare GoLite with Go's own compiler"
      )
    }
    let source = String(decoding: data, as: UTF8.self)
    let theirs: GoLite.Explanation
    do {
      theirs = try GoLite.analyze(source: source, language: go ?? .go127, recordsSteps: false)
    } catch {
      Terminal.printError(error.text(file: pair))
      throw Exit(code: 1)
    }
    for failure in theirs.failures { Terminal.printError("\(failure.text(file: pair)); left out") }
    let functions = Self.functions(of: source)
    var swift: [String: [String]] = [:]
    for site in explanation.sites where site.verdict != .none {
      let reason = site.verdict == .heap ? " \(site.reason.rawValue)" : ""
      swift[Self.name(of: site.function), default: []].append(
        "Swift \(site.line): \(site.verdict.rawValue) \(site.kind.rawValue) \(site.type)\(reason)")
    }
    var golang: [String: [String]] = [:]
    for verdict in theirs.verdicts where Self.speaksOfMemory(verdict.message) {
      guard let function = functions.last(where: { $0.line <= verdict.line }) else { continue }
      golang[function.name, default: []].append("Go    \(verdict.line): \(verdict.message)")
    }
    let text = (FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "")
      .lowercased()
    let shared = functions.filter { function in Self.isDeclared(function.name, in: text) }
    for function in shared {
      Terminal.print("\(function.name)\n")
      let own = swift[function.name] ?? ["Swift: nothing is allocated here"]
      let other = golang[function.name] ?? ["Go: nothing is said of memory here"]
      Terminal.print((own + other).map { "  \($0)\n" }.joined())
    }
    Terminal.print("\(shared.count) functions of \(path) stand in \(pair), too\n")
  }

  /// `func (t *T) Name(` → `name`, by line.
  private static func functions(of source: String) -> [(name: String, line: Int)] {
    source.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      guard line.hasPrefix("func ") else { return nil }
      var rest = line.dropFirst(5)
      if rest.first == "(", let close = rest.firstIndex(of: ")") {
        rest = rest[rest.index(after: close)...].drop { $0 == " " }
      }
      let name = rest.prefix { $0 != "(" && $0 != "[" }
      return name.isEmpty ? nil : (name.lowercased(), index + 1)
    }
  }

  /// `closure #1 in Cache.put(_:)` → `put`
  private static func name(of function: String) -> String {
    let outer = function.components(separatedBy: " in ").last ?? function
    return (outer.prefix { $0 != "(" }.split(separator: ".").last.map(String.init) ?? outer).lowercased()
  }

  private static func isDeclared(_ name: String, in text: String) -> Bool {
    text.ranges(of: "func \(name)").contains { range in
      text[range.upperBound...].first.map { $0 == "(" || $0 == "<" } ?? false
    }
  }

  /// Of an allocation, not of a parameter.
  private static func speaksOfMemory(_ message: String) -> Bool {
    if message.contains("escapes to heap") || message.hasPrefix("moved to heap") { return true }
    return message.hasSuffix("does not escape")
      && ["&", "[", "new(", "make(", "func literal"].contains { message.hasPrefix($0) }
  }
}
