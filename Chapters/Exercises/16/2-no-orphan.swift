// exercise: 16.2
// title: Nobody is left over
// minutes: 15
// fails: prints "got 1"
// fails: prints "left: 9"
// hint: Who could wait for them without keeping a list of handles?
// hint: A task group ends when all of its tasks have ended; `cancelAll` tells them that they are not needed any more.
//
// `firstAnswer` asks ten helpers and takes what comes first. The nine others
// wait on after it has returned. Let none of them be left then.

import Channels

func firstAnswer(_ source: Channel<Int>) async -> Int? {
  let answers = Channel<Int>(capacity: 10)
  for _ in 0..<10 {
    Task {
      if let answer = try await source.receive() {
        try await answers.send(answer)
      }
    }
  }
  while source.waiting.receivers < 10 { await Task.yield() }
  await ask(source)
  return try? await answers.receive()
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
