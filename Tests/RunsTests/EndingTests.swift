// How runs end, and that nothing is guessed: the runner reports each end on a descriptor of its own.

import BookVerify
import Foundation
import Testing
import Toolchain

/// An image made once from a source, in a folder that goes with the test.
private final class Image {
  let folder: String
  var path: String { folder + "/block.so" }

  init(_ source: String) throws {
    folder = try Interrupts.makeFolder(under: Machine.cache + "/tmp")
    let toolchain = try Machine.toolchain()
    let result = try toolchain.compile(Compilation(source: source), to: .object, in: folder)
    try #require(result.succeeded, "\(result.diagnostics) \(result.rest)")
    try toolchain.link(objects: [folder + "/main.o"], to: path)
  }

  deinit { Interrupts.removeFolder(folder) }

  func run(_ change: (inout BlockRunner, inout Limits) -> Void = { _, _ in }) -> RunOutcome {
    var runner = Machine.runner()
    var limits = Limits()
    change(&runner, &limits)
    return runner.run(image: path, libraries: [], limits: limits)
  }
}

private func text(_ outcome: TaskOutcome) -> String {
  String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self)
}

@Suite(.serialized) struct EndingTests {
  @Test("a trap keeps what was printed before it", arguments: [false, true])
  func trap(_ optimized: Bool) throws {
    let source = "print(\"before\")\nlet a = [1]\nprint(a[CommandLine.arguments.count])"
    let outcome = try Machine.run(source, optimized: optimized)
    #expect(["SIGILL", "SIGTRAP"].map { TaskOutcome.Ending.signal(name: $0) }.contains(outcome.ending))
    #expect(text(outcome) == "before\n")
  }

  @Test(
    "a signal is told by its name",
    arguments: ["SIGABRT", "SIGSEGV", "SIGTERM", "SIGKILL", "SIGUSR1", "SIGPIPE", "SIGFPE"])
  func signals(_ name: String) throws {
    let outcome = try Machine.run("import Glibc\nkill(getpid(), \(name))\nwhile true { sleep(1) }")
    #expect(outcome.ending == .signal(name: name))
  }

  @Test("a block may leave with 125 and the runner's words, and it is still the block that left")
  func fake() throws {
    let source = """
      import Foundation
      FileHandle.standardError.write(Data("runner: only a block\\n".utf8))
      exit(125)
      """
    #expect(try Machine.run(source).ending == .exit(status: 125))
  }

  @Test("an image that cannot be loaded is the engine's fault")
  func unloadable() throws {
    let outcome = Machine.runner().run(image: "/nonexistent.so", libraries: [], limits: Limits())
    guard case .engine(let message) = outcome.ending else {
      Issue.record("\(outcome.ending)")
      return
    }
    #expect(message.contains("/nonexistent.so"))
  }

  @Test("a command that does not exist is the engine's fault, one that leaves with 127 is not")
  func commands() {
    let absent = Machine.runner().run(command: ["/nonexistent"], limits: Limits())
    guard case .engine = absent.ending else {
      Issue.record("\(absent.ending)")
      return
    }
    let left = Machine.runner().run(
      command: ["/bin/sh", "-c", "echo a; echo b >&2; exit 127"], limits: Limits())
    #expect(left.ending == .exit(status: 127))
    #expect(String(decoding: left.standardOutput, as: UTF8.self) == "a\nb\n")
  }

  @Test("a block that closes its output ends as it ends")
  func closedOutput() throws {
    let outcome = try Machine.run(
      "import Glibc\nprint(\"seen\")\nclose(1)\nclose(2)\nprint(\"lost\")\nexit(4)")
    #expect(outcome.ending == .exit(status: 4))
    #expect(text(outcome) == "seen\n")
  }

  @Test("a sleeping child is ended with its parent at the timeout, and counted")
  func sleepingChild() throws {
    let source = """
      import Foundation
      let child = Process()
      child.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
      child.arguments = ["sleep", "765432"]
      try child.run()
      while true { sleep(1) }
      """
    #expect(try Machine.run(source, timeout: 1).ending == .timeout(ended: 1))
  }

  @Test("a child that had ended before its parent is not counted as ended by us")
  func deadChild() throws {
    let outcome = try Image("import Glibc\nif fork() == 0 { _exit(0) }\nusleep(300_000)").run()
    #expect(outcome.ending == .exit(status: 0))
    #expect(outcome.endedChildren == 0)
  }

  @Test("processor time over the limit is a limit, not a crash")
  func processorTime() throws {
    let image = try Image("while true {}")
    var child = ChildProcess(Machine.runner().runner, ["--cpu", "1", "run", image.path])
    child.hasReportPipe = true
    defer { withExtendedLifetime(image) {} }
    #expect(String(decoding: try child.run().report, as: UTF8.self).contains("signal 24\n"))
  }

