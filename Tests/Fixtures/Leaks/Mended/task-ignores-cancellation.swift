// A loop that does not look whether it was cancelled.
import Glibc

@inline(never) func compute() -> Int {
  var n = 1
  while n != 0 && !Task.isCancelled { n = n % 1_000_003 + 1 }
  return n
}

let task = Task.detached { compute() }
try? await Task.sleep(for: .milliseconds(20))
task.cancel()
try? await Task.sleep(for: .milliseconds(20))
