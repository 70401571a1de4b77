// Tally: counts finished work from several threads. Relies on nothing.

import Synchronization

/// A counter.
package final class Tally: Sendable {
  private let count = Atomic(0)

  package init() {}

  /// The number of calls so far, this one among them. Relaxed: a number to show, which orders nothing.
  package func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}
