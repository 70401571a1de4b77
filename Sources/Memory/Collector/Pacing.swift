// Pacing: how large a heap may grow before it is collected again. Go's rule: as much garbage as a percentage of what is
// live, at least a floor, and not beyond the memory limit while that can be kept.
// Source: Go 1.27 runtime/mgcpacer.go (heap goal), without stacks and globals, which this heap does not have. Where the limit
// cannot be kept, Go bounds the collector's share of the processor (mgclimit.go); here the heap may grow by a part of itself.

/// When the next collection is due. Words throughout.
struct Pacing {
  /// Garbage that may gather, as a percentage of what is live.
  var percent = 100
  /// No collection before the heap has this many words.
  var floor: Int
  /// The heap should not have more words than this.
  var limit = Int.max

  /// How many words the heap may have when so many are live.
  func goal(live: Int) -> Int {
    let grown = live.addingReportingOverflow(live / 100 * percent + live % 100 * percent / 100).partialValue
    // What is live may be beyond the limit. Collecting at every allocation would not change that.
    return max(live + live / 32, min(max(grown, floor), limit))
  }
}
