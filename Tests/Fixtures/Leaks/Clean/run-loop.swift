// A timer on the run loop, invalidated; Foundation's run loop has descriptors of its own.
import Foundation

final class Clock {
  var ticks = 0
  private var timer: Timer?
  func start() {
    timer = Timer.scheduledTimer(withTimeInterval: 0.01, repeats: true) { [weak self] _ in self?.ticks += 1 }
  }
  func stop() { timer?.invalidate() }
}

@inline(never) func run() -> Int {
  let clock = Clock()
  clock.start()
  RunLoop.main.run(until: Date(timeIntervalSinceNow: 0.05))
  clock.stop()
  return clock.ticks
}
print(run() > 0)
