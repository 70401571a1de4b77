// exercise: 15.3
// title: Finish on every path
// minutes: 10
// runs: timeout=20s
// fails: prints "still waiting"
// hint: Which statement of Swift runs on every way out of a scope?
// hint: finish is called behind the loop, and there is a return in the loop.
//
// `numbers` yields the numbers of a text up to the first word that is none.
// Then its reader waits for ever, for the stream was not finished. Let it
// end, whatever the text is.

import Channels

func numbers(in text: String) -> AsyncStream<Int> {
  AsyncStream { continuation in
    for word in text.split(separator: " ") {
      guard let number = Int(word) else { return }
      continuation.yield(number)
    }
    continuation.finish()
  }
}

// check: leave what stands below as it is
func check() async {
  let sums = Channel<Int>(capacity: 1)
  Task {
    var sum = 0
    for await number in numbers(in: "1 2 three 4") { sum += number }
    try await sums.send(sum)
  }
  do throws(ChannelError) {
    print(try await sums.receive(timeout: .seconds(3)) ?? 0)  // Prints "3"
  } catch {
    print("still waiting")
  }
}
await check()
