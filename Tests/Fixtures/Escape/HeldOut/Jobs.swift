// swift-format-ignore-file
// A queue of jobs by priority: a heap in an array, workers that wait in continuations.

struct Job: Comparable {
  let priority: Int
  let name: String
  let run: @Sendable () -> Int

  static func < (one: Job, other: Job) -> Bool { one.priority < other.priority }
  static func == (one: Job, other: Job) -> Bool { one.priority == other.priority }
}

struct Heap<Element: Comparable> {
  private var elements: [Element] = []
  var isEmpty: Bool { elements.isEmpty }

  mutating func push(_ element: Element) {
    elements.append(element)  // heap: [Job] growth; heap: [Element] growth
    var child = elements.count - 1
    while child > 0, elements[(child - 1) / 2] < elements[child] {
      elements.swapAt(child, (child - 1) / 2)  // heap: [Element] copy-on-write !
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Element? {
    guard let first = elements.first else { return nil }
    elements[0] = elements[elements.count - 1]  // heap: [Job] copy-on-write !; heap: [Element] copy-on-write !
    elements.removeLast()  // heap: [Element] copy-on-write !
    var parent = 0
    while 2 * parent + 1 < elements.count {
      var child = 2 * parent + 1
      if child + 1 < elements.count, elements[child] < elements[child + 1] { child += 1 }
      guard elements[parent] < elements[child] else { break }
      elements.swapAt(parent, child)  // heap: [Element] copy-on-write !
      parent = child
    }
    return first
  }
}

actor JobQueue {
  private var heap = Heap<Job>()
  private var waiting: [CheckedContinuation<Job?, Never>] = []
  private var isClosed = false

  func add(_ job: Job) {
    if let first = waiting.first {
      waiting.removeFirst()  // heap: [CheckedContinuation<Optional<Job>, Never>] copy-on-write !
      first.resume(returning: job)
    } else {
      heap.push(job)
    }
  }

  func next() async -> Job? {
    if let job = heap.pop() { return job }
    if isClosed { return nil }
    return await withCheckedContinuation { waiting.append($0) }  // heap: [CheckedContinuation<Optional<Job>, Never>] growth !; heap: library library-call !
  }

  func close() {
    isClosed = true
    for one in waiting { one.resume(returning: nil) }
    waiting = []
  }
}

@inline(never)
func scaled(_ name: String, _ priority: Int, by factor: Int) -> Job {
  Job(priority: priority, name: name) { priority * factor }  // heap: closure returned
}

@inline(never)
func work(on queue: JobQueue) async -> Int {
  var sum = 0
  while let job = await queue.next() { sum += job.run() }
  return sum
}

@main
enum Jobs {
  static func main() async {
    let queue = JobQueue()  // heap: JobQueue captured|passed-escaping
    for priority in 1...4 { await queue.add(scaled("job", priority, by: 10)) }
    await queue.close()
    let sum = await withTaskGroup(of: Int.self) { group in  // heap: library library-call
      for _ in 0..<2 { group.addTask { await work(on: queue) } }  // heap: closure captured|passed-escaping; heap: Task task-object
      var sum = 0
      for await part in group { sum += part }
      return sum
    }
    precondition(sum == 100)
  }
}
