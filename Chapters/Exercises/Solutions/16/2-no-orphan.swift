// The helpers are children of a group. It takes the first answer, cancels the rest, and ends when all have ended.

import Channels

func firstAnswer(_ source: Channel<Int>) async -> Int? {
  await withTaskGroup(of: Int?.self) { group in
    for _ in 0..<10 {
      group.addTask { try? await source.receive() }
    }
    while source.waiting.receivers < 10 { await Task.yield() }
    await ask(source)
    let first = await group.next() ?? nil
    group.cancelAll()
    return first
  }
}

// check: leave what stands below as it is
func ask(_ source: Channel<Int>) async {
  try? await source.send(1)
}
func check() async {
  let source = Channel<Int>()
  if let answer = await firstAnswer(source) {
    print("got", answer)  // Prints "got 1"
  }
  print("left:", source.waiting.receivers)  // Prints "left: 0"
}
await check()
