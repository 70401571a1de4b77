// Sites: where a source allocates, by its own lines, as the optimizer left it: on the heap, or promoted to the stack. This
// knows objects, boxes of variables and of errors, and closure contexts; what a library function allocates inside of itself,
// and values that an existential puts aside, are not looked for yet.
// Relies on: Toolchain for the SIL; SILText.

import Foundation
import Toolchain

/// One allocation at a line of the source.
package struct AllocationSite: Codable, Hashable, Sendable {
  package var line: Int
  package var column: Int
  /// True for the heap, false for the stack.
  package var isOnHeap: Bool
  package var kind: Kind
  /// As SIL writes it: `Node`, `Box<Int>`; for a closure `closure`.
  package var type: String

  /// What is allocated; the words of INSIGHT's contract.
  package enum Kind: String, Codable, Hashable, Sendable {
    case object
    case box
    case closureContext = "closure-context"
    case errorBox = "error-box"
  }
}

/// What a source allocates, and what it speaks of.
package struct SourceSites: Sendable {
  /// In the order of lines.
  package var sites: [AllocationSite]
  /// By line: the types that occur there before anything is optimized, to tell a wrong name from a value that needs no
  /// memory of its own.
  package var types: [Int: Set<String>]
}

extension Toolchain {
  /// The sites of `source` in the lines that belong to `file`.
  ///
  /// Placement is decided by the optimizer, so this always compiles with `-O`, whatever the program is run with.
  ///
  /// - Throws: `ChildProcess.Failure` when the source does not compile or the frontend fails.
  package func allocationSites(
    of compilation: Compilation, file: String, in folder: String
  ) throws(ChildProcess.Failure) -> SourceSites {
    let optimized = SILText(try sil(of: compilation, "-O", in: folder))
    let plain = SILText(try sil(of: compilation, "-Onone", in: folder))
    return SourceSites(sites: optimized.sites(in: file), types: plain.types(in: file))
  }

  private func sil(
    of compilation: Compilation, _ level: String, in folder: String
  ) throws(ChildProcess.Failure) -> String {
    var compilation = compilation
    compilation.isOptimized = false
    compilation.arguments += [
      level, "-g", "-Xllvm", "-sil-print-types", "-Xllvm", "-sil-print-no-uses", "-Xllvm",
      "-sil-print-debuginfo",
    ]
    return try emitSIL(compilation, in: folder)
  }
}

extension SILText {
  /// Allocations by the line that somebody wrote: the innermost one in `file` that is not inside of an initializer that
  /// only allocates.
  func sites(in file: String) -> [AllocationSite] {
    var found: Set<AllocationSite> = []
    let allocating = allocatingInitializers
    for instruction in instructions {
      guard let (kind, type) = Self.allocation(instruction) ?? allocated(by: instruction, allocating) else {
        continue
      }
      let isStack = instruction.rest.contains("[stack]")
      guard let place = line(of: instruction, in: file) else { continue }
      found.insert(
        AllocationSite(line: place.line, column: place.column, isOnHeap: !isStack, kind: kind, type: type))
    }
    return found.sorted { ($0.line, $0.column, $0.type) < ($1.line, $1.column, $1.type) }
  }

  private static func allocation(_ instruction: SILInstruction) -> (AllocationSite.Kind, String)? {
    switch instruction.opcode {
    case "alloc_ref", "alloc_ref_dynamic":
      return type(in: instruction.rest).map { (.object, $0) }
    case "alloc_box":
      // `${ var Int }, var, name "c"`
      guard let open = instruction.rest.firstIndex(of: "{"), let close = instruction.rest.lastIndex(of: "}")
      else {
        return nil
      }
      let words = instruction.rest[instruction.rest.index(after: open)..<close].split(separator: " ")
      return (.box, words.dropFirst().joined(separator: " "))
    case "alloc_existential_box":
      // `$any Error, $Broken`
      return instruction.rest.split(separator: "$").last.map { (.errorBox, String($0)) }
    case "partial_apply":
      guard !instruction.rest.contains("[on_stack]"), needsContext(instruction.rest) else { return nil }
      return (.closureContext, "closure")
    default: return nil
    }
  }

  /// A closure over nothing has no context, and over one reference the reference is its context.
  private static func needsContext(_ rest: Substring) -> Bool {
    guard let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") else {
      return false
    }
    let operands = rest[rest.index(after: open)..<close].split(separator: ",")
    guard operands.count == 1 else { return !operands.isEmpty }
    guard let type = rest.firstRange(of: " : $") else { return true }
    // `(Int, @guaranteed String, Int) -> …`: the last parameter is the one that was captured.
    let signature = rest[type.upperBound...]
    return !(signature.contains("@guaranteed {") || signature.contains("@owned {"))
  }

  /// `[tail_elems …] [stack] $Node` → `Node`
  private static func type(in rest: Substring) -> String? {
    guard let dollar = rest.lastIndex(of: "$") else { return nil }
    let name = rest[rest.index(after: dollar)...]
    return name.hasPrefix("_") ? nil : String(name)
  }

  /// Functions whose own body allocates an object of a class, by name: initializers that were not inlined.
  private var allocatingInitializers: [Substring: String] {
    var result: [Substring: String] = [:]
    for instruction in instructions
    where instruction.opcode == "alloc_ref" && instruction.function.hasSuffix("fC") {
      if let type = Self.type(in: instruction.rest) { result[instruction.function] = type }
    }
    return result
  }

  /// A call of an initializer that allocates.
  private func allocated(
    by instruction: SILInstruction, _ allocating: [Substring: String]
  ) -> (AllocationSite.Kind, String)? {
    guard instruction.opcode == "function_ref", instruction.rest.first == "@" else { return nil }
    return allocating[instruction.rest.dropFirst().prefix { $0 != " " }].map { (.object, $0) }
  }

  /// The line that an instruction is there for.
  private func line(of instruction: SILInstruction, in file: String) -> SILPlace? {
    frames(of: instruction).first { place, function in
      place?.file == file && (place?.line ?? 0) > 0 && !Self.isOnlyAllocating(function)
    }?.place
  }

  /// A class's allocating initializer ends in `CfC` or `C…fC`, a struct's in `VfC`: only the first stands for its caller.
  private static func isOnlyAllocating(_ function: Substring) -> Bool {
    guard function.hasSuffix("fC") else { return function.hasSuffix("TA") || function.hasSuffix("TR") }
    return !function.contains("VAC") && !function.contains("OAC") && !function.hasSuffix("VfC")
  }

  /// By line of `file`: the types that instructions there have.
  func types(in file: String) -> [Int: Set<String>] {
    var result: [Int: Set<String>] = [:]
    for instruction in instructions {
      guard let place = line(of: instruction, in: file) else { continue }
      for part in instruction.rest.split(separator: "$").dropFirst() {
        let name = part.drop { $0 == "*" }.prefix { !",) ".contains($0) }
        let type = name.hasSuffix(".Type") ? name.dropLast(".Type".count) : name
        if !type.isEmpty { result[place.line, default: []].insert(String(type)) }
      }
    }
    return result
  }
}
