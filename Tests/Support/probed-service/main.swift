// probed-service: a program that imports ProbeServer: it says its port, keeps what its tests look for, and waits until its input
// ends. `blocked` first takes every thread of the pool for itself.

import Glibc
import ProbeServer
import Synchronization

let kept = Mutex<[CheckedContinuation<Void, Never>]>([])
let blocks = Mutex<[UnsafeMutableRawPointer]>([])

@inline(never) func keep() {
  blocks.withLock { blocks in for _ in 0..<1000 { blocks.append(malloc(1000)) } }
}

@inline(never) func waitForever() async {
  await withCheckedContinuation { c in kept.withLock { $0.append(c) } }
}

let probe = try ProbeServer(port: 0)
keep()
for _ in 0..<10 { Task.detached { await waitForever() } }
usleep(200_000)
if CommandLine.arguments.contains("blocked") {
  for _ in 0..<256 { Task.detached { while true { sleep(1) } } }
  usleep(300_000)
}
print(probe.port)
fflush(nil)
while getchar() != EOF {}
exit(0)
