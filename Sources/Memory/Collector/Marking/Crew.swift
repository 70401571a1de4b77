// Crew: several markers that share the marking while the world stands still. Each has a stack of its own; whoever has
// more than one object while the common pool is nearly empty puts half of them there, and whoever has none takes from it.
// Source: Endo, Taura & Yonezawa, A Scalable Mark-Sweep Garbage Collector on Large-Scale Shared-Memory Machines (SC 1997).
// Invariant: marking is over when the pool is empty and nobody is busy, which is seen under the pool's lock. Helpers that
// wake up late find the doors closed, so that the first marker never waits for a processor that others have.

#if canImport(Glibc)
  import CCollector
  import CPlatform
  import Glibc

  /// The markers of a heap: the thread that collects, and its helpers.
  struct Crew {
    /// Scans at most so many objects of a marker's stack.
    typealias Scan = (inout Marker, Int) -> Void

    private let pool: Pool
    private let doors: UnsafeMutablePointer<Doors>
    private let helpers: [UnsafeMutablePointer<Marker>]
    /// The first marker's stack, for plans that have none.
    let own: UnsafeMutablePointer<Marker>

    /// What the threads wait at. Under its mutex.
    private struct Doors {
      var mutex = pthread_mutex_t()
      var changed = pthread_cond_t()
      var threads: [pthread_t] = []
      var scan: Scan?
      var isEnding = false
      var isRendezvous: Bool
      /// Which marking it is, and how many helpers have come to it and not gone.
      var marking = 0
      var inside = 0
      var arrived = 0
      /// What helpers scanned, and their processor time.
      var words = 0
      var nanoseconds: UInt64 = 0
    }

    /// - Parameters:
    ///   - markers: Two or more.
    ///   - batch: Objects that a marker scans before it looks at the others.
    ///   - isRendezvous: For tests: whether a marking begins when every helper has come.
    init?(
      markers: Int, heapWords: Int, batch: Int, isRendezvous: Bool, shared: UnsafeMutablePointer<SharedState>
    ) {
      var stacks: [UnsafeMutablePointer<Marker>] = []
      for _ in 0..<markers {
        guard let marker = Marker(heapWords: heapWords) else {
          for stack in stacks { stack.pointee.unreserve() }
          return nil
        }
        let stack = UnsafeMutablePointer<Marker>.allocate(capacity: 1)
        stack.initialize(to: marker)
        stacks.append(stack)
      }
      own = stacks.removeFirst()
      helpers = stacks
      pool = Pool(batch: batch, yields: isRendezvous, shared: shared)
      doors = .allocate(capacity: 1)
      doors.initialize(to: Doors(isRendezvous: isRendezvous))
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(changed, nil)
      for index in helpers.indices {
        let start = UnsafeMutablePointer<(Crew, Int)>.allocate(capacity: 1)
        start.initialize(to: (self, index))
        var thread = pthread_t()
        pthread_create(
          &thread, nil,
          { argument in
            let start = argument!.assumingMemoryBound(to: (Crew, Int).self)
            let (crew, index) = start.move()
            start.deallocate()
            crew.help(crew.helpers[index])
            return nil
          }, start)
        doors.pointee.threads.append(thread)
      }
    }

    /// Sends the helpers home.
    func close() {
      pthread_mutex_lock(mutex)
      doors.pointee.isEnding = true
      pthread_cond_broadcast(changed)
      let threads = doors.pointee.threads
      pthread_mutex_unlock(mutex)
      for thread in threads { pthread_join(thread, nil) }
      pthread_mutex_destroy(mutex)
      pthread_cond_destroy(changed)
      for marker in [own] + helpers {
        marker.pointee.unreserve()
        marker.deallocate()
      }
      pool.deallocate()
      doors.deinitialize(count: 1)
      doors.deallocate()
    }

    /// How many mark.
    var count: Int { helpers.count + 1 }

    /// Marks everything that can be reached from the objects on a marker's stack, together. The world is stopped.
    ///
    /// - Returns: Words that helpers scanned, and their processor time in nanoseconds.
    func mark(_ first: UnsafeMutablePointer<Marker>, _ scan: @escaping Scan) -> (
      words: Int, nanoseconds: UInt64
    ) {
      pool.open()
      pthread_mutex_lock(mutex)
      doors.pointee.scan = scan
      doors.pointee.marking += 1
      doors.pointee.arrived = 0
      doors.pointee.words = 0
      doors.pointee.nanoseconds = 0
      pthread_cond_broadcast(changed)
      while doors.pointee.isRendezvous, doors.pointee.arrived < helpers.count {
        pthread_cond_wait(changed, mutex)
      }
      pthread_mutex_unlock(mutex)

      pool.work(first, isBusy: true, scan)

      pthread_mutex_lock(mutex)
      doors.pointee.scan = nil
      while doors.pointee.inside > 0 { pthread_cond_wait(changed, mutex) }
      let result = (doors.pointee.words, doors.pointee.nanoseconds)
      pthread_mutex_unlock(mutex)
      return result
    }

    private func help(_ marker: UnsafeMutablePointer<Marker>) {
      var last = 0
      pthread_mutex_lock(mutex)
      while !doors.pointee.isEnding {
        guard doors.pointee.marking != last, let scan = doors.pointee.scan else {
          pthread_cond_wait(changed, mutex)
          continue
        }
        last = doors.pointee.marking
        doors.pointee.inside += 1
        doors.pointee.arrived += 1
        if doors.pointee.isRendezvous { pthread_cond_broadcast(changed) }
        pthread_mutex_unlock(mutex)
        let start = collector_thread_time()
        pool.work(marker, isBusy: false, scan)
        let time = collector_thread_time() &- start
        pthread_mutex_lock(mutex)
        doors.pointee.words += marker.pointee.scannedWords
        doors.pointee.nanoseconds &+= time
        marker.pointee.scannedWords = 0
        doors.pointee.inside -= 1
        pthread_cond_broadcast(changed)
      }
      pthread_mutex_unlock(mutex)
    }

    private var mutex: UnsafeMutablePointer<pthread_mutex_t> {
      UnsafeMutableRawPointer(doors).advanced(by: MemoryLayout<Doors>.offset(of: \.mutex)!)
        .assumingMemoryBound(to: pthread_mutex_t.self)
    }
    private var changed: UnsafeMutablePointer<pthread_cond_t> {
      UnsafeMutableRawPointer(doors).advanced(by: MemoryLayout<Doors>.offset(of: \.changed)!)
        .assumingMemoryBound(to: pthread_cond_t.self)
    }
  }

  extension Crew {
    /// Objects that nobody has, and who has some. The counts are read without the lock, and are true under it.
    private struct Pool {
      private let lock: UnsafeMutablePointer<UInt32>
      private let list: UnsafeMutablePointer<WordList>
      /// Objects in the list, markers that may have objects, and whether marking is over.
      private let counts: UnsafeMutablePointer<Int64>
      private let batch: Int
      /// For tests: whether whoever gives lets others run.
      private let yields: Bool
      private let shared: UnsafeMutablePointer<SharedState>

      private var offered: UnsafeMutablePointer<Int64> { counts }
      private var busy: UnsafeMutablePointer<Int64> { counts + 1 }
      private var finished: UnsafeMutablePointer<Int64> { counts + 2 }

      init(batch: Int, yields: Bool, shared: UnsafeMutablePointer<SharedState>) {
        lock = .allocate(capacity: 1)
        lock.initialize(to: 0)
        list = .allocate(capacity: 1)
        list.initialize(to: WordList())
        counts = .allocate(capacity: 3)
        counts.initialize(repeating: 0, count: 3)
        self.batch = batch
        self.yields = yields
        self.shared = shared
      }

      func deallocate() {
        list.pointee.deallocate()
        list.deallocate()
        lock.deallocate()
        counts.deallocate()
      }

      /// The first marker is busy. Nobody works.
      func open() {
        platform_lock(lock)
        list.pointee.removeAll()
        set(offered, 0)
        set(busy, 1)
        set(finished, 0)
        platform_unlock(lock)
      }

      /// Marks until nobody has anything.
      func work(_ own: UnsafeMutablePointer<Marker>, isBusy: Bool, _ scan: Scan) {
        var isBusy = isBusy
        repeat {
          while own.pointee.count > 0 {
            scan(&own.pointee, batch)
            if own.pointee.count > 1, collector_count(offered) < batch {
              give(own)
              if yields { collector_yield() }
            }
          }
        } while take(own, &isBusy)
      }

      private func give(_ own: UnsafeMutablePointer<Marker>) {
        platform_lock(lock)
        for index in 0..<min(own.pointee.count / 2, 1024) {
          let object = own.pointee.pop()
          if index == 0, suffers(.losesSharedWork) { continue }
          list.pointee.push(object)
        }
        set(offered, list.pointee.count)
        platform_unlock(lock)
      }

      private func take(_ own: UnsafeMutablePointer<Marker>, _ isBusy: inout Bool) -> Bool {
        while collector_count(finished) == 0 {
          let isWorthALook = isBusy || collector_count(offered) > 0 || suffers(.finishesWhileOthersScan)
          if isWorthALook, grab(own, &isBusy) { return true }
          collector_yield()
        }
        return false
      }

      /// Takes some, or says that this marker has nothing.
      private func grab(_ own: UnsafeMutablePointer<Marker>, _ isBusy: inout Bool) -> Bool {
        platform_lock(lock)
        defer { platform_unlock(lock) }
        if list.pointee.count > 0 {
          if !isBusy { set(busy, Int(collector_count(busy)) + 1) }
          isBusy = true
          for _ in 0..<min(list.pointee.count, batch) { own.pointee.push(list.pointee.pop()) }
          set(offered, list.pointee.count)
          return true
        }
        if isBusy { set(busy, Int(collector_count(busy)) - 1) }
        isBusy = false
        if collector_count(busy) == 0 || suffers(.finishesWhileOthersScan) { set(finished, 1) }
        return false
      }

      private func set(_ count: UnsafeMutablePointer<Int64>, _ value: Int) {
        _ = collector_add(count, Int64(value) - collector_count(count))
      }

      private func suffers(_ fault: CollectorFault) -> Bool {
        #if MUTATIONS
          shared.pointee.fault == fault
        #else
          false
        #endif
      }
    }
  }
