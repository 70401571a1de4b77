// FigureReports: the parts of the allocator's reports that the figures of losses and of tiers are drawn from.
// Relies on: Figures for the states.

import Figures

/// What allocators' blocks lose.
struct LossReport: Decodable {
  var figure: Losses

  struct Losses: Decodable {
    var allocators: [Allocator]
  }

  struct Allocator: Decodable {
    var name: String
    /// First size, step and count of each run of sizes that are as far apart.
    var runs: [[Int]]

    var sizes: [Int] {
      runs.flatMap { run in run.count == 3 ? (0..<run[2]).map { run[0] + $0 * run[1] } : [] }
    }
  }

  /// Sizes as runs: glibc's two thousand are one.
  static func runs(_ sizes: [Int]) -> [[Int]] {
    var runs: [[Int]] = []
    for (index, size) in sizes.enumerated() {
      let step = index == 0 ? size : size - sizes[index - 1]
      if let last = runs.last, last[1] == step || last[2] == 1 {
        runs[runs.count - 1] = [last[0], step, last[2] + 1]
      } else {
        runs.append([size, step, 1])
      }
    }
    return runs
  }

  /// The figure's data for a lesson's report.
  static func value(_ allocators: [(name: String, sizes: [Int])]) -> JSONValue {
    .object([
      "name": .string("losses"),
      "allocators": .array(
        allocators.map {
          .object([
            "name": .string($0.name),
            "runs": .array(runs($0.sizes).map { .array($0.map { .number($0) }) }),
          ])
        }),
    ])
  }

  var state: LossState {
    LossState(allocators: figure.allocators.map { .init(name: Array($0.name.utf8), sizes: $0.sizes) })
  }
}

/// Which tier served what.
struct ServedReport: Decodable {
  var figure: Served

  struct Served: Decodable {
    var stories: [Story]
  }

  struct Story: Decodable {
    var name: String
    var tiers: [Tier]
  }

  struct Tier: Decodable {
    var name: String, lock: String
    var served: Int
  }

  /// The figure's data for a lesson's report.
  static func value(_ stories: [(name: String, tiers: [(name: String, lock: String, served: Int)])])
    -> JSONValue
  {
    .object([
      "name": .string("served"),
      "stories": .array(
        stories.map { story in
          .object([
            "name": .string(story.name),
            "tiers": .array(
              story.tiers.map {
                .object([
                  "name": .string($0.name), "lock": .string($0.lock), "served": .number($0.served),
                ])
              }),
          ])
        }),
    ])
  }

  var state: ServedState {
    ServedState(
      stories: figure.stories.map { story in
        .init(
          name: Array(story.name.utf8),
          tiers: story.tiers.map {
            .init(name: Array($0.name.utf8), lock: Array($0.lock.utf8), served: $0.served)
          })
      })
  }
}
