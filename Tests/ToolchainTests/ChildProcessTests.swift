// One child process: what it gets, what is read of it, how it is stopped.

import Foundation
import Testing
import Toolchain

private func shell(_ script: String) -> ChildProcess {
  ChildProcess("/bin/sh", ["-c", script], environment: ["PATH=/usr/bin:/bin"])
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Test("both streams arrive apart, and together when they are merged")
func streams() throws {
  var child = shell("echo a; echo b >&2; echo c")
  let apart = try child.run()
  #expect(text(apart.standardOutput) == "a\nc\n")
  #expect(text(apart.standardError) == "b\n")
  child.mergesStreams = true
  #expect(try text(child.run().standardOutput) == "a\nb\nc\n")
}

@Test("a child's end is told as it was", arguments: [0, 1, 125, 255])
func exits(_ status: Int32) throws {
  #expect(try shell("exit \(status)").run().ending == .exit(status))
}

@Test("a child that a signal ended says which")
func signals() throws {
  #expect(try shell("kill -SEGV $$").run().ending == .signal(SIGSEGV))
}

@Test("nothing of our environment, descriptors or input is inherited")
func inheritance() throws {
  setenv("LEAKED_TOKEN", "secret", 1)
  let leak = open("/dev/null", O_RDONLY)
  defer { close(leak) }
  let lines = try text(shell("env; ls /proc/self/fd | tr '\\n' ' '; cat").run().standardOutput).split(
    separator: "\n")
  #expect(!lines.contains { $0.hasPrefix("LEAKED_TOKEN") })
  // 3 is the folder that ls itself reads.
  #expect(lines.last == "0 1 2 3 ")
}

@Test("exactly the limit is kept, and one byte more ends the child", arguments: [1000, 1001])
func outputLimit(_ count: Int) throws {
  var child = shell("head -c \(count) /dev/zero")
  child.outputLimit = 1000
  let result = try child.run()
  #expect(result.standardOutput.count == 1000)
  #expect(result.stopped == (count > 1000 ? .output : nil))
}

@Test("a program that does not exist is a failure that names it")
func absent() {
  #expect(throws: ChildProcess.Failure(message: "cannot start /nonexistent: No such file or directory")) {
    try ChildProcess("/nonexistent", []).run()
  }
}

@Test("a child is asked first, and killed when it does not hear")
func stopping() throws {
  var polite = shell("trap 'echo bye; exit 7' TERM; while :; do sleep 0.01; done")
  polite.watch = { _, seconds in seconds > 0.2 ? .timeout : nil }
  let left = try polite.run()
  #expect(left.ending == .exit(7))
  #expect(text(left.standardOutput) == "bye\n")
  #expect(left.stopped == .timeout)
  var deaf = shell("trap '' TERM; while :; do sleep 0.01; done")
  deaf.watch = polite.watch
  #expect(try deaf.run().ending == .signal(SIGKILL))
}

@Test("what a child leaves in its group ends with it")
func group() throws {
  let result = try shell("sleep 654321 >/dev/null 2>&1 & echo $!").run()
  let left = try #require(pid_t(text(result.standardOutput).trimmingCharacters(in: .whitespacesAndNewlines)))
  var isGone = false
  for _ in 0..<50 where !isGone {
    let status = try? String(contentsOfFile: "/proc/\(left)/stat", encoding: .utf8)
    isGone = status == nil || status?.contains(") Z ") == true
    if !isGone { usleep(10_000) }
  }
  #expect(isGone)
}

@Test("a folder is the child's working folder")
func workingFolder() throws {
  var child = shell("pwd")
  child.workingFolder = "/usr"
  #expect(try text(child.run().standardOutput) == "/usr\n")
}
