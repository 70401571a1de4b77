// The frontend and the linker as functions, on this machine's toolchain.
// What this cannot show: that the images run; RunsTests do.

import Foundation
import Testing
import Toolchain

/// A folder that goes with the test, and this machine's toolchain.
final class Bench {
  let folder: String
  let toolchain: Toolchain
  static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  init() throws {
    toolchain = try Toolchain.locate(path: Self.path, memory: nil)
    folder = try Interrupts.makeFolder(
      under: FileManager.default.temporaryDirectory.path + "/toolchain-tests")
  }

  deinit { Interrupts.removeFolder(folder) }

  func compile(_ source: String, to depth: Compilation.Depth, mode: String? = "6") throws
    -> Compilation.Result
  {
    var compilation = Compilation(source: source)
    compilation.languageMode = mode
    return try toolchain.compile(compilation, to: depth, in: folder)
  }
}

@Test("compiling to SIL finds what type checking does not")
func sil() throws {
  let source = """
    func f() -> Int {
      let x: Int
      return x
    }
    struct N: ~Copyable {}
    func g() { let n = N(); let m = n; _ = consume n; _ = m }
    """
  let result = try Bench().compile(source, to: .sil)
  #expect(!result.succeeded)
  #expect(
    result.diagnostics.filter { $0.severity == "error" }.map(\.name) == [
      "variable_used_before_initialized", "sil_movechecking_owned_value_consumed_more_than_once",
    ])
  #expect(result.diagnostics.first.map { [$0.line, $0.column] } == [3, 10])
}

@Test("parsing takes unknown names and refuses what is no Swift")
func parsing() throws {
  let bench = try Bench()
  #expect(try bench.compile("nowhere.defined(1)", to: .parse).succeeded)
  #expect(try !bench.compile("let = 3", to: .parse).succeeded)
}

@Test("the language mode decides")
func languageMode() throws {
  let bench = try Bench()
  let source = "var shared = 1\nfunc f() { Task.detached { shared += 1 } }"
  #expect(try !bench.compile(source, to: .sil, mode: "6").succeeded)
  #expect(try bench.compile(source, to: .sil, mode: "5").succeeded)
}

@Test("#sourceLocation carries the chapter's place into diagnostics")
func sourceLocation() throws {
  let source = "#sourceLocation(file: \"Chapters/en/07-x.md\", line: 42)\nlet s: Int = \"a: error: b\"\n"
  let found = try Bench().compile(source, to: .object).diagnostics
  #expect(found.map { "\($0.file):\($0.line):\($0.column)" } == ["Chapters/en/07-x.md:42:14"])
}

@Test("an object says which libraries its imports ask for, and nothing else does")
func autolink() throws {
  let bench = try Bench()
  #expect(
    try bench.compile("import Foundation\nimport Synchronization\nprint(Date.now)", to: .object).succeeded)
  let data = try #require(FileManager.default.contents(atPath: bench.folder + "/main.o"))
  let entries = AutolinkEntries.read(data)
  #expect(["-lFoundation", "-lswiftSynchronization", "-lswiftCore"].allSatisfy(entries.contains))
  #expect(AutolinkEntries.read(Data(repeating: 7, count: 500)) == [])
  #expect(AutolinkEntries.read(Data()) == [])
}

@Test("an object that is cut anywhere is read without a trap")
func cutObject() throws {
  let bench = try Bench()
  #expect(try bench.compile("import Foundation\nprint(1)", to: .object).succeeded)
  let data = try #require(FileManager.default.contents(atPath: bench.folder + "/main.o"))
  for count in stride(from: 0, to: data.count, by: 97) { _ = AutolinkEntries.read(data.prefix(count)) }
}

@Test("linking what is no object fails with the linker's words")
func badObject() throws {
  let bench = try Bench()
  let object = bench.folder + "/bad.o"
  try Data("no object".utf8).write(to: URL(fileURLWithPath: object))
  #expect(throws: ChildProcess.Failure.self) {
    try bench.toolchain.link(objects: [object], to: bench.folder + "/x.so")
  }
}

@Test("a frontend that is killed is a failure, never a verdict on the text")
func killedFrontend() throws {
  let bench = try Bench()
  let frontend = bench.folder + "/frontend"
  try Data("#!/bin/sh\nkill -KILL $$\n".utf8).write(to: URL(fileURLWithPath: frontend))
  chmod(frontend, 0o755)
  var toolchain = bench.toolchain
  toolchain.frontend = frontend
  let broken = toolchain
  #expect(throws: ChildProcess.Failure(message: "the compiler was ended by signal 9")) {
    try broken.compile(Compilation(source: ""), to: .object, in: bench.folder)
  }
}

@Test("C modules are read once and kept where the toolchain is told to")
func moduleCache() throws {
  let bench = try Bench()
  var toolchain = bench.toolchain
  let kept = bench.folder + "/clang"
  toolchain.moduleCache = kept
  var stamps: [[String]] = []
  for name in ["a", "b"] {
    let home = bench.folder + "/" + name
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    #expect(
      try toolchain.compile(Compilation(source: "import Glibc\nputs(\"x\")"), to: .object, in: home).succeeded
    )
    let names = (FileManager.default.enumerator(atPath: kept)?.compactMap { $0 as? String } ?? []).sorted()
    stamps.append(names.filter { $0.hasSuffix(".pcm") }.map { $0 + Toolchain.stamp(of: kept + "/" + $0) })
    #expect(FileManager.default.enumerator(atPath: home)?.contains { "\($0)".hasSuffix(".pcm") } == false)
  }
  #expect(!stamps[0].isEmpty)
  #expect(stamps[0] == stamps[1])
}

@Test("with stand-ins an image needs the same libraries by name as without")
func stubs() throws {
  let bench = try Bench()
  #expect(try bench.compile("import Foundation\nprint(Date.now)", to: .object).succeeded)
  let object = bench.folder + "/main.o"
  var needed: [[String]] = []
  for stubs in [nil, bench.folder + "/stubs"] {
    var toolchain = bench.toolchain
    toolchain.stubs = stubs
    let image = bench.folder + "/\(needed.count).so"
    try toolchain.link(objects: [object], to: image)
    let listing = try ChildProcess("/usr/bin/readelf", ["-dW", image]).run().standardOutput
    let lines = String(decoding: listing, as: UTF8.self).split(separator: "\n")
    needed.append(lines.filter { $0.contains("(NEEDED)") }.map(String.init))
  }
  #expect(needed[0].contains { $0.contains("[libFoundation.so]") })
  #expect(needed[0] == needed[1])
}
