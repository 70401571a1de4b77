// Symbols: names and lines from a program's files, asked of llvm-symbolizer in one call a file. Frames of the system's and the
// toolchain's libraries are not the user's and are not asked for.
// Relies on: AddressNames, Demangling.

import Foundation
import Toolchain

package struct Symbols: Naming {
  private struct Frame {
    var function: String
    var linkage: String
    var file: String
    var line: Int
  }

  private let stacks: [Int: [UInt64]]
  private let images: [Snapshot.Image]
  private let source: String?
  private let toolchain: String
  private var frames: [UInt64: [Frame]] = [:]
  private var variables: [UInt64: String] = [:]

  /// Why nothing has a name.
  package struct Failure: Error, Hashable {
    package var message: String
  }

  /// Asks for every address that a judge may ask about.
  ///
  /// - Parameters:
  ///   - source: The file whose lines count; nil for any that is not a library's.
  ///   - toolchain: The folder `usr` of the Swift toolchain, whose libraries are not the user's.
  ///   - path: PATH, for llvm-symbolizer.
  /// - Throws: `Failure` when there is none.
  package init(
    _ snapshot: Snapshot, source: String?, toolchain: String, path: String
  ) throws(Failure) {
    stacks = snapshot.stacks
    images = snapshot.images
    self.source = source
    self.toolchain = toolchain
    guard let symbolizer = AddressNames(in: "\(toolchain)/bin:\(path)") else {
      throw Failure(message: "there is no llvm-symbolizer in PATH or in \(toolchain)/bin")
    }
    let used = Set(([snapshot.blocks] + snapshot.rounds).joined().map(\.stack))
      .union(snapshot.descriptors.map(\.stack)).union(snapshot.children.map(\.stack)).union([snapshot.caller])
    var addresses: Set<UInt64> = []
    for address in used.flatMap({ snapshot.stacks[$0] ?? [] })
    where isUsers(image(of: address - 1)?.path ?? "") {
      addresses.insert(address - 1)
    }
    for task in snapshot.tasks { addresses.formUnion(task.waiting) }
    let places = Set(snapshot.roots.map(\.place) + snapshot.numbers.filter { $0.block < 0 }.map(\.place))
    for (path, list) in Dictionary(grouping: addresses, by: { self.image(of: $0)?.path ?? "" })
    where !path.isEmpty {
      try ask(symbolizer, path, list.sorted(), .code)
      if isUsers(path) { try findLines(symbolizer, path, list) }
    }
    for (path, list) in Dictionary(grouping: places, by: { self.image(of: $0)?.path ?? "" })
    where isUsers(path) {
      try ask(symbolizer, path, list.sorted(), .data)
    }
  }

  // MARK: Answers

  package func site(of stack: Int) -> Site? {
    let all = (stacks[stack] ?? []).flatMap { address in
      isUsers(image(of: address - 1)?.path ?? "") ? frames[address - 1] ?? [] : []
    }
    let own = all.filter { isUsersFrame($0) }
    if let frame = own.first(where: { !isMadeByCompiler($0) }) ?? own.first { return site(frame) }
    // Without debug information there are functions and no lines.
    let named = all.first { $0.line == 0 && $0.file.isEmpty && !$0.function.isEmpty && !isMadeByCompiler($0) }
    return source == nil ? named.map { Site(function: $0.function) } : nil
  }

  package func isLibrarysOwn(_ stack: Int, isDescriptor: Bool) -> Bool {
    for address in stacks[stack] ?? [] {
      let path = image(of: address - 1)?.path ?? ""
      if isUsers(path) { return false }
      if ["/libdispatch.so", "/libswift_Concurrency.so", "/ld-linux"].contains(where: path.contains) {
        return true
      }
      // Foundation's objects close what they opened; one that is lost is found as memory.
      if isDescriptor, path.contains("Foundation") { return true }
    }
    return true
  }

  package func functions(of stack: Int) -> [String] {
    (stacks[stack] ?? []).flatMap { frames[$0 - 1] ?? [] }.map {
      $0.function.isEmpty ? $0.linkage : $0.function
    }
  }

  package func function(at address: UInt64) -> String? {
    frames[address]?.last.map { $0.function.isEmpty ? $0.linkage : $0.function }
  }

  package func variable(at address: UInt64) -> String? { variables[address] }

  private func site(_ frame: Frame) -> Site {
    // An asynchronous function is compiled in parts, and a specialized one has a longer name.
    let part =
      #/^(\(\d+\) (await|suspend) resume partial function for |function signature specialization <.*?> of )+/#
    return Site(function: frame.function.replacing(part, with: ""), file: frame.file, line: frame.line)
  }

  private func isUsersFrame(_ frame: Frame) -> Bool {
    guard frame.line > 0 else { return false }
    if let source { return frame.file == source }
    return !frame.file.hasPrefix("<") && !frame.file.contains("/build-user/")
      && !frame.file.hasPrefix(toolchain)
  }

  /// Initializers that the compiler wrote, thunks and forwarders stand between a line and its allocation.
  private func isMadeByCompiler(_ frame: Frame) -> Bool {
    ["__allocating_init", "partial apply", "reabstraction thunk", "protocol witness for"].contains {
      frame.function.contains($0)
    }
  }

  private func isUsers(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/usr/lib") && !path.hasPrefix("/lib") && !path.hasPrefix(toolchain)
      && !path.hasSuffix("/libleakprobe.so")
  }

  // MARK: Questions

  private func image(of address: UInt64) -> Snapshot.Image? {
    var low = 0
    var high = images.count
    while low < high {
      let middle = (low + high) / 2
      if images[middle].high <= address { low = middle + 1 } else { high = middle }
    }
    guard low < images.count, images[low].low <= address else {
      return images.last {
        $0.high <= address && address - $0.high < 1 << 20 && isUsers($0.path) && $0.offset > 0
      }
    }
    return images[low]
  }

  /// Where a file's first byte was mapped, which is what addresses in it count from.
  private func base(of path: String) -> UInt64 {
    images.first { $0.path == path && $0.offset == 0 }?.low ?? 0
  }

  /// The compiler gives a variable's box no line of its own; what follows it in the same function has one.
  private mutating func findLines(_ symbolizer: AddressNames, _ path: String, _ addresses: [UInt64])
    throws(Failure)
  {
    let steps = (1...16).map { UInt64($0 * 4) }
    let without = addresses.filter { frames[$0]?.first.map { $0.line == 0 && !$0.function.isEmpty } ?? false }
    let known = Set(frames.keys)
    let following = Set(without.flatMap { address in steps.map { address + $0 } }).subtracting(known)
    try ask(symbolizer, path, following.sorted(), .code)
    for address in without {
      guard let own = frames[address]?.first else { continue }
      for step in steps {
        guard let next = frames[address + step]?.last(where: { $0.linkage == own.linkage && $0.line > 0 })
        else { continue }
        frames[address]?[0].line = next.line
        frames[address]?[0].file = next.file
        break
      }
    }
    for address in following { frames[address] = nil }
  }

  private mutating func ask(
    _ symbolizer: AddressNames, _ path: String, _ addresses: [UInt64], _ question: AddressNames.Question
  ) throws(Failure) {
    let base = base(of: path)
    let answers: [AddressNames.Answer?]
    do {
      answers = try symbolizer.answers(question, in: path, at: addresses.map { $0 - base })
    } catch { throw Failure(message: error.message) }
    for case let (address, answer?) in zip(addresses, answers) {
      switch question {
      case .data:
        if let name = answer.variable?.name { variables[address] = Self.variableName(name) }
      case .code:
        frames[address] = (answer.symbols ?? []).map {
          Frame(
            function: Demangling.name(of: $0.function), linkage: $0.function, file: $0.file, line: $0.line)
        }
      }
    }
  }

  /// `registry` of `$s3app8registrySayAA7SessionCGvp`; nil for metadata and other tables.
  private static func variableName(_ symbol: String) -> String? {
    guard !symbol.isEmpty, symbol != "??" else { return nil }
    // Of C's, those that neither the compiler nor the runtime made.
    guard symbol.hasPrefix("$s") else { return symbol.hasPrefix("_") || symbol.contains(" ") ? nil : symbol }
    guard symbol.hasSuffix("vp") || symbol.hasSuffix("vpZ") else { return nil }
    let text = Demangling.name(of: symbol)
    let head = text.firstRange(of: " : ").map { text[..<$0.lowerBound] } ?? text[...]
    let name = head.hasPrefix("static ") ? head.dropFirst(7) : head
    return Snapshot.unqualified(String(name))
  }
}
