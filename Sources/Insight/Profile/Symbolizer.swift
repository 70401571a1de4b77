// Symbolizer: addresses in files to functions, files and lines, inlined ones too, by llvm-symbolizer; and names as people
// write them. Names are asked for once each, whatever number of addresses has them.
// Relies on: llvm-symbolizer and swift-demangle, which stand beside the Swift compiler.

import Foundation
import Pprof
import Toolchain

/// Names for addresses.
public struct Symbolizer: Sendable {
  private let symbolizer: AddressNames
  private let demangler: String?

  /// Why there are no names.
  public struct Missing: Error, Hashable {
    /// What is wrong.
    public var message: String
    /// What to do.
    public var remedy: String
  }

  /// Finds the tools.
  ///
  /// - Parameter path: PATH.
  /// - Throws: `Missing` when there is no llvm-symbolizer.
  public init(path: String) throws(Missing) {
    // The compiler's own first: its llvm reads what the compiler writes.
    let beside = Toolchain.find("swiftc", in: path).map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent().path
    }
    let search = [beside, path].compactMap { $0 }.joined(separator: ":")
    guard let symbolizer = AddressNames(in: search) else {
      throw Missing(
        message: "there is no llvm-symbolizer",
        remedy: "apt-get install llvm, or add the Swift toolchain's usr/bin to PATH")
    }
    self.symbolizer = symbolizer
    demangler = Toolchain.find("swift-demangle", in: search)
  }

  /// The frames at addresses of one file, the innermost first; none where the file says nothing.
  ///
  /// A call that the compiler made itself has line 0: the next line of the same function within 24 bytes is taken for it.
  ///
  /// - Complexity: O(addresses), and the file's debug information once.
  public func frames(in file: String, at addresses: [UInt64]) -> [[Profile.Frame]] {
    var found = raw(file, addresses)
    let lost = found.indices.filter { found[$0].first?.line == 0 && found[$0].first?.file.isEmpty == false }
    if !lost.isEmpty {
      let steps: [UInt64] = [4, 8, 12, 16, 20, 24]
      let next = raw(file, lost.flatMap { index in steps.map { addresses[index] + $0 } })
      for (turn, index) in lost.enumerated() {
        let candidates = next[(turn * steps.count)..<((turn + 1) * steps.count)]
        let better = candidates.lazy.compactMap(\.first).first {
          $0.line > 0 && $0.linkName == found[index][0].linkName
        }
        guard let better else { continue }
        // Its file is none either: `<compiler-generated>`.
        found[index][0].line = better.line
        found[index][0].file = better.file
        found[index][0].isNearby = true
      }
    }
    return demangled(found)
  }

  private func raw(_ file: String, _ addresses: [UInt64]) -> [[Profile.Frame]] {
    let answers = (try? symbolizer.answers(.code, in: file, at: addresses)) ?? addresses.map { _ in nil }
    return answers.map { answer in
      (answer?.symbols ?? []).filter { !$0.function.isEmpty }.map {
        Profile.Frame(function: $0.function, linkName: $0.function, file: $0.file, line: $0.line)
      }
    }
  }

  private func demangled(_ stacks: [[Profile.Frame]]) -> [[Profile.Frame]] {
    let names = Set(stacks.joined().map(\.linkName)).filter(Self.isSwift).sorted()
    guard let demangler, !names.isEmpty else { return stacks }
    var readable: [String: String] = [:]
    for start in stride(from: 0, to: names.count, by: 1000) {
      let some = Array(names[start..<min(start + 1000, names.count)])
      let output = run(demangler, ["--compact", "--simplified"] + some)
      let lines = String(decoding: output, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      guard lines.count >= some.count else { continue }
      for (name, line) in zip(some, lines) { readable[name] = String(line) }
    }
    return stacks.map { frames in
      frames.map { frame in
        var frame = frame
        frame.function = readable[frame.linkName] ?? frame.function
        return frame
      }
    }
  }

  private static func isSwift(_ name: String) -> Bool {
    ["$s", "$S", "_$s", "_$S", "_T0"].contains { name.hasPrefix($0) }
  }

  private func run(_ program: String, _ arguments: [String]) -> [UInt8] {
    var child = ChildProcess(program, arguments, environment: ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"])
    child.outputLimit = 256 << 20
    guard let result = try? child.run(), result.ending == .exit(0) else { return [] }
    return result.standardOutput
  }
}
