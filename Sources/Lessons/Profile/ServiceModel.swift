// ServiceModel: a service of two workers on two processors, with a clock of its own: a scheduler, a lock, and a collector that
// stops the world, in ticks of ten microseconds. Nothing of it depends on the machine, so its picture is the same on each.
// What happens follows from the rules below; no cause knows of requests.

/// What goes wrong for a moment.
enum SlowCause: String, CaseIterable {
  case none, collector, lock, kernel

  /// For people.
  var name: String { self == .none ? "nothing" : rawValue }
}

/// A run of the model.
struct ServiceModel {
  /// Microseconds, as all times here.
  static let tick = 10
  static let end = 40_000
  private static let processors = 2
  /// How long a thread keeps its processor while others are ready.
  private static let turn = 4000
  private static let trouble = 16_900
  private static let troubleTime = 8000

  enum Step {
    case arrive(at: Int), compute(Int), sleep(Int), sleepUntil(Int), lock, unlock, allocate, answer
  }

  enum Activity { case runs, ready, locked, stopped, asleep }

  struct Thread {
    let name: String
    var steps: ArraySlice<Step>
    var activity = Activity.ready
    var wakes = 0
    /// Of what it computes.
    var left = 0
    var turnLeft = 0
    var arrived = 0
    var requests: [(start: Int, end: Int)] = []
    var pieces: [(activity: Activity, start: Int, end: Int)] = []

    init(name: String, steps: [Step]) {
      self.name = name
      self.steps = steps[...]
    }

    mutating func note(_ activity: Activity, at time: Int) {
      if let last = pieces.last, last.activity == activity, last.end == time {
        pieces[pieces.count - 1].end += ServiceModel.tick
      } else {
        pieces.append((activity, time, time + ServiceModel.tick))
      }
    }
  }

  private(set) var threads: [Thread]
  /// In the order in which they became ready.
  private var queue: [Int]
  private var holder: Int?
  private var waiters: [Int] = []
  private var allocated = 0
  /// Allocations after which it collects.
  private let goal: Int
  private var collecting = 0

  init(_ cause: SlowCause) {
    goal = cause == .collector ? 7 : .max
    threads = (0..<2).map(Self.worker)
    switch cause {
    case .none, .collector: break
    case .lock:
      // It writes to a slow disk, and has the lock meanwhile.
      threads.append(
        Thread(name: "export", steps: [.sleepUntil(Self.trouble), .lock, .sleep(Self.troubleTime), .unlock]))
    case .kernel:
      threads += (1...4).map {
        Thread(name: "stranger \($0)", steps: [.sleepUntil(Self.trouble), .compute(Self.troubleTime / 2)])
      }
    }
    queue = Array(threads.indices)
    for time in stride(from: 0, to: Self.end, by: Self.tick) { pass(time) }
  }

  /// A request every five milliseconds, whether the one before has its answer or not.
  private static func worker(_ number: Int) -> Thread {
    let steps = stride(from: 2000 + number * 500, to: end - 10_000, by: 5000).flatMap { time -> [Step] in
      [.arrive(at: time), .compute(500), .lock, .compute(100), .unlock, .compute(400), .allocate, .answer]
    }
    return Thread(name: "worker \(number + 1)", steps: steps)
  }

  // MARK: A tick

  private mutating func pass(_ time: Int) {
    if collecting == 0 { schedule(time) }
    if collecting > 0 {
      for index in threads.indices where threads[index].activity != .asleep {
        threads[index].note(.stopped, at: time)
      }
      collecting -= Self.tick
      return
    }
    for index in threads.indices {
      threads[index].note(threads[index].activity, at: time)
      if threads[index].activity == .runs {
        threads[index].left -= Self.tick
        threads[index].turnLeft -= Self.tick
      }
    }
  }

  private mutating func schedule(_ time: Int) {
    for index in threads.indices where threads[index].activity == .asleep && threads[index].wakes <= time {
      makeReady(index)
    }
    for index in threads.indices where threads[index].activity == .runs { advance(index, time) }
    for index in threads.indices where threads[index].activity == .runs && threads[index].turnLeft <= 0 {
      if queue.isEmpty { threads[index].turnLeft = Self.turn } else { makeReady(index) }
    }
    // One that has to wait at once leaves its processor to the next.
    while threads.count(where: { $0.activity == .runs }) < Self.processors, !queue.isEmpty {
      let index = queue.removeFirst()
      threads[index].activity = .runs
      threads[index].turnLeft = Self.turn
      advance(index, time)
    }
  }

  private mutating func makeReady(_ index: Int) {
    threads[index].activity = .ready
    queue.append(index)
  }

  /// Does what takes no time, up to something that does.
  private mutating func advance(_ index: Int, _ time: Int) {
    while threads[index].activity == .runs, threads[index].left <= 0, collecting == 0 {
      guard let step = threads[index].steps.popFirst() else { return sleep(index, until: .max, time) }
      switch step {
      case .arrive(let moment):
        threads[index].arrived = moment
        sleep(index, until: moment, time)
      case .compute(let length): threads[index].left = length
      case .sleep(let length): sleep(index, until: time + length, time)
      case .sleepUntil(let moment): sleep(index, until: moment, time)
      case .lock:
        if holder == nil {
          holder = index
        } else {
          threads[index].activity = .locked
          waiters.append(index)
        }
      case .unlock:
        holder = waiters.isEmpty ? nil : waiters.removeFirst()
        if let holder { makeReady(holder) }
      case .allocate:
        allocated += 1
        if allocated == goal { (allocated, collecting) = (0, Self.troubleTime) }
      case .answer: threads[index].requests.append((threads[index].arrived, time))
      }
    }
  }

  private mutating func sleep(_ index: Int, until moment: Int, _ time: Int) {
    guard moment > time else { return }
    threads[index].activity = .asleep
    threads[index].wakes = moment
  }
}
