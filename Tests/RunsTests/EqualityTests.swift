// Our route (frontend, shared object, runner) against plain `swiftc` on every program of Tests/Fixtures/blocks: the same
// standard output, the same end. The fixtures cover Foundation, concurrency, `-O`, traps and exit codes.

import BookMarkdown
import BookPrograms
import BookVerify
import Foundation
import Testing
import Toolchain

/// What the tests need of this machine, found once.
enum Machine {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
  static let cache = root + "/.build/test-cache"

  static func toolchain() throws -> Toolchain {
    var toolchain = try Toolchain.locate(path: path, memory: cache + "/toolchain")
    toolchain.moduleCache = cache + "/clang"
    toolchain.stubs = cache + "/stubs"
    return toolchain
  }

  static func runner() -> BlockRunner {
    BlockRunner(runner: root + "/.build/release/lesson-runner", temporary: cache + "/tmp", path: path)
  }

  static func executor() throws -> Executor {
    Executor(
      toolchain: try toolchain(), library: ModuleLibrary(), runner: runner(), modules: [],
      lesson: "/bin/false",
      root: root, cache: cache)
  }

  /// Compiles and runs one source as a chapter's block.
  static func run(_ source: String, optimized: Bool = false, timeout: Int = 20) throws -> TaskOutcome {
    let options = (optimized ? " optimized" : "") + " timeout=\(timeout)s"
    let document = Document.parse("~~~~~swift\(options)\n\(source)\n~~~~~\n", file: "x.md")
    let plan = ChapterPlan(BlockReader.read(document), root: root)
    guard let task = plan.tasks.first else { throw plan.problems[0] }
    return try executor().run(task, of: plan)
  }
}

@Test("every program behaves as it does when swiftc compiles it")
func equality() throws {
  let folder = Machine.root + "/Tests/Fixtures/blocks"
  let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
    .sorted()
  #expect(names.count >= 60)
  let toolchain = try Machine.toolchain()
  let pairs = Scheduler.map(names, jobs: 2, cost: { _ in 1 }) { name in
    Result { () throws -> (Behavior, Behavior) in
      let source = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      let isOptimized = source.hasPrefix("// optimized")
      let isLibrary = source.contains("@main")
      return (
        try viaEngine(source, isOptimized: isOptimized),
        try viaSwiftc(folder + "/" + name, isOptimized: isOptimized, isLibrary: isLibrary, toolchain)
      )
    }
  }
  for (name, pair) in zip(names, pairs) {
    let (ours, theirs) = try pair.get()
    // With stdout on a pipe, plain swiftc loses what was printed before a trap; ours keeps it.
    let isTrap = theirs.ending.hasPrefix("SIG")
    #expect(ours.ending == theirs.ending, "\(name)")
    if isTrap {
      #expect(ours.output.hasPrefix(theirs.output), "\(name)")
    } else {
      #expect(ours.output == theirs.output, "\(name)")
    }
    #expect(theirs.ending != "does not compile", "\(name): \(theirs.output)")
  }
}
