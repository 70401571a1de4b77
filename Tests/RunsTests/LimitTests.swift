// A block cannot harm its neighbors: whatever it does, it is ended at its limit, with everything that it started, and the
// outcome says which limit it was.
// What this cannot show: resistance to code that wants to break out. The runner bounds accidents.

import BookVerify
import Foundation
import Testing
import Toolchain

/// Processes that carry a mark in their command line.
private func survivors(_ mark: String) throws -> [String] {
  Thread.sleep(forTimeInterval: 0.2)
  return try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
    guard Int(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
      return false
    }
    return String(decoding: data, as: UTF8.self).contains(mark)
  }
}

@Suite(.serialized) struct LimitTests {
  @Test("a block that never ends is stopped at its timeout, and what it printed is kept")
  func endless() throws {
    let outcome = try Machine.run("print(\"waiting\")\nwhile true {}", timeout: 1)
    #expect(outcome.ending == .timeout(ended: 0))
    #expect(outcome.outputs.first == Data("waiting\n".utf8))
  }

  @Test("a block that ignores the polite signal is stopped all the same")
  func stubborn() throws {
    let outcome = try Machine.run(
      "import Glibc\nsignal(SIGTERM, SIG_IGN)\nwhile true { sleep(1) }", timeout: 1)
    #expect(outcome.ending == .timeout(ended: 0))
  }

  @Test("a block that prints a gigabyte is stopped at its limit of output")
  func printer() throws {
    let outcome = try Machine.run(
      "let s = String(repeating: \"x\", count: 1 << 20)\nfor _ in 0..<1024 { print(s) }")
    #expect(outcome.ending == .limit("printed more than 1 MiB"))
  }

  @Test("a block that fills resident memory is stopped at its limit")
  func memoryHog() throws {
    let source = """
      var kept: [[UInt8]] = []
      while true { kept.append([UInt8](repeating: 1, count: 64 << 20)) }
      """
    #expect(try Machine.run(source).ending == .limit("used more than 1024 MiB of memory"))
  }

  @Test("reserving address space is no use of memory")
  func reserving() throws {
    let source = """
      import Glibc
      let p = mmap(nil, 1 << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
      print(p != MAP_FAILED)
      """
    let outcome = try Machine.run(source)
    #expect(outcome.ending == .exit(status: 0))
    #expect(outcome.outputs.first == Data("true\n".utf8))
  }

  @Test("a fork bomb that makes sessions of its own is ended whole")
  func forkBomb() throws {
    let source = """
      import Foundation
      let bomb = Process()
      bomb.executableURL = URL(fileURLWithPath: "/bin/sh")
      bomb.arguments = ["-c", "while :; do setsid sleep 987654 & done"]
      try bomb.run()
      while true { sleep(1) }
      """
    #expect(try Machine.run(source).ending == .limit("had more than 64 processes"))
    #expect(try survivors("987654") == [])
  }

  @Test("a child that outlives its parent ends with the run")
  func orphan() throws {
    let source = """
      import Foundation
      let child = Process()
      child.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
      child.arguments = ["sleep", "876543"]
      try child.run()
      usleep(200_000)
      print("parent ends")
      """
    let outcome = try Machine.run(source)
    #expect(outcome.ending == .exit(status: 0))
    #expect(outcome.outputs.first == Data("parent ends\n".utf8))
    #expect(try survivors("876543") == [])
  }

  @Test("a file larger than the limit ends the block")
  func largeFile() throws {
    let source = """
      import Foundation
      FileManager.default.createFile(atPath: "big", contents: nil)
      let file = FileHandle(forWritingAtPath: "big")!
      let chunk = Data(count: 8 << 20)
      for _ in 0..<20 { file.write(chunk) }
      """
    #expect(try Machine.run(source).ending == .limit("wrote a file of more than 64 MiB"))
  }

  @Test("descriptors run out at the limit, not before")
  func descriptors() throws {
    let source = """
      import Glibc
      var count = 0
      while open("/dev/null", O_RDONLY) >= 0 { count += 1 }
      print(count > 200 && count < 256)
      """
    #expect(try Machine.run(source).outputs.first == Data("true\n".utf8))
  }

  @Test("a run sees a clean environment, a fresh folder, no input and no network")
  func clean() throws {
    let source = """
      import Foundation
      print(ProcessInfo.processInfo.environment.keys.sorted())
      print(try FileManager.default.contentsOfDirectory(atPath: "."))
      print(readLine() as Any)
      print(try FileManager.default.contentsOfDirectory(atPath: "/sys/class/net") == [] ? "" : "", terminator: "")
      let s = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var a = sockaddr_in(); a.sin_family = sa_family_t(AF_INET); a.sin_port = UInt16(80).bigEndian; a.sin_addr.s_addr = inet_addr("192.0.2.1")
      let r = withUnsafePointer(to: &a) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(s, $0, 16) } }
      print(r, errno == ENETUNREACH)
      """
    let text = String(decoding: try Machine.run(source).outputs.first ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(
      lines.first
        == "[\"HOME\", \"LANG\", \"PATH\", \"SWIFT_BACKTRACE\", \"SWIFT_DETERMINISTIC_HASHING\", \"TMPDIR\", \"TZ\"]"
    )
    #expect(lines.dropFirst().prefix(2) == ["[]", "nil"])
    #expect(lines.last == "-1 true")
  }

  @Test("both pipes full at once do not stop a run")
  func bothPipes() throws {
    let source = """
      import Glibc
      let line = Array((String(repeating: "y", count: 99) + "\\n").utf8)
      for _ in 0..<8000 {
        _ = write(2, line, line.count)
        _ = write(1, line, line.count)
      }
      """
    let outcome = try Machine.run(source)
    #expect(outcome.ending == .exit(status: 0))
    #expect(outcome.outputs.first?.count == 800_000)
    #expect(outcome.standardError.count == 800_000)
  }

  @Test("bytes that are no text arrive as they are")
  func rawBytes() throws {
    let outcome = try Machine.run("import Glibc\nvar b: [UInt8] = [0, 255, 10, 0]\nwrite(1, &b, 4)")
    #expect(outcome.outputs.first == Data([0, 255, 10, 0]))
  }

  @Test("no folder of a run is left, and those of dead processes are swept")
  func folders() throws {
    let parent = Machine.cache + "/sweep"
    try FileManager.default.createDirectory(
      atPath: parent + "/999999999-1", withIntermediateDirectories: true)
    let mine = try Interrupts.makeFolder(under: parent)
    Interrupts.sweep(parent)
    #expect(FileManager.default.fileExists(atPath: mine))
    Interrupts.removeFolder(mine)
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == [])
  }

  @Test("the scheduler works on every item once and keeps their order", arguments: [1, 2, 7])
  func scheduler(_ jobs: Int) {
    let items = Array(0..<100)
    #expect(Scheduler.map(items, jobs: jobs, cost: { Double($0 % 7) }) { $0 * 2 } == items.map { $0 * 2 })
  }

  @Test("allocations are counted exactly, the same in 20 runs")
  func allocations() throws {
    let source =
      "final class N {}\nvar kept: [N] = []\nkept.reserveCapacity(200)\nfor _ in 0..<100 { kept.append(N()) }"
    let counts = try (0..<20).map { _ in try Machine.run(source).allocations }
    #expect(Set(counts).count == 1)
    let more = try Machine.run(source.replacing("0..<100", with: "0..<101")).allocations
    #expect(more == counts[0].map { $0 + 1 })
  }
}
