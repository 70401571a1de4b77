// exercise: 16.1
// title: A search that gives up
// minutes: 10
// runs: timeout=20s
// fails: prints "still searching"
// hint: Where in the loop could it look, and what should it return then?
// hint: Task.isCancelled is a flag of the task that runs; what is canceled goes on until somebody looks at it.
//
// `search` tries one number after another, and none is right. When its task
// is canceled it goes on all the same. Let it return nil then.

import Channels

func search() async -> Int? {
  var number = 0
  while number != -1 {
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
