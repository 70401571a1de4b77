// Tests of somebody else's package that must fail, each in the words that stand behind it. They leak several of a kind: a word
// that a frame has left behind may still name the last.
import Foundation
import LeakTesting
import Testing

final class Session {
  var onClose: (() -> Void)?
  let number = 1
}

nonisolated(unsafe) var registry: [Session] = []

// fails: Session
@Test(.leakFree) func closureCycle() {
  for _ in 0..<3 {
    let session = Session()
    session.onClose = { print(session.number) }
  }
}

// fails: Session
@Test(.leakFree) func cycleAfterWaiting() async throws {
  try await Task.sleep(for: .milliseconds(10))
  for _ in 0..<4 {
    let session = Session()
    let other = Session()
    session.onClose = { print(other.number) }
    other.onClose = { print(session.number) }
  }
  await Task.yield()
}

// fails: 64 bytes of memory
@Test(.leakFree, arguments: [64]) func rawMemory(_ bytes: Int) {
  for number in 0..<8 {
    UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 8).storeBytes(of: number, as: Int.self)
  }
}

// fails: Session
@Test(.leakFree) func inAChildTask() async {
  await withTaskGroup { group in
    for _ in 0..<4 {
      group.addTask {
        let session = Session()
        session.onClose = { print(session.number) }
      }
    }
  }
}

// fails: Session
@Test(.leakFree) func inADetachedTask() async {
  await Task.detached {
    for _ in 0..<4 {
      let session = Session()
      session.onClose = { print(session.number) }
    }
  }.value
}

// fails: the test allocated 5 times, 560 bytes; at most 4 were allowed
@Test(.allocations(atMost: 4)) func oneTooMany() {
  for _ in 0..<5 { _ = boxed(10) }
}

// fails: at most 2 were allowed
@Test(.allocations(atMost: 2)) func inItsTasks() async {
  await Task { _ = boxed(10) }.value
}

// fails: the test left 1 task that had not ended 0.05 seconds after it
@Test(.noTasksLeft(within: .milliseconds(50))) func sleeper() {
  Task { try? await Task.sleep(for: .seconds(600)) }
}

// fails: nobody is left who could resume
@Test(.noTasksLeft(within: .milliseconds(50))) func lostContinuation() async {
  for _ in 0..<4 {
    Task { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
  }
  try? await Task.sleep(for: .milliseconds(20))
}

// fails: the test left 1 task
@Test(.noTasksLeft(within: .milliseconds(50))) func startedByDetached() async {
  await Task.detached { _ = Task { try? await Task.sleep(for: .seconds(600)) } }.value
}

// fails: /status)
@Test(.noFilesLeft) func openFile() {
  let file = fopen("/proc/self/status", "r")
  #expect(file != nil)
}

// fails: the test left 2 descriptors open
@Test(.noFilesLeft) func openPipe() async {
  await Task.yield()
  var ends: [Int32] = [0, 0]
  #expect(pipe(&ends) == 0)
}

// fails: Session: 1, 2, 3, 4, 5
@Test func growing() async throws {
  let report = try await LeakCheck.rounds(5) { registry.append(Session()) }
  #expect(report.isClean, "\(report)")
}
