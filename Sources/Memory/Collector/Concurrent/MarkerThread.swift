// MarkerThread: the thread that collects: it stops the world for the roots, marks while the mutators run, stops them once more
// to see that nothing grey is left, and sweeps.
// Relies on: World for stopping, Cycle for the steps. Invariant: the world's mutex is held but while it marks or sweeps.

#if canImport(Glibc)
  import CCollector
  import Glibc

  extension MarkSweep {
    private func stop(_ world: World) {
      collector_set_phase(phase, collector_phase(phase) | Phase.stop)
      while world.words.pointee.standing < world.words.pointee.registered { world.wait() }
    }

    private func resume(_ world: World, since start: CollectorMoment) {
      locked { core.pause(since: start) }
      collector_set_phase(phase, collector_phase(phase) & ~Phase.stop)
      world.tellAll()
    }

    func runMarker(_ world: World) {
      world.lock()
      while true {
        while !world.words.pointee.isWanted, !world.words.pointee.isEnding {
          world.unlock()
          sweepInPieces()
          world.lock()
          if !world.words.pointee.isWanted, !world.words.pointee.isEnding { world.wait() }
        }
        if world.words.pointee.isEnding { break }
        world.words.pointee.isWanted = false
        world.words.pointee.isCollecting = true
        world.unlock()
        sweepInPieces()
        world.lock()
        runCycle(world)
        world.words.pointee.isCollecting = false
        world.words.pointee.cycles += 1
        world.tellAll()
      }
      world.unlock()
    }

    /// Sweeps what mutators have not swept, a few blocks at a time, so that they need not wait for the lock.
    private func sweepInPieces() {
      var isSwept = false
      while !isSwept {
        isSwept = locked {
          state.pointee.blocks.sweep(32, core)
          return state.pointee.blocks.isSwept
        }
      }
    }

    /// One cycle. The world's mutex is held.
    private func runCycle(_ world: World) {
      var start = CollectorMoment()
      let began = start
      /// Nanoseconds that the world stood before the last stop.
      var first: UInt64 = 0
      stop(world)
      let sizes = (begin: heapWords << 3, goal: state.pointee.goal << 3)
      begin(staysStopped: !world.words.pointee.isConcurrent)
      for mutator in state.pointee.mutators {
        mutator.pointee.timeAtBegin = collector_time_of(mutator.pointee.thread)
      }
      let isConcurrent = world.words.pointee.isConcurrent
      verifyPhase()
      while true {
        if isConcurrent {
          first &+= CollectorMoment().wall &- start.wall
          resume(world, since: start)
          world.unlock()
        } else if core.shared.pointee.crew != nil {
          let before = CollectorMoment()
          markStopped()
          locked {
            core.shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- before.work
          }
          break
        }
        markAll(world)
        if isConcurrent {
          world.lock()
          start = CollectorMoment()
          stop(world)
        }
        if terminate() { break }
      }
      for mutator in state.pointee.mutators where isConcurrent { countMutatorTime(mutator) }
      let peak = heapWords << 3
      end()
      verifyPhase()
      let sizesNow = CollectionSizes(
        begin: sizes.begin, end: peak, live: state.pointee.liveWords << 3, goal: sizes.goal)
      let last = CollectorMoment().wall &- start.wall
      resume(world, since: start)
      locked { core.trace(.full, since: began, sizesNow, stops: isConcurrent ? (first, last) : nil) }
    }

    func countMutatorTime(_ mutator: UnsafeMutablePointer<MutatorState>) {
      let now = collector_time_of(mutator.pointee.thread)
      core.shared.pointee.statistics.mutatorNanosecondsDuringMark += now &- mutator.pointee.timeAtBegin
    }

    /// Marks until nothing is left to take, sharing with mutators that assist.
    private func markAll(_ world: World) {
      let start = CollectorMoment()
      let (budget, rest) = (world.words.pointee.budget, world.words.pointee.rest)
      repeat {
        var isMore = true
        while isMore {
          let before = marker.pointee.scannedWords
          isMore = mark(budget)
          if rest > 0 { usleep(rest) }
          _ = collector_add(credit, Int64(marker.pointee.scannedWords - before))
          share(all: false)
        }
      } while locked { takeGreys() }
      locked {
        core.shared.pointee.statistics.traceNanoseconds += CollectorMoment().work &- start.work
      }
    }
  }
#endif
