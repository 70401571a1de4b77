// Shelves: where the free objects of one class wait, thread by thread: for a figure, and for who wants to see them move.
// Relies on: the windows of Observation, which are the real ones whether the heap is observed or not.

import CPlatform

/// Free objects of one class in one thread's hands.
public struct Shelves: Hashable, Sendable {
  /// In the window that the thread takes from and gives to.
  public var window = 0
  /// In the full magazine behind it: a whole one, or none.
  public var spare = 0
  /// Whether an empty magazine stands behind it instead.
  public var hasEmptySpare = false
  /// Of other threads' spans, on their way home.
  public var foreign = 0
}

extension ThreadCache {
  /// What waits in this cache of a class.
  ///
  /// - Complexity: O(1).
  public func shelves(_ sizeClass: Int) -> Shelves { heap.shelves(sizeClass, cache) }
}

extension Heap {
  /// How many full magazines of a class wait in its central list.
  public func fullMagazines(_ sizeClass: Int) -> Int {
    platform_lock(&handle.central[sizeClass].lock)
    defer { platform_unlock(&handle.central[sizeClass].lock) }
    return Int(handle.central[sizeClass].batches)
  }
}

extension HeapHandle {
  fileprivate func shelves(_ sizeClass: Int, _ cache: Cache) -> Shelves {
    let own = windows(cache)[sizeClass]
    let foreign = windows(cache)[sizeClass + Int(platform_class_slots)]
    return Shelves(
      window: Int((own.top &- own.low) / wordBytes),
      spare: own.spare & 1 == 0 ? 0 : Int(traits[sizeClass].batch),
      hasEmptySpare: own.spare != 0 && own.spare & 1 == 0,
      foreign: Int((foreign.top &- foreign.low) / wordBytes))
  }
}
