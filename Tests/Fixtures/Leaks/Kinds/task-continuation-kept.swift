// Requests wait for an answer that is filed under another number.
import Synchronization

final class Requests: Sendable {
  private let waiting = Mutex<[Int: CheckedContinuation<String, Never>]>([:])
  func send(_ id: Int) async -> String {
    await withCheckedContinuation { continuation in waiting.withLock { $0[id] = continuation } }
  }
  func answer(_ id: Int, _ text: String) {
    waiting.withLock { $0.removeValue(forKey: id) }?.resume(returning: text)
  }
}
let requests = Requests()

@inline(never) func request() {
  Task { print(await requests.send(1)) }  // leak: suspended-task
}
request()
try? await Task.sleep(for: .milliseconds(20))
requests.answer(2, "pong")
try? await Task.sleep(for: .milliseconds(20))
