// Objects given to functions of this module that keep them.

final class Job {
  let cost: Int
  init(_ cost: Int) { self.cost = cost }
}

final class Queue {
  var jobs: [Job] = []
  var urgent: Job?
}

nonisolated(unsafe) var current: Job?

@inline(never)
func start(_ job: Job) {
  current = job
}

@inline(never)
func schedule(_ job: Job, on queue: Queue) {
  if job.cost > 5 { queue.urgent = job } else { queue.jobs.append(job) }  // heap: [Job] growth
}

@inline(never)
func wrap(_ job: Job) -> Job? {
  job.cost > 0 ? job : nil
}

@inline(never)
func run(_ queue: Queue) -> Int {
  start(Job(1))  // heap: Job passed-escaping
  schedule(Job(2), on: queue)  // heap: Job passed-escaping
  let kept = Job(9)  // heap: Job passed-escaping
  schedule(kept, on: queue)
  return kept.cost
}

@inline(never)
func checked(_ cost: Int) -> Job? {
  let job = Job(cost)  // heap: Job returned
  return wrap(job)
}

@main
enum PassedOn {
  static func main() {
    let queue = Queue()  // stack: Queue
    precondition(run(queue) == 9)
    precondition(queue.jobs.count == 1 && queue.urgent?.cost == 9)
    precondition(current?.cost == 1)
    precondition(checked(0) == nil)
  }
}
