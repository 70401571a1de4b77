// Objects that stay in one async function, before and after a suspension.

final class Meter {
  var count = 0

  @inline(never)
  func tick(_ n: Int) { count += n }
}

actor Clock {
  private var now = 0
  func advance() -> Int {
    now += 1
    return now
  }
}

@inline(never)
func measure(_ clock: Clock) async -> Int {
  let meter = Meter()  // stack: Meter
  for _ in 0..<3 {
    meter.tick(await clock.advance())
  }
  return meter.count
}

@inline(never)
func shared(_ clock: Clock) async -> Int {
  let meter = Meter()  // stack: Meter
  async let first = clock.advance()
  meter.tick(await first)
  return meter.count
}

@inline(never)
func tries(_ n: Int) async throws -> Int {
  let meter = Meter()  // stack: Meter
  for k in 0..<n {
    try Task.checkCancellation()
    meter.tick(k)
    await Task.yield()
  }
  return meter.count
}

@main
enum AcrossAwait {
  static func main() async throws {
    let clock = Clock()  // heap: Clock passed-escaping|captured
    let measured = await measure(clock)
    let once = await shared(clock)
    let tried = try await tries(4)
    precondition(measured == 6 && once == 4 && tried == 6)
  }
}
