// Modules of a built package in blocks: this package's own, of Swift and of C.

import BookVerify
import Foundation
import Testing
import Toolchain

@Suite(.serialized) struct ModuleLibraryTests {
  private let build = Machine.root + "/.build/release"

  private func library(_ modules: [String], cache: String) throws -> ModuleLibrary {
    try ModuleLibrary.make(
      modules, build: build, sources: Machine.root, cache: cache, toolchain: try Machine.toolchain())
  }

  @Test("a block imports a Swift module that rests on a C module, and counts with the runner's own counters")
  func imports() throws {
    let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(folder) }
    let library = try library(["Probe", "CProbe"], cache: folder)
    let toolchain = try Machine.toolchain()
    var compilation = Compilation(
      source: """
        import Probe
        import CProbe
        final class N { var x = 1 }
        var kept: [N] = []
        kept.reserveCapacity(9)
        print(allocations { kept.append(N()) }.count, probe_is_active() != 0)
        """)
    compilation.arguments = library.arguments
    let compiled = try toolchain.compile(compilation, to: .object, in: folder)
    #expect(compiled.succeeded, "\(compiled.diagnostics) \(compiled.rest)")
    try toolchain.link(objects: [folder + "/main.o"], to: folder + "/block.so")
    let image = try #require(library.image)
    let outcome = Machine.runner().run(image: folder + "/block.so", libraries: [image], limits: Limits())
    #expect(outcome.ending == .exit(status: 0))
    #expect(String(decoding: outcome.standardOutput, as: UTF8.self) == "1 true\n")
  }

  @Test("it is linked once, and another run's fresh draft stays")
  func once() throws {
    let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(folder) }
    let draft = folder + "/modules-0123456789abcdef.so.4711"
    let old = folder + "/modules-fedcba9876543210.so"
    for file in [draft, old] { try Data().write(to: URL(fileURLWithPath: file)) }
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: old)
    let first = try library(["Probe", "CProbe"], cache: folder)
    let image = try #require(first.image)
    let stamp = Toolchain.stamp(of: image)
    #expect(try library(["Probe", "CProbe"], cache: folder).image == image)
    #expect(Toolchain.stamp(of: image) == stamp)
    #expect(FileManager.default.fileExists(atPath: draft))
    #expect(!FileManager.default.fileExists(atPath: old))
  }

  @Test("a module that is not built is named, with the remedy")
  func notBuilt() throws {
    let error = #expect(throws: ModuleLibrary.Missing.self) {
      try library(["Nowhere"], cache: Machine.cache + "/none")
    }
    #expect(error?.message.contains("'Nowhere'") == true)
    #expect(error?.remedy == "swift build -c release")
  }

  @Test("objects of sources that were deleted stay out, though they still lie in the build folder")
  func deleted() throws {
    let folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    defer { Interrupts.removeFolder(folder) }
    func write(_ text: String, to name: String) throws {
      let file = URL(fileURLWithPath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    for name in ["a source/kept.c", "a source/Kept.swift"] { try write("", to: name) }
    for name in ["c/kept.c.o", "c/sub/gone.c.o", "c/alone.o", "swift/Kept.swift.o", "swift/Gone.swift.o"] {
      try write("", to: name)
    }
    let sources = folder.replacing(" ", with: "\\ ") + "/a\\ source"
    try write("dependencies: \(sources)/kept.c \\\n  /usr/include/stdint.h\n", to: "c/kept.c.d")
    try write("dependencies: \(sources)/gone.c\n", to: "c/sub/gone.c.d")
    try write(
      """
      {"": {"object": "\(folder)/swift/Whole.o"},
       "\(folder)/a source/Kept.swift": {"object": "\(folder)/swift/Kept.swift.o"},
       "\(folder)/a source/Gone.swift": {"object": "\(folder)/swift/Gone.swift.o"}}
      """, to: "swift/output-file-map.json")
    #expect(BuiltObjects.of("\(folder)/c") == ["\(folder)/c/alone.o", "\(folder)/c/kept.c.o"])
    #expect(BuiltObjects.of("\(folder)/swift") == ["\(folder)/swift/Kept.swift.o"])
  }

  @Test("no modules need no image")
  func none() throws {
    #expect(try library([], cache: Machine.cache + "/none").image == nil)
  }
}
