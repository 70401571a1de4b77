// World: a marker thread beside the mutators, and how it stops them: a bit in `phase` that they look at in safepoints, and a
// condition on which those that stand wait.
// Relies on: POSIX threads; a page has none, and steps its cycles itself. Invariant: between `stop` and `resume` every
// mutator stands in `park` or has not yet entered; the world's mutex is held by whoever stopped it.

#if canImport(Glibc)
  import CCollector
  import Glibc

  /// The threads of a heap.
  struct World {
    let words: UnsafeMutablePointer<Words>

    struct Words {
      var mutex = pthread_mutex_t()
      var changed = pthread_cond_t()
      var thread = pthread_t()
      var registered: Int
      var standing = 0
      var isWanted = false
      var isCollecting = false
      var isEnding = false
      /// Cycles that have ended.
      var cycles = 0
      /// For tests: how many objects the marker scans at a time, and how long it rests after that.
      var budget = 1024
      var rest: UInt32 = 0
      let isConcurrent: Bool
    }

    init(registered: Int, isConcurrent: Bool) {
      words = .allocate(capacity: 1)
      words.initialize(to: Words(registered: registered, isConcurrent: isConcurrent))
      pthread_mutex_init(&words.pointee.mutex, nil)
      pthread_cond_init(&words.pointee.changed, nil)
    }

    // By address and not as an inout access: other threads wait in the same words.
    private var mutex: UnsafeMutablePointer<pthread_mutex_t> {
      UnsafeMutableRawPointer(words).advanced(by: MemoryLayout<Words>.offset(of: \.mutex)!)
        .assumingMemoryBound(to: pthread_mutex_t.self)
    }
    private var changed: UnsafeMutablePointer<pthread_cond_t> {
      UnsafeMutableRawPointer(words).advanced(by: MemoryLayout<Words>.offset(of: \.changed)!)
        .assumingMemoryBound(to: pthread_cond_t.self)
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    func wait() { pthread_cond_wait(changed, mutex) }
    func tellAll() { pthread_cond_broadcast(changed) }

    func deallocate() {
      pthread_mutex_destroy(mutex)
      pthread_cond_destroy(changed)
      words.deinitialize(count: 1)
      words.deallocate()
    }
  }

  extension MarkSweep {
    /// Starts a thread that collects, beside the mutators, or in their place while they stand.
    ///
    /// - Parameter isConcurrent: Whether the mutators run while it marks.
    public func startMarker(isConcurrent: Bool = true) {
      precondition(state.pointee.world == nil, "the heap has a marker thread already")
      if isMarking { collectStopped() }
      let world = World(registered: state.pointee.mutators.count, isConcurrent: isConcurrent)
      state.pointee.world = world
      setTriggers()
      let heap = UnsafeMutablePointer<MarkSweep>.allocate(capacity: 1)
      heap.initialize(to: self)
      pthread_create(
        &world.words.pointee.thread, nil,
        { argument in
          let heap = argument!.assumingMemoryBound(to: MarkSweep.self)
          heap.pointee.runMarker(heap.pointee.state.pointee.world!)
          heap.deallocate()
          return nil
        }, heap)
    }

    /// Lets a running cycle end, and then the thread. Only one mutator may be left.
    public func stopMarker() {
      guard let world = state.pointee.world else { return }
      world.lock()
      world.words.pointee.isEnding = true
      world.tellAll()
      stand(world) { world.words.pointee.isCollecting }
      let thread = world.words.pointee.thread
      world.unlock()
      pthread_join(thread, nil)
      state.pointee.world = nil
      world.deallocate()
    }

    /// For tests: makes a marker slow, so that much happens beside it. Before the first cycle.
    public func slowMarker(budget: Int, restMicroseconds: UInt32) {
      state.pointee.world?.words.pointee.budget = budget
      state.pointee.world?.words.pointee.rest = restMicroseconds
    }

    /// Runs something that does not touch the heap, and may take long: the world need not wait for this mutator meanwhile.
    public func idle<Result>(_ body: () -> Result) -> Result {
      guard let world = state.pointee.world else { return body() }
      world.lock()
      locked { flush(mutator) }
      world.words.pointee.standing += 1
      world.tellAll()
      world.unlock()
      let result = body()
      world.lock()
      while collector_phase(phase) & Phase.stop != 0 { world.wait() }
      world.words.pointee.standing -= 1
      world.unlock()
      return result
    }

    /// Lets this mutator stand while `condition` holds or the world is stopped. The world's mutex is held.
    private func stand(_ world: World, while condition: () -> Bool = { false }) {
      locked { flush(mutator) }
      world.words.pointee.standing += 1
      world.tellAll()
      while condition() || collector_phase(phase) & Phase.stop != 0 { world.wait() }
      world.words.pointee.standing -= 1
    }

    @usableFromInline @inline(never) func park() {
      guard let world = state.pointee.world else { return }
      world.lock()
      stand(world)
      world.unlock()
    }

    func enter(_ mutator: UnsafeMutablePointer<MutatorState>) {
      precondition(
        state.pointee.world != nil, "further mutators need a marker thread: call startMarker first")
      guard let world = state.pointee.world else { return }
      world.lock()
      while collector_phase(phase) & Phase.stop != 0 { world.wait() }
      mutator.pointee.timeAtBegin = collector_thread_time()
      locked { state.pointee.mutators.append(mutator) }
      world.words.pointee.registered += 1
      world.unlock()
    }

    func leave(_ mutator: UnsafeMutablePointer<MutatorState>) {
      guard let world = state.pointee.world else { return }
      world.lock()
      while collector_phase(phase) & Phase.stop != 0 { stand(world) }
      locked {
        flush(mutator)
        if isMarking { countMutatorTime(mutator) }
        state.pointee.mutators.removeAll { $0 == mutator }
      }
      world.words.pointee.registered -= 1
      world.tellAll()
      world.unlock()
    }

    /// After each phase, where a test wants it so: what is wrong ends the process.
    func verifyIfWanted() {
      if core.shared.pointee.verifies, let violated = verify() { fatalError(violated) }
    }

    /// Asks the marker for a cycle, and waits for it where that is too late or the world stands anyway.
    func askMarker(isLate: Bool) {
      guard let world = state.pointee.world else { return }
      world.lock()
      if !world.words.pointee.isCollecting, !world.words.pointee.isWanted {
        world.words.pointee.isWanted = true
        world.tellAll()
      }
      if isLate || !world.words.pointee.isConcurrent { stall(world, cycles: 1) }
      world.unlock()
    }

    /// Lets this mutator wait for cycles to end. The world's mutex is held.
    private func stall(_ world: World, cycles: Int) {
      let start = CollectorMoment()
      let end = world.words.pointee.cycles + cycles
      stand(world) { world.words.pointee.cycles < end && !world.words.pointee.isEnding }
      guard world.words.pointee.isConcurrent else { return }
      let now = CollectorMoment()
      locked {
        core.shared.pointee.statistics.stalls += 1
        core.shared.pointee.statistics.stallNanoseconds += now.wall &- start.wall
        core.shared.pointee.statistics.wallPauses.add(now.wall &- start.wall)
      }
    }

    /// Waits for a cycle that begins now or later.
    func collectConcurrently() {
      guard let world = state.pointee.world else { return }
      world.lock()
      let cycles = world.words.pointee.isCollecting ? 2 : 1
      let end = world.words.pointee.cycles + cycles
      while world.words.pointee.cycles < end {
        world.words.pointee.isWanted = true
        world.tellAll()
        stall(world, cycles: 1)
      }
      world.unlock()
    }
  }
#endif
