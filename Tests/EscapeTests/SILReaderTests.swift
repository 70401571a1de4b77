// SILReaderTests: texts of SIL, whole, cut off and mixed up. The lines are copied from what swift-frontend 6.3.1 printed.
// What these cannot show: forms that no program here made the compiler print; the corpus and the benchmark read more.

import Escape
import TestSupport
import Testing

/// A function of ten lines.
private let text = """
  sil_stage canonical

  final class Node {
    @_hasStorage final var value: Int { get set }
    @_hasStorage @_hasInitialValue final var next: Node? { get set }
    init(_ v: Int)
  }

  sil_scope 1 { loc "t.swift":7:21 parent @$s1t8returnedyAA4NodeCSiF : $@convention(thin) (Int) -> @owned Node }
  sil_scope 2 { loc "t.swift":7:54 parent 1 }
  sil_scope 3 { loc "t.swift":1:49 parent @$s1t4NodeCyACSicfC : $@convention(method) (Int, @thick Node.Type) -> @owned Node inlined_at 2 }

  // returned(_:)
  sil hidden [noinline] @$s1t8returnedyAA4NodeCSiF : $@convention(thin) (Int) -> @owned Node {
  [global: allocate]
  bb0(%0 : $Int):
    debug_value %0 : $Int, let, name "n", argno 1, (name "m", loc "t.swift":1:2), loc "t.swift":7:30, scope 1
    %2 = alloc_ref $Node, loc * "t.swift":1:53, scope 3
    (%3, %4) = begin_cow_mutation %2 : $Node, scope 2 // type-defs: %2
    %5 = string_literal utf8 "a, scope 9 % 7 \\" // no", loc "t.swift":8:1, scope 2
    cond_br undef, bb1(%2 : $Node), bb2
  bb1(%7 : $Node):                                  // Preds: bb0
    return %7 : $Node, loc "t.swift":8:81, scope 2
  bb2:                                              // Preds: bb0
    unreachable , loc "t.swift":9:1, scope 2
  } // end sil function '$s1t8returnedyAA4NodeCSiF'

  sil @elsewhere : $@convention(thin) () -> () {
  [%0: noescape **]
  }

  """

@Suite("the reader of SIL")
struct SILReaderTests {
  @Test("takes a function apart: results, operands, places, scopes, branches")
  func whole() throws {
    let module = try SILModule.read(text)
    #expect(module.linesNotUnderstood.isEmpty)
    let function = try #require(module.functions.first)
    #expect(module.functions.count == 1 && function.blocks.map(\.number) == [0, 1, 2])
    #expect(
      function.instructions.map(\.opcode) == [
        .debugValue, .allocRef, .beginCowMutation, .other, .condBr, .returning, .other,
      ])
    let alloc = function.instructions[1]
    #expect(module.text(alloc.rest) == "$Node" && alloc.scope == 3)
    #expect(alloc.place.map { [$0.line, $0.column] } == [1, 53])
    #expect(Array(function.results(of: function.instructions[2])) == [3, 4])
    // What a string holds is no operand, and neither is what a comment says.
    #expect(function.operands(of: function.instructions[3]).isEmpty)
    #expect(Array(function.operands(of: function.instructions[2])) == [2])
    let branch = module.targets(of: function.instructions[4])
    #expect(branch.map(\.block) == [1, 2] && branch[0].arguments == [2])
  }

  @Test("a head with effects and no block is a function whose body is elsewhere")
  func withoutBody() throws {
    let module = try SILModule.read(text)
    let symbol = try #require(module.symbolNumbers["elsewhere"])
    #expect(module.bodies[symbol] == nil && module.externals[symbol] != nil)
  }

  @Test("what the compiler says of a function without a body decides what becomes of its argument")
  func effects() throws {
    let call = """
        %5 = string_literal utf8 "a, scope 9 % 7 \\" // no", loc "t.swift":8:1, scope 2
      """
    let calling = text.replacing(
      call,
      with: """
          %5 = function_ref @elsewhere : $@convention(thin) (@owned Node) -> @owned Node, loc "t.swift":8:1, scope 2
          %6 = apply %5(%2) : $@convention(thin) (@owned Node) -> @owned Node, loc "t.swift":8:2, scope 2
        """
    ).replacing("cond_br undef, bb1(%2 : $Node), bb2", with: "cond_br undef, bb1(%6 : $Node), bb2")
    #expect(calling != text)
    func reason(_ effects: String) throws -> Reason? {
      let module = try SILModule.read(calling.replacing("[%0: noescape **]", with: effects))
      return module.explain { $0 == "t.swift" }.sites.first?.reason
    }
    #expect(try reason("[%0: noescape **]") == .optimizerLimit)
    #expect(try reason("[%0: noescape v**, read v**.c*.v**]") == .optimizerLimit)
    #expect(try reason("[%0: escape => %r, escape c*.v** => %r.c*.v**]") == .returned)
    // Of what it leads to, not of the object itself.
    #expect(try reason("[%0: noescape c*.v**]") == .passedOpaque)
    #expect(try reason("[global: read]") == .passedOpaque)
  }

  @Test("the site of an allocating initializer is its caller's line")
  func frames() throws {
    let module = try SILModule.read(text)
    let explanation = module.explain { $0 == "t.swift" }
    let site = try #require(explanation.sites.first)
    #expect(explanation.sites.count == 1)
    #expect(site.line == 7 && site.column == 54 && site.reason == .returned && site.bytes == 32)
    #expect(site.path.last.map { [$0.line, $0.column] } == [8, 81])
  }

  @Test("a text that is cut off is an error at every line inside of the function")
  func cutOff() {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = lines.firstIndex { $0.hasPrefix("sil hidden") }!
    let end = lines.firstIndex { $0.hasPrefix("} // end") }!
    for count in (head + 1)...end {
      #expect(throws: SILError.self) { try SILModule.read(lines[..<count].joined(separator: "\n")) }
    }
  }

  @Test("a line that is missing is found by what needs it")
  func missingLine() throws {
    for needed in ["  %2 = alloc_ref", "bb1(%7", "sil_scope 2", "bb0(%0"] {
      let rest = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
        !$0.hasPrefix(needed)
      }
      #expect(throws: SILError.self, "\(needed)") { try SILModule.read(rest.joined(separator: "\n")) }
    }
  }

  @Test("an instruction of an unknown name is kept, counted, and uses what it names")
  func unknownInstruction() throws {
    let module = try SILModule.read(text.replacing("  return %7", with: "  frobnicate %7"))
    #expect(module.linesNotUnderstood.count == 1)
    #expect(module.functions[0].instructions[5].opcode == .unknown)
    #expect(Array(module.functions[0].operands(of: module.functions[0].instructions[5])) == [7])
  }

  @Test("bytes that are no SIL give a module without functions, or an error, and never a crash")
  func foreign() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      var bytes = Array(text.utf8)
      for _ in 0..<8 { bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(generator.next() & 0xFF) }
      if let module = try? SILModule.read(bytes) { _ = module.explain { _ in true } }
    }
    #expect((try? SILModule.read("int main() { return 0; }\n"))?.functions.isEmpty == true)
  }

  @Test("no two names of instructions have one hash")
  func opcodes() {
    for opcode in Opcode.allCases where opcode != .other && opcode != .unknown {
      #expect(Opcode.named(Array(opcode.rawValue.utf8)[...]) == opcode)
    }
    #expect(Opcode.named(Array("strong_retain".utf8)[...]) == .other)
    #expect(Opcode.named(Array("strong_retainn".utf8)[...]) == .unknown)
  }
}
