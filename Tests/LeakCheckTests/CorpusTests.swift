// Every kind of leak is found on its planted line, and neither its mended twin nor a program without a leak is accused. Half of
// them are compiled with -O, the twins at the other level than their kinds; all at both levels, five times, are run by
// Benchmarks/leak_peers.py.
// What these cannot show: that no stale word ever hides a leak, or that a program unlike these is judged as well.

import LeakCheck
import Testing

@Suite("lesson leaks, on the corpus")
struct CorpusTests {
  private static func isOptimized(_ name: String) -> Bool { name.utf8.reduce(0) { $0 &+ Int($1) } % 2 == 0 }

  @Test("there are 40 kinds with twins and 20 clean programs, and half of the kinds need no leakRound()")
  func size() throws {
    let kinds = Corpus.names("Kinds")
    #expect(kinds.count >= 40 && kinds == Corpus.names("Mended") && Corpus.names("Clean").count >= 20)
    let written = try kinds.filter {
      try !String(contentsOfFile: Corpus.file("Kinds", $0), encoding: .utf8).contains("leakRound()")
    }
    #expect(written.count * 2 >= kinds.count)
  }

  @Test(
    "the planted line is named, with its judgement, and nothing else is", arguments: Corpus.names("Kinds"))
  func kind(_ name: String) throws {
    let mark = try Corpus.mark(of: Corpus.file("Kinds", name))
    let report = try Corpus.report("Kinds", name, isOptimized: Self.isOptimized(name))
    let found = Corpus.found(report).map {
      Corpus.Mark(line: $0.site?.line ?? 0, judgement: $0.judgement.rawValue)
    }
    #expect(found == [mark], "\(report.text())")
    #expect(!report.isClean)
  }

  @Test("the mended twin is clean", arguments: Corpus.names("Mended"))
  func mended(_ name: String) throws {
    let report = try Corpus.report("Mended", name, isOptimized: !Self.isOptimized(name))
    #expect(report.isClean, "\(report.text())")
  }

  @Test("a program without a leak is clean", arguments: Corpus.names("Clean"))
  func clean(_ name: String) throws {
    let report = try Corpus.report("Clean", name, isOptimized: Self.isOptimized(name))
    #expect(report.isClean, "\(report.text())")
  }

  @Test("holders are properties by name, from outside inward, and the sentence says all four")
  func holders() throws {
    let report = try Corpus.report("Kinds", "closure-notification", isOptimized: false)
    let leak = try #require(report.leaks.first)
    #expect(leak.name == "Badge")
    #expect(leak.holders.first == HolderName(type: "Badge", field: "center"))
    #expect(leak.holders.contains(HolderName(type: "Center", field: "blocks")))
    for part in ["Badge", "closure-notification.swift:18", "Center.blocks", "[weak self]"] {
      #expect(report.sentence.contains(part), "\(report.sentence)")
    }
    let growing = try Corpus.report("Kinds", "growth-registry", isOptimized: false)
    #expect(growing.leaks.first?.holders.first == HolderName(type: "global", field: "registry"))
    #expect(growing.leaks.first?.count == 5 && growing.rounds == 5)
  }
}
