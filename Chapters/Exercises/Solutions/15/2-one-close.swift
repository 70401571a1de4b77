// The group ends when both senders have ended, so what stands behind it knows what neither of them could know.

import Channels

func sendAll(into channel: Channel<Int>) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for start in [0, 50] {
      group.addTask {
        for value in start..<start + 50 {
          try await channel.send(value)
        }
      }
    }
    try await group.waitForAll()
  }
  try channel.close()
}

// check: leave what stands below as it is
func check() async {
  let channel = Channel<Int>(capacity: 4)
  let reader = Task {
    var values: Set<Int> = []
    for await value in channel { values.insert(value) }
    return values.count
  }
  do {
    try await sendAll(into: channel)
    if !channel.isClosed { print("never closed") }
    try? channel.close()
    print(await reader.value)  // Prints "100"
  } catch {
    print("an error")
  }
}
await check()
