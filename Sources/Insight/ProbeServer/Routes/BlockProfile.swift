// BlockProfile: the heap of one moment as a profile: for each stack what was allocated there in all, and what of it is alive.
// Exact, of a snapshot of the leak probe; `lesson heap` samples, and costs less.

import HeapProfiles
import LeakCheck
import Pprof
import TaskProfiles

/// Makes heap profiles of snapshots.
package enum BlockProfile {
  /// With the values of every heap profile of ours.
  ///
  /// - Parameter shownType: What is shown when nobody says which.
  /// - Complexity: O(blocks + stacks), and one run of llvm-symbolizer a file.
  package static func profile(
    of snapshot: Snapshot, shownType: String, symbolizer: Symbolizer?
  ) -> Profile {
    var places = Places(snapshot.images, hidden: "libleakprobe.so")
    var sums: [Int: [Int]] = [:]
    for (stack, counts) in snapshot.allocated { sums[stack] = [counts.objects, counts.bytes, 0, 0] }
    for block in snapshot.blocks where block.stack != 0 {
      // One that was made while the counts were written is in none of them.
      sums[block.stack, default: [1, block.bytes, 0, 0]][2] += 1
      sums[block.stack]![3] += block.bytes
    }
    var profile = Profile(
      valueTypes: HeapProfile.valueTypes, shownType: shownType, periodType: .init("space", "bytes"))
    profile.period = 1
    for (stack, values) in sums.sorted(by: { $0.key < $1.key }) {
      profile.samples.append(
        .init(stack: places.locations(returning: snapshot.stacks[stack] ?? []), values: values))
    }
    places.name(by: symbolizer)
    profile.mappings = places.mappings
    profile.locations = places.locations
    return profile
  }
}
