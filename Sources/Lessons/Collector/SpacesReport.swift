// SpacesReport: what a heap's events say about where its objects are, as the data of the picture of spaces, and back.
// Relies on: Report, Figures.

import Figures

/// A heap as its events tell it.
struct SpacesStory {
  /// An object in a space.
  struct Object {
    var name: String
    var words: Int
    var look: SpacesState.Look
  }

  /// Spaces: a name, the first word, and how many are shown.
  let lanes: [(name: String, start: UInt32, words: Int)]
  let looks: [String]
  let hasStack: Bool
  /// By their words.
  var objects: [UInt32: Object] = [:]
  /// Pointers, and cards by their first word and length.
  var marks: [(name: String, at: UInt32, words: Int)] = []
  var stack: [String] = []
  private(set) var names: [String] = []
  private(set) var moments: [JSONValue] = []

  init(lanes: [(name: String, start: UInt32, words: Int)], looks: [String], hasStack: Bool = false) {
    self.lanes = lanes
    self.looks = looks
    self.hasStack = hasStack
  }

  /// Keeps what the heap is now as a moment.
  mutating func note(_ name: String) {
    names.append(name)
    moments.append(
      .object([
        "name": .string(name), "stack": .array(stack.map(JSONValue.string)),
        "objects": .array(
          objects.sorted { $0.key < $1.key }.compactMap { word, object in
            place(word).map { lane, at in
              .object([
                "lane": .number(lane), "at": .number(at), "words": .number(object.words),
                "label": .string(object.name), "look": .number(object.look.rawValue),
              ])
            }
          }),
        "marks": .array(
          marks.compactMap { mark in
            place(mark.at).map { lane, at in
              .object([
                "lane": .number(lane), "at": .number(at), "words": .number(mark.words),
                "name": .string(mark.name),
              ])
            }
          }),
      ]))
  }

  /// The figure's data for a lesson's report.
  var value: JSONValue {
    .object([
      "name": .string("spaces"), "looks": .array(looks.map(JSONValue.string)),
      "hasStack": .number(hasStack ? 1 : 0),
      "lanes": .array(lanes.map { .object(["name": .string($0.name), "words": .number($0.words)]) }),
      "moments": .array(moments),
    ])
  }

  private func place(_ word: UInt32) -> (lane: Int, at: Int)? {
    // A pointer may stand behind the last word of a lane, where another lane begins.
    for reach in [0, 1] {
      for (index, lane) in lanes.enumerated()
      where word >= lane.start && Int(word - lane.start) < lane.words + reach {
        return (index, Int(word - lane.start))
      }
    }
    return nil
  }
}

/// The part of a report that spaces are drawn from.
struct SpacesReport: Decodable {
  var figure: Story

  struct Story: Decodable {
    var looks: [String]
    var hasStack: Int
    var lanes: [Lane]
    var moments: [Moment]
  }

  struct Lane: Decodable {
    var name: String
    var words: Int
  }

  struct Moment: Decodable {
    var name: String
    var stack: [String]
    var objects: [Object]
    var marks: [Mark]
  }

  struct Object: Decodable {
    var lane: Int, at: Int, words: Int
    var label: String
    var look: Int
  }

  struct Mark: Decodable {
    var lane: Int, at: Int, words: Int
    var name: String
  }

  var state: SpacesState {
    SpacesState(
      lanes: figure.lanes.map { (name: Array($0.name.utf8), words: $0.words) },
      looks: figure.looks.map { Array($0.utf8) }, hasStack: figure.hasStack != 0,
      moments: figure.moments.map { moment in
        .init(
          name: Array(moment.name.utf8),
          objects: moment.objects.map {
            .init(
              lane: $0.lane, at: $0.at, words: $0.words, label: Array($0.label.utf8),
              look: SpacesState.Look(rawValue: $0.look) ?? .gone)
          },
          marks: moment.marks.map {
            .init(lane: $0.lane, at: $0.at, words: $0.words, name: Array($0.name.utf8))
          }, stack: moment.stack.map { Array($0.utf8) })
      })
  }
}

/// The part of a report that curves are drawn from.
struct CurvesReport: Decodable {
  var figure: Curves

  struct Curves: Decodable {
    var across: String, up: String
    var curves: [Curve]
  }

  struct Curve: Decodable {
    var name: String
    var x: [Int], y: [Int]
  }

  /// The figure's data for a lesson's report.
  static func value(across: String, up: String, _ curves: [(name: String, points: [(x: Int, y: Int)])])
    -> JSONValue
  {
    .object([
      "name": .string("curve"), "across": .string(across), "up": .string(up),
      "curves": .array(
        curves.map { curve in
          .object([
            "name": .string(curve.name), "x": .array(curve.points.map { .number($0.x) }),
            "y": .array(curve.points.map { .number($0.y) }),
          ])
        }),
    ])
  }

  var state: CurvesState {
    CurvesState(
      across: Array(figure.across.utf8), up: Array(figure.up.utf8),
      curves: figure.curves.map { curve in
        .init(name: Array(curve.name.utf8), points: zip(curve.x, curve.y).map { (x: $0, y: $1) })
      })
  }
}

/// The part of a report that bars are drawn from.
struct BarsReport: Decodable {
  var figure: Bars

  struct Bars: Decodable {
    var what: String
    var bars: [Bar]
  }

  struct Bar: Decodable {
    var name: String
    var count: Int
  }

  /// The figure's data for a lesson's report.
  static func value(_ what: String, _ bars: [(name: String, count: Int)]) -> JSONValue {
    .object([
      "name": .string("bars"), "what": .string(what),
      "bars": .array(bars.map { .object(["name": .string($0.name), "count": .number($0.count)]) }),
    ])
  }

  var state: BarsState {
    BarsState(
      name: Array(figure.what.utf8), bars: figure.bars.map { (name: Array($0.name.utf8), count: $0.count) })
  }
}
