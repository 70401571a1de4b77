// LessonFigures: the pictures of what lessons found, drawn from the data that they print.
// Relies on: Figures for the drawing, Labs for the stories of labs; each report's decoding stands beside its lesson.

import Figures
import Foundation
import Labs

/// Pictures of what lessons found.
public enum LessonFigures {
  /// One step of a picture, at both widths.
  public struct Step: Sendable {
    /// SVG, 640 wide.
    public let wide: [UInt8]
    /// SVG, 360 wide.
    public let narrow: [UInt8]
    /// Its sentence.
    public let words: String
  }

  /// Why there is no picture.
  public struct Undrawable: Error, CustomStringConvertible {
    /// What is wrong with the data.
    public let description: String
  }

  /// By name, how a figure is drawn from its data; nil when this is no data of it. Labs are drawn from their stories.
  private static let drawings: [String: @Sendable (Data) throws -> [Step]?] = [
    "bars": drawing(BarsFigure.self) { (report: BarsReport) in report.state },
    "counts": drawing(CountsFigure.self) { (report: CountsReport) in report.figure.state },
    "curve": drawing(CurveFigure.self) { (report: CurvesReport) in report.state },
    "losses": drawing(LossFigure.self) { (report: LossReport) in report.state },
    "memory-map": drawing(MemoryMapFigure.self) { (report: MemoryMapReport) in try report.figure.state() },
    "owners": drawing(OwnersFigure.self) { (report: OwnersReport) in report.figure.state },
    "served": drawing(ServedFigure.self) { (report: ServedReport) in report.state },
    "spaces": drawing(SpacesFigure.self) { (report: SpacesReport) in report.state },
    "span-map": drawing(SpanMapFigure.self) { (report: SpanMapReport) in try report.state() },
    "timeline": drawing(TimelineFigure.self) { (report: TimelineReport) in try report.state() },
    "tree": drawing(TreeFigure.self) { (report: TreeReport) in report.state },
  ]

  /// Draws the figure in a lesson's JSON.
  ///
  /// - Throws: `Undrawable` for an unknown figure or data that is not what the lesson prints.
  public static func draw(_ name: String, json: String) throws -> [Step] {
    let data = Data(json.utf8)
    if let guide = LabGuide.all.first(where: { $0.name == name }) { return try steps(of: guide, data) }
    guard let drawing = drawings[name] else {
      let names = drawings.keys.sorted() + LabGuide.all.map(\.name)
      throw Undrawable(
        description: "there is no figure '\(name)'; there are: \(names.joined(separator: ", "))")
    }
    guard let steps = try drawing(data) else {
      throw Undrawable(description: "this is no data of the figure '\(name)'")
    }
    return steps
  }

  /// A report's picture for itself, with its colors in it: the last step of its story, 640 wide.
  ///
  /// - Throws: `Undrawable` when the lesson has none.
  public static func picture(of report: Report) throws -> String {
    guard case .object(let figure) = report.figure, case .string(let name) = figure["name"] else {
      throw Undrawable(description: "\(report.lesson) has no picture; --format text has all that it found")
    }
    guard let last = try draw(name, json: report.json).last else { return "" }
    let style = """
      <style>svg { background: #fff } text { font: 12px sans-serif; fill: #333 } .end { text-anchor: end } \
      .inverse { fill: #fff } .cell, .rule, .ref { fill: none; stroke: #bbb } .live { fill: #b4451f } \
      .fresh { fill: none; stroke: #b4451f; stroke-width: 2 } .held { fill: #eee; stroke: #999 } \
      .free { fill: #fff; stroke: #1f6f8b } .now { fill: #1f6f8b } .gray { fill: #bbb } .black { fill: #333 } \
      .gone { fill: none; stroke: #b4451f; stroke-dasharray: 4 3 }</style>
      """
    let svg = String(decoding: last.wide, as: UTF8.self)
    guard let end = svg.firstIndex(of: ">") else { return svg }
    return svg[...end] + "\n" + style + svg[svg.index(after: end)...]
  }

  private static func drawing<Report: Decodable & SendableMetatype, Picture: Figure & SendableMetatype>(
    _ picture: Picture.Type, _ state: @escaping @Sendable (Report) throws -> Picture.State
  ) -> @Sendable (Data) throws -> [Step]? {
    { data in
      guard let report = try? JSONDecoder().decode(Report.self, from: data) else { return nil }
      let state = try state(report)
      return (0..<Picture.steps(of: state)).map { step in
        Step(
          wide: Picture.draw(state, step: step, size: .wide).bytes,
          narrow: Picture.draw(state, step: step, size: .narrow).bytes,
          words: String(decoding: Picture.words(state, step: step), as: UTF8.self))
      }
    }
  }

  /// Plays a lab's recorded story again. It has to come to the same.
  private static func steps(of guide: LabGuide, _ data: Data) throws -> [Step] {
    guard let report = try? JSONDecoder().decode(StoryReport.self, from: data) else {
      throw Undrawable(description: "this is no story of the lab '\(guide.name)'")
    }
    let lab = guide.make()
    return try report.figure.moves.map { recorded in
      let move = recorded.move
      guard let event = guide.play(move, on: lab), event == recorded.event else {
        throw Undrawable(description: "'\(guide.words(move))' comes to something else now than was recorded")
      }
      let words = guide.words(move)
      return Step(
        wide: lab.draw(.wide).bytes, narrow: lab.draw(.narrow).bytes,
        words: words.prefix(1).uppercased() + words.dropFirst() + ". " + guide.sentences[event])
    }
  }

  /// The part of a report that a lab's story is told from.
  private struct StoryReport: Decodable {
    var figure: Story

    struct Story: Decodable { var moves: [Recorded] }

    struct Recorded: Decodable {
      var kind: Int
      var operands: [Int]
      var times: Int
      var event: Int

      var move: LabGuide.Move {
        // A move that is made not even once is refused when it is played.
        operands.count == 3
          ? .init(kind, operands[0], operands[1], operands[2], times: times) : .init(kind, times: 0)
      }
    }
  }
}
