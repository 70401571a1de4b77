// exercise: 15.2
// title: Two senders, one close
// minutes: 15
// runs: timeout=20s
// fails: prints "an error"
// hint: Neither sender can know that the other is done. Who waits for both already?
// hint: A task group ends when all of its tasks have ended. What stands behind it runs once.
//
// Each of two senders closes the channel when it is done, and one of them
// fails: it sends to a channel that is closed, or closes it again. Let all
// values arrive, and close once.

import Channels

func sendAll(into channel: Channel<Int>) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    for start in [0, 50] {
      group.addTask {
        for value in start..<start + 50 {
          try await channel.send(value)
        }
        try channel.close()
      }
    }
    try await group.waitForAll()
  }
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
