// The one who sends knows when it has sent the last, so it closes. The worker still gets what is stored.

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
  try jobs.close()
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