  @Test("exit handlers of a forked child do not write over the parent's counts")
  func forkedCounts() throws {
    let image = try Image(
      """
      import Glibc
      var kept: [[Int]] = []
      if fork() == 0 { for _ in 0..<5000 { kept.append(Array(repeating: 1, count: 9)) }; exit(0) }
      var status: Int32 = 0
      wait(&status)
      """)
    let count = try #require(image.run().allocations)
    #expect(count < 1000)
  }

  @Test("a block's process number is its own in /proc")
  func ownProc() throws {
    let source = """
      import Foundation
      let mine = try String(contentsOfFile: "/proc/\\(getpid())/cmdline", encoding: .utf8)
      print(mine.split(separator: "\\0"), getpid() > 1)
      """
    #expect(text(try Machine.run(source)) == "[\"block\"] true\n")
  }

  @Test("a block that starts a process writes nothing on standard error, for it has a loopback")
  func loopback() throws {
    let source = """
      import Foundation
      let child = Process()
      child.executableURL = URL(fileURLWithPath: "/bin/true")
      try child.run()
      child.waitUntilExit()
      """
    let outcome = try Machine.run(source)
    #expect(outcome.ending == .exit(status: 0))
    #expect(String(decoding: outcome.standardError, as: UTF8.self) == "")
  }

  @Test("random seeds are only had on request")
  func seeds() throws {
    let image = try Image("print(Array(Set(0..<200)))")
    let fixed = Set((0..<3).map { _ in image.run().standardOutput })
    #expect(fixed.count == 1)
    let random = Set(
      (0..<3).map { _ in image.run { runner, _ in runner.hashesRandomly = true }.standardOutput })
    #expect(random.count > 1)
  }
}

/// Where the kernel grants no namespaces; the runner does without them on request, so that it can be tested here.
@Suite(.serialized) struct PlainTests {
  private let bomb = """
    import Glibc
    for _ in 0..<8 {
      if fork() == 0 { setsid(); if fork() == 0 { setsid() }; while true { sleep(1) } }
    }
    usleep(200_000)
    print(getpid())
    """

  @Test("sessions of their own end with the run without namespaces, too, and the report admits what it lacks")
  func subreaper() throws {
    let outcome = try Image(bomb).run { runner, _ in runner.isPlain = true }
    #expect(outcome.ending == .exit(status: 0))
    #expect(outcome.endedChildren == 16)
    #expect(
      outcome.isolation?.gap
        == "network not isolated, processes held by a subreaper only, files of other runs visible")
    let line = String(decoding: outcome.standardOutput, as: UTF8.self).split(separator: "\n").first
    let process = try #require(line.flatMap { pid_t($0) })
    #expect(kill(process, 0) != 0 && errno == ESRCH)
  }

  @Test("with namespaces nothing is to be admitted, and a network asked for is one")
  func namespaces() throws {
    let image = try Image(bomb)
    let held = image.run()
    #expect(held.isolation?.gap == nil)
    #expect(held.endedChildren == 16)
    #expect(image.run { runner, _ in runner.keepsNetwork = true }.isolation?.gap == "network not isolated")
  }
}

@Suite(.serialized) struct ProcessTreeTests {
  @Test("processes that a thread starts are counted")
  func threads() throws {
    let image = try Image(
      """
      import Foundation
      let thread = Thread { for _ in 0..<40 { if fork() == 0 { setsid(); while true { sleep(1) } } }; sleep(60) }
      thread.start()
      sleep(60)
      """)
    let outcome = image.run { _, limits in limits.processes = 20 }
    #expect(outcome.ending == .limit("had more than 20 processes"))
  }

  @Test("shared memory is memory")
  func sharedMemory() throws {
    let image = try Image(
      """
      import Glibc
      let size = 256 << 20
      let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)!
      memset(memory, 1, size)
      while true { sleep(1) }
      """)
    let outcome = image.run { _, limits in limits.memory = 128 << 20 }
    #expect(outcome.ending == .limit("used more than 128 MiB of memory"))
  }

  @Test("the memory of a run's processes is summed")
  func sum() throws {
    let image = try Image(
      """
      import Glibc
      for _ in 0..<4 {
        if fork() == 0 {
          let memory = malloc(48 << 20)!
          memset(memory, 1, 48 << 20)
          while true { sleep(1) }
        }
      }
      while true { sleep(1) }
      """)
    let outcome = image.run { _, limits in limits.memory = 128 << 20 }
    #expect(outcome.ending == .limit("used more than 128 MiB of memory"))
  }
}
