// defer runs on every way out: behind the loop, at the return, and at an error, if one were thrown.

import Channels

func numbers(in text: String) -> AsyncStream<Int> {
  AsyncStream { continuation in
    defer { continuation.finish() }
    for word in text.split(separator: " ") {
      guard let number = Int(word) else { return }
      continuation.yield(number)
    }
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
