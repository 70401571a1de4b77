// What one block leaves behind, another cannot find: files, environment, input, open ports, shared memory, whether the two
// run at once or one after the other.

import BookVerify
import Foundation
import Testing
import Toolchain

@Suite(.serialized) struct NeighborTests {
  /// Runs `source` while another block, which has come to its end, still sleeps.
  private func run(_ source: String, beside neighbor: String) throws -> String {
    let mark = "ready-\(UInt32.random(in: 0 ... .max))"
    let done = DispatchSemaphore(value: 0)
    let waiting = neighbor + "\nimport Glibc\nfclose(fopen(\"\(mark)\", \"w\"))\nsleep(4)"
    let thread = Thread {
      _ = try? Machine.run(waiting)
      done.signal()
    }
    thread.start()
    defer { done.wait() }
    let folder = Machine.cache + "/tmp"
    let isReady = {
      let runs = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return runs.contains { FileManager.default.fileExists(atPath: "\(folder)/\($0)/\(mark)") }
    }
    for _ in 0..<1500 where !isReady() { Thread.sleep(forTimeInterval: 0.02) }
    try #require(isReady(), "the neighbor did not run")
    let outcome = try Machine.run(source)
    #expect(outcome.ending == .exit(status: 0), "\(String(decoding: outcome.standardError, as: UTF8.self))")
    #expect(isReady(), "the neighbor is gone")
    return String(decoding: outcome.outputs.first ?? Data(), as: UTF8.self)
  }

  @Test("a folder of a run at the same time cannot be seen, nor what it writes where all may write")
  func files() throws {
    let mark = "mark-\(UInt32.random(in: 0 ... .max))"
    let neighbor = """
      import Foundation
      for folder in [".", "/tmp", "/dev/shm"] { try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/\(mark)")) }
      """
    let source = """
      import Foundation
      let files = FileManager.default
      let here = files.currentDirectoryPath
      let parent = URL(fileURLWithPath: here).deletingLastPathComponent().path
      print(here.hasPrefix("\(Machine.cache)/tmp/"), files.isWritableFile(atPath: "."))
      let others = try files.contentsOfDirectory(atPath: parent).filter { name in
        ((try? files.contentsOfDirectory(atPath: parent + "/" + name)) ?? []).contains("\(mark)")
      }
      print(others)
      for folder in ["/tmp", "/dev/shm"] { print(files.fileExists(atPath: folder + "/\(mark)")) }
      """
    #expect(try run(source, beside: neighbor) == "true true\n[]\nfalse\nfalse\n")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/\(mark)"))
    #expect(!FileManager.default.fileExists(atPath: "/dev/shm/\(mark)"))
  }

  @Test("processes and environments of others cannot be seen")
  func processes() throws {
    let source = """
      import Foundation
      let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int($0) }
      print(processes.filter { $0 != 1 && $0 != Int(getpid()) })
      """
    #expect(try run(source, beside: "import Glibc\nsetenv(\"SECRET\", \"s\", 1)") == "[]\n")
  }

  private let listen = """
    import Glibc
    let s = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var a = sockaddr_in()
    a.sin_family = sa_family_t(AF_INET)
    a.sin_port = UInt16(48123).bigEndian
    a.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    func with(_ address: sockaddr_in, _ body: (UnsafePointer<sockaddr>) -> Int32) -> Int32 {
      withUnsafePointer(to: address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    }
    """

  @Test("a port that a block listens on is free for the next, and closed to it")
  func ports() throws {
    let bind = "\nprint(with(a) { bind(s, $0, size) }, listen(s, 1))"
    let source = listen + "\nprint(with(a) { connect(s, $0, size) }, errno == ECONNREFUSED)" + bind
    #expect(try run(source, beside: listen + bind) == "-1 true\n0 0\n")
  }

  @Test("shared memory of one is none of the other's")
  func sharedMemory() throws {
    let make = "import Glibc\nlet segment = shmget(0x4c48, 4096, %FLAGS% | 0o600)\n"
    let source = make.replacing("%FLAGS%", with: "0") + "print(segment, errno == ENOENT)"
    #expect(try run(source, beside: make.replacing("%FLAGS%", with: "IPC_CREAT")) == "-1 true\n")
  }

  @Test("nothing can be read from standard input, however often it is asked")
  func input() throws {
    let source = """
      import Glibc
      var byte: UInt8 = 0
      print(read(0, &byte, 1), read(0, &byte, 1), isatty(0))
      let open = (3..<256).filter { fcntl(Int32($0), F_GETFD) >= 0 }
      print(open)
      """
    let outcome = try Machine.run(source)
    #expect(outcome.outputs.first == Data("0 0 0\n[]\n".utf8))
  }

  @Test("what fills /tmp is told that it is full, and the machine is not")
  func fullTemporary() throws {
    let source = """
      import Glibc
      var failed = false
      let chunk = [UInt8](repeating: 1, count: 8 << 20)
      for name in 0..<4 {
        let file = open("/tmp/\\(name)", O_WRONLY | O_CREAT, 0o600)
        for _ in 0..<4 where write(file, chunk, chunk.count) < chunk.count { failed = true }
      }
      print(failed, errno == ENOSPC)
      """
    #expect(try Machine.run(source).outputs.first == Data("true true\n".utf8))
  }
}
