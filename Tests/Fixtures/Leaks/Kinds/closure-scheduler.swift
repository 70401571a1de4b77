// The owner keeps a scheduler, whose jobs keep the owner.
final class Scheduler {
  var jobs: [() -> Void] = []
  func every(_ job: @escaping () -> Void) { jobs.append(job) }
  func tick() { for job in jobs { job() } }
}
final class Poller {
  let scheduler = Scheduler()
  var polls = 0
  func start() { scheduler.every { self.polls += 1 } }
}

@inline(never) func poll() {
  let poller = Poller()  // leak: cycle
  poller.start()
  poller.scheduler.tick()
  print(poller.polls)
}
poll()