#else
  /// Nobody: a page has one thread, and no way to make a crew.
  struct Crew {
    private init() {}
    typealias Scan = (inout Marker, Int) -> Void
    func close() {}
    var count: Int { 1 }
    var own: UnsafeMutablePointer<Marker> { fatalError("there is no crew") }
    func mark(_ first: UnsafeMutablePointer<Marker>, _ scan: @escaping Scan) -> (
      words: Int, nanoseconds: UInt64
    ) {
      (0, 0)
    }
  }
#endif

/// A plan that can mark on several processors while the world is stopped.
public protocol ParallelPlan: Plan {}

extension MarkSweep: ParallelPlan {}
extension MarkCompact: ParallelPlan {}
extension Generational: ParallelPlan {}

#if canImport(Glibc)
  extension ParallelPlan {
    /// Lets full collections that stop the world mark with so many threads. The concurrent plan's marker stays alone.
    ///
    /// - Parameters:
    ///   - batch: Objects that a marker scans before it looks whether others need some.
    ///   - isRendezvous: For tests: whether a marking begins only when every helper has come to it.
    /// - Returns: Whether there was address space for their stacks.
    @discardableResult
    public func markTogether(_ markers: Int, batch: Int = 256, isRendezvous: Bool = false) -> Bool {
      precondition(markers > 1 && batch > 0 && core.shared.pointee.crew == nil)
      guard
        let crew = Crew(
          markers: markers, heapWords: core.shared.pointee.words, batch: batch, isRendezvous: isRendezvous,
          shared: core.shared)
      else { return false }
      core.shared.pointee.crew = crew
      return true
    }
  }
#endif
