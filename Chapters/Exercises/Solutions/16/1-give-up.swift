// One look in each round. A canceled task goes on until it looks, so how long a round takes is how long it takes to end.

import Channels

func search() async -> Int? {
  var number = 0
  while number != -1 {
    if Task.isCancelled { return nil }
    number = (number + 1) % 1_000_000
    await Task.yield()
  }
  return number
}

// check: leave what stands below as it is
func check() async {
  let ends = Channel<Int?>(capacity: 1)
  let searching = Task {
    try await ends.send(await search())
  }
  searching.cancel()
  do throws(ChannelError) {
    let found = try await ends.receive(timeout: .seconds(3))
    print(found == .some(nil) ? "gave up" : "found")  // Prints "gave up"
  } catch {
    print("still searching")
  }
}
await check()
