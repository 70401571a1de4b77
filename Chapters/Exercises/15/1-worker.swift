// exercise: 15.1
// title: A worker that never says its sum
// minutes: 10
// runs: timeout=20s
// fails: prints "still waiting"
// hint: The worker's loop is right. What would have to happen for it to end, and who can know when?
// hint: A loop over a channel ends when the channel is closed and empty. The one who sends closes it, after the last.
//
// `total` adds up what comes out of the channel, and waits for more when
// `work` has sent all it had. Let `work` tell it that there is no more.

import Channels

func total(of jobs: Channel<Int>) async -> Int {
  var sum = 0
  for await job in jobs { sum += job }
  return sum
}

func work() async throws -> Int {
  let jobs = Channel<Int>(capacity: 4)
  let worker = Task { await total(of: jobs) }
  for job in 1...100 { try await jobs.send(job) }
  return await worker.value
}

// check: leave what stands below as it is
func check() async {
  let sums = Channel<Int>(capacity: 1)
  Task { try await sums.send(try await work()) }
  do throws(ChannelError) {
    print(try await sums.receive(timeout: .seconds(3)) ?? 0)  // Prints "5050"
  } catch {
    print("still waiting")
  }
}
await check()
