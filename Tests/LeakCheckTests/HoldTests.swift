// Programs that end in unusual ways under the leak probe: a clear answer, and never a program that hangs.
// What these cannot show: every order in which threads end a program.

import Foundation
import LeakCheck
import Testing
import Toolchain

@Suite("lesson leaks, on programs that end in unusual ways", .timeLimit(.minutes(2)))
struct HoldTests {
  /// One program with many endings; each has lost the 77 bytes of line 4 before.
  private static let source = """
    import Glibc
    let mode = CommandLine.arguments[1]
    @inline(never) func lose() {
      memset(malloc(77), 1, 77)
    }
    lose()
    typealias Body = @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
    func start(_ body: @escaping Body) -> pthread_t {
      var thread = pthread_t()
      pthread_create(&thread, nil, body, nil)
      return thread
    }
    switch mode {
    case "trap": fatalError("trap")
    case "quick": _exit(0)
    case "status": exit(3)
    case "fork":
      typealias Fork = @convention(c) () -> Int32
      let child = unsafeBitCast(dlsym(nil, "fork"), to: Fork.self)()
      if child == 0 {
        for _ in 0..<100 { lose() }
        exit(5)
      }
      var status: Int32 = 0
      waitpid(child, &status, 0)
      print(status >> 8)
    case "exec":
      var words = [strdup("/proc/self/exe"), strdup("plain"), nil]
      execv("/proc/self/exe", &words)
    case "threads":
      // Two hundred that allocate while main returns.
      for _ in 0..<200 { _ = start { _ in while true { free(malloc(40)); usleep(500) } } }
    case "elsewhere":
      _ = start { _ in usleep(10_000); exit(0) }
      while true { pause() }
    case "both":
      _ = start { _ in exit(0) }
      exit(0)
    case "masked":
      // A thread that takes no signal at all.
      _ = start { _ in
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        while true { sleep(1) }
      }
      usleep(10_000)
    default: break
    }
    """

  private static let program = Result { () throws -> String in
    let folder = FileManager.default.temporaryDirectory.appending(path: "leak-check-endings-\(getpid())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let file = folder + "/endings.swift"
    try source.write(toFile: file, atomically: true, encoding: .utf8)
    let session = try Corpus.session.get()
    return try LeakSource(file: file, isOptimized: false).compile(
      with: session.toolchain, in: folder, environment: session.environment
    ).program
  }

  private static func run(_ command: [String]) throws -> LeakSession.Outcome {
    try Corpus.inFolder { try Corpus.session.get().check(command: command, in: $0) }
  }

  @Test(
    "what was lost before is found whatever the ending",
    arguments: ["plain", "quick", "status", "fork", "exec", "threads", "elsewhere", "both", "masked"])
  func endings(_ mode: String) throws {
    let outcome = try Self.run([Self.program.get(), mode])
    let report = try #require(outcome.report, "\(outcome.absence ?? "")")
    let found = Corpus.found(report)
    #expect(found.map(\.site?.line) == [4] && found.map(\.bytes) == [77], "\(report.text())")
    #expect(outcome.status == (mode == "status" ? 3 : 0))
  }

  @Test("a shell in front of the program does not hide it")
  func shell() throws {
    let outcome = try Self.run(["sh", "-c", "exec \(Self.program.get()) plain"])
    #expect(outcome.report.map { Corpus.found($0).map(\.site?.line) } == [4])
  }

  @Test("a program that a signal ends is not judged, and the signal is named")
  func crash() throws {
    let outcome = try Self.run([Self.program.get(), "trap"])
    #expect(outcome.report == nil && outcome.status > 128)
    #expect(outcome.absence?.contains("signal \(outcome.status - 128)") == true)
  }

  @Test("a program that does not end is killed after its limit, and says so")
  func endless() throws {
    let outcome = try Corpus.inFolder { folder in
      let file = folder + "/endless.swift"
      try "import Glibc\nwhile true { sleep(1) }\n".write(toFile: file, atomically: true, encoding: .utf8)
      return try Corpus.session.get().check(
        LeakSource(file: file, isOptimized: false), in: folder, limit: 0.5)
    }
    #expect(outcome.report == nil && outcome.absence?.contains("killed") == true)
  }

  @Test("a file that does not compile is answered with the compiler's own words")
  func broken() throws {
    try Corpus.inFolder { folder in
      let file = folder + "/broken.swift"
      try "let x: Int = \"one\"\n".write(toFile: file, atomically: true, encoding: .utf8)
      let failure = #expect(throws: CompileFailure.self) {
        try Corpus.session.get().check(LeakSource(file: file, isOptimized: false), in: folder, limit: 5)
      }
      #expect(
        failure?.message.contains("broken.swift:1:14: error: cannot convert") == true,
        "\(failure?.message ?? "")")
    }
  }

  @Test("leakRound() beside a main of its own is refused with the remedy")
  func twoMains() throws {
    try Corpus.inFolder { folder in
      let file = folder + "/rounds.swift"
      try "func leakRound() {}\nprint(1)\n".write(toFile: file, atomically: true, encoding: .utf8)
      let failure = #expect(throws: CompileFailure.self) {
        try Corpus.session.get().check(LeakSource(file: file, isOptimized: false), in: folder, limit: 5)
      }
      #expect(failure?.message.contains("move its statements into leakRound()") == true)
    }
  }
}
