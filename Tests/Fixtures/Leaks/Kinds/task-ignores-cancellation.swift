// A loop that does not look whether it was cancelled.
import Glibc

@inline(never) func compute() -> Int {
  var n = 1
  while n != 0 { n = n % 1_000_003 + 1 }
  return n
}

let task = Task.detached { compute() }  // leak: running-task
try? await Task.sleep(for: .milliseconds(20))
task.cancel()
try? await Task.sleep(for: .milliseconds(20))
