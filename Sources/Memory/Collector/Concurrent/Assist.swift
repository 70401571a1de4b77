// Assist: a mutator that takes memory while the marker marks pays for it with marking, so that the cycle ends before the heap
// has grown to its goal. The marker's own work is a credit that mutators use up first.
// Source: Go 1.27 runtime/mgcpacer.go (assist ratio, background credit).

import CCollector

/// What a word costs during a cycle. The price changes while the world is stopped.
struct AssistPace {
  /// Words to mark for each word taken.
  private(set) var price = 0.0
  private var heapAtBegin = 0

  /// - Parameters:
  ///   - work: Words that there are to mark, as far as is known: what was live last time, or half of a young heap.
  ///   - heap: Words of the heap now.
  ///   - goal: Words at which the work should be done.
  mutating func begin(work: Int, heap: Int, goal: Int) {
    // A tenth beyond what is known, for the heap may have grown.
    price = Double(work + work / 10) / Double(max(1, goal - heap))
    heapAtBegin = heap
  }

  func takenDuringMark(_ heap: Int) -> Int { heap - heapAtBegin }
}

extension MarkSweep {
  /// Says that this mutator took words, and marks what that costs.
  func charge(_ words: Int) {
    mutator.pointee.taken += words
    guard state.pointee.world != nil || state.pointee.assistsBetweenSteps, isMarking,
      !core.suffers(.neverAssists)
    else { return }
    let cost = Int64(Double(words) * state.pointee.pace.price)
    let left = collector_add(credit, -cost) - cost
    if left < 0 { assist(min(-left, cost)) }
  }

  /// Marks until so many words are paid for, or there is nothing to take.
  private func assist(_ owed: Int64) {
    let start = CollectorMoment()
    var paid: Int64 = 0
    while paid < owed, collector_phase(phase) & Phase.stop == 0 {
      let marks = bitmaps.pointee.marks
      locked {
        var few = 64
        while few > 0, state.pointee.shared.count > 0 {
          mutator.pointee.assist.push(state.pointee.shared.pop())
          few -= 1
        }
        while few > 0, state.pointee.remembered.count > 0 {
          mutator.pointee.assist.shade(state.pointee.remembered.pop(), marks, isShared: true)
          few -= 1
        }
      }
      if mutator.pointee.assist.count == 0 { break }
      mutator.pointee.assist.scannedWords = 0
      mutator.pointee.assist.scanShared(256, marks, core.memory, core.log)
      let words = mutator.pointee.assist.scannedWords
      paid += Int64(words)
      returnGreys(words)
    }
    if paid == 0 { return }
    _ = collector_add(credit, paid)
    let now = CollectorMoment()
    locked {
      core.shared.pointee.statistics.assists += 1
      core.shared.pointee.statistics.assistNanoseconds += now.work &- start.work
      core.pause(since: start)
    }
  }

  private func returnGreys(_ words: Int) {
    locked {
      state.pointee.assistedWords += words
      while mutator.pointee.assist.count > 0 { state.pointee.shared.push(mutator.pointee.assist.pop()) }
    }
  }
}
