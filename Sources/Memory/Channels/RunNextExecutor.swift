// RunNextExecutor: threads that run tasks, each with a queue and a `next` slot. A task that is woken by a task of this
// thread runs here, next, without waking another thread, because the one that woke it will most likely wait for it.
//  take: next slot → own queue → shared queue → another's queue. Every 64th time the shared queue first, so that two
//  tasks that wake each other do not starve the rest.
//  A task in the slot behind one that computes would wait for all of it: a watcher hands it on (100 µs to 2 ms).
// Relies on: CHandover. Source: Go 1.27 `runtime/proc.go` (`runqput`, `findRunnable`, `sysmon`).
// Lock order: none; no two of these locks are held at once.

import CHandover

/// A task executor for tasks that hand over much to each other.
///
/// ```swift
/// let executor = RunNextExecutor(threads: 2)
/// await withTaskGroup(of: Void.self) { group in
///   group.addTask(executorPreference: executor) { await ping() }
///   group.addTask(executorPreference: executor) { await pong() }
/// }
/// executor.stop()
/// ```
public final class RunNextExecutor: TaskExecutor, @unchecked Sendable {
  private let workers: [Worker]
  private let shared = RunQueue()
  /// [0] counts posts, idle workers sleep on it; [1] idle workers; [2] 1 when stopped; [3] running threads;
  /// [4] the watcher sleeps on it; [5] times that the watcher handed a task on.
  private let words: UnsafeMutablePointer<UInt32>

  /// Starts `threads` threads and a watcher.
  ///
  /// - Parameter threads: At least 1. With one thread there is nobody to whom the watcher could hand a task.
  public init(threads: Int) {
    precondition(threads > 0, "an executor has at least one thread")
    words = .allocate(capacity: 6)
    words.initialize(repeating: 0, count: 6)
    workers = (0..<threads).map { _ in Worker() }
    _ = handover_add(words + 3, UInt32(threads + 1))
    for worker in workers {
      worker.executor = self
      start(worker) { raw in
        let worker = Unmanaged<Worker>.fromOpaque(raw!).takeRetainedValue()
        worker.executor?.run(worker)
      }
    }
    start(self) { raw in
      let executor = Unmanaged<RunNextExecutor>.fromOpaque(raw!).takeRetainedValue()
      executor.watch()
    }
  }

  deinit { words.deallocate() }

  private func start(_ object: AnyObject, _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> Void)
  {
    let error = handover_start(body, Unmanaged.passRetained(object).toOpaque())
    precondition(error == 0, "the system gives no thread: error \(error)")
  }

  /// Ends the threads once nothing is left to run, and waits for them. Threads keep the executor alive until then.
  /// Tasks must not be enqueued afterwards, and it must not be called from one of its own tasks.
  public func stop() {
    handover_store(words + 2, 1)
    _ = handover_add(words, 1)
    handover_wake(words, Int32.max)
    _ = handover_add(words + 4, 1)
    handover_wake(words + 4, 1)
    while true {
      let left = handover_load(words + 3)
      if left == 0 { break }
      _ = handover_wait(words + 3, left, UInt64.max)
    }
    for worker in workers { worker.executor = nil }
  }

  /// How often a task was taken out of the slot behind one that computes.
  public var handedOn: Int { Int(handover_load(words + 5)) }

  /// Runs a job: next on this thread if one of our tasks wakes it, on any of our threads otherwise.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if let raw = handover_worker_get() {
      let worker = Unmanaged<Worker>.fromOpaque(raw).takeUnretainedValue()
      if worker.executor === self {
        let displaced = worker.queue.putNext(job)
        if displaced { wake() }
        return
      }
    }
    shared.put(job)
    wake()
  }

  private func wake() {
    // Pairs with the fence in `run`; forbids that the put and the count of the idle pass each other, by which the job
    // would lie there and all would sleep.
    handover_fence()
    if handover_load(words + 1) > 0 {
      _ = handover_add(words, 1)
      handover_wake(words, 1)
    }
  }

  private func take(_ worker: Worker, _ turn: Int) -> UnownedJob? {
    if turn & 63 == 0, let job = shared.take() { return job }
    if let job = worker.queue.takeNext() { return job }
    if let job = shared.take() { return job }
    for other in workers where other !== worker { if let job = other.queue.take() { return job } }
    return nil
  }

  private func run(_ worker: Worker) {
    handover_worker_set(Unmanaged.passUnretained(worker).toOpaque())
    let here = asUnownedTaskExecutor()
    var turn = 0
    while true {
      turn &+= 1
      if let job = search(worker, turn) {
        job.runSynchronously(on: here)
        continue
      }
      let seen = handover_load(words)
      _ = handover_add(words + 1, 1)
      // Pairs with the fence in `wake`.
      handover_fence()
      let job = take(worker, turn)
      let stopped = handover_load(words + 2) == 1
      if job == nil && !stopped { _ = handover_wait(words, seen, UInt64.max) }
      _ = handover_add(words + 1, UInt32.max)
      wakeWatcher()
      if let job { job.runSynchronously(on: here) } else if stopped { break }
    }
    handover_worker_set(nil)
    leave()
  }

  /// The watcher sleeps while nobody runs.
  private func wakeWatcher() {
    if handover_load(words + 4) & 1 == 1 {
      _ = handover_add(words + 4, 1)
      handover_wake(words + 4, 1)
    }
  }

  /// A few turns of looking are cheaper than a sleep, and few enough not to take the core from the partner.
  private func search(_ worker: Worker, _ turn: Int) -> UnownedJob? {
    for _ in 0..<50 {
      if let job = take(worker, turn) { return job }
      handover_pause()
    }
    return nil
  }

  private func leave() {
    if handover_add(words + 3, UInt32.max) == 1 { handover_wake(words + 3, Int32.max) }
  }

  /// Sees every slot twice: a job that is still there has waited for a whole interval.
  private func watch() {
    var interval: UInt64 = 100_000
    let pause = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
    pause.initialize(to: 0)
    defer { pause.deallocate() }
    while handover_load(words + 2) == 0 {
      _ = handover_wait(pause, 0, handover_now() + interval)
      var stuck = false
      for worker in workers {
        if let job = worker.queue.takeStuck() {
          stuck = true
          shared.put(job)
          _ = handover_add(words + 5, 1)
          wake()
        }
      }
      interval = stuck ? 100_000 : min(interval * 2, 2_000_000)
      if Int(handover_load(words + 1)) == workers.count {
        // Odd: asleep. A worker that wakes up makes it even.
        let seen = handover_load(words + 4) | 1
        handover_store(words + 4, seen)
        handover_fence()
        if Int(handover_load(words + 1)) == workers.count && handover_load(words + 2) == 0 {
          _ = handover_wait(words + 4, seen, UInt64.max)
        }
        if handover_load(words + 4) & 1 == 1 { _ = handover_add(words + 4, 1) }
        interval = 100_000
      }
    }
    leave()
  }

  /// A thread's own.
  private final class Worker: @unchecked Sendable {
    let queue = RunQueue()
    /// Set before the thread starts, cleared by `stop` when it has ended.
    var executor: RunNextExecutor?
  }
}
