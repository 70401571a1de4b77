// What StackHeap found, as a table, as JSON, and as the data of the memory map.
// Relies on: Report; MemoryMap for the regions.

import Figures
import Foundation
import Labs
import Probe

extension StackHeap {
  static func report(_ sightings: [Sighting], _ map: MemoryMap, _ arguments: Arguments) -> Report {
    let rows = sightings.map { sighting in
      [
        sighting.declaration, "\(sighting.size)", "\(sighting.cost.count)", "\(sighting.cost.bytes)",
        word(map, sighting.address), "\(sighting.address)", sighting.content.map { word(map, $0) } ?? "-",
        sighting.content.map { "\($0)" } ?? "-",
      ]
    }
    var report = Report(
      lesson: id, parameters: arguments.values, results: .array(sightings.map { json($0, map) }))
    report.table = .init(
      heads: ["value", "size", "allocs", "bytes", "variable", "at", "contents", "at"], rows: rows)
    report.figure = figure(sightings, map)
    return report
  }

  private static func word(_ map: MemoryMap, _ address: Address) -> String {
    map.region(containing: address)?.place.rawValue ?? "unmapped"
  }

  private static func json(_ sighting: Sighting, _ map: MemoryMap) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(sighting.name), "declaration": .string(sighting.declaration),
      "size": .number(sighting.size),
      "stride": .number(sighting.stride), "allocations": .number(sighting.cost.count),
      "bytes": .number(sighting.cost.bytes), "place": .string(word(map, sighting.address)),
      "address": .string(sighting.address.description),
    ]
    if let content = sighting.content {
      object["contentPlace"] = .string(word(map, content))
      object["contentAddress"] = .string(content.description)
    }
    return .object(object)
  }

  /// The five runs of addresses that a reader should see, and the values.
  private static func figure(_ sightings: [Sighting], _ map: MemoryMap) -> JSONValue {
    let values = sightings.map { sighting in
      var object: [String: JSONValue] = [
        "name": .string(sighting.declaration), "size": .number(sighting.size),
        "address": .string(sighting.address.description), "allocations": .number(sighting.cost.count),
        "contentBytes": .number(sighting.cost.bytes),
      ]
      if let content = sighting.content { object["content"] = .string(content.description) }
      return JSONValue.object(object)
    }
    return .object(["name": .string("memory-map"), "regions": .array(regions(map)), "values": .array(values)])
  }

  private static func regions(_ map: MemoryMap) -> [JSONValue] {
    let program = map.regions.first?.name ?? ""
    func bounds(_ name: String, _ isPart: (MemoryMap.Region) -> Bool) -> (String, Address, Address)? {
      let parts = map.regions.filter(isPart)
      guard let first = parts.first, let last = parts.last else { return nil }
      return (name, first.start, last.end)
    }
    let runs = [
      bounds("code") { $0.name == program && $0.place == .code },
      bounds("data") { $0.name == program && $0.place == .data },
      bounds("heap") { $0.place == .heap },
      bounds("libraries") { $0.name.hasPrefix("/") && $0.name != program },
      bounds("stack") { $0.place == .stack },
    ]
    return runs.compactMap(\.self).map { name, start, end in
      .object(["name": .string(name), "start": .string("\(start)"), "end": .string("\(end)")])
    }
  }
}

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

  /// Draws the figure in a lesson's JSON.
  ///
  /// - Throws: `Undrawable` for an unknown figure or data that is not what the lesson prints.
  public static func draw(_ name: String, json: String) throws -> [Step] {
    let data = Data(json.utf8)
    switch name {
    case "memory-map":
      guard let report = try? JSONDecoder().decode(MemoryMapReport.self, from: data) else {
        throw Undrawable(description: "this is no data of a memory map")
      }
      return drawn(MemoryMapFigure.self, try report.figure.state())
    case "span-map":
      guard let report = try? JSONDecoder().decode(SpanMapReport.self, from: data) else {
        throw Undrawable(description: "this is no data of a span map")
      }
      return drawn(SpanMapFigure.self, try report.state())
    case "counts":
      guard let report = try? JSONDecoder().decode(CountsReport.self, from: data) else {
        throw Undrawable(description: "this is no data of counts")
      }
      return drawn(CountsFigure.self, report.figure.state)
    case "spaces":
      guard let report = try? JSONDecoder().decode(SpacesReport.self, from: data) else {
        throw Undrawable(description: "this is no data of spaces")
      }
      return drawn(SpacesFigure.self, report.state)
    case "curve":
      guard let report = try? JSONDecoder().decode(CurvesReport.self, from: data) else {
        throw Undrawable(description: "this is no data of curves")
      }
      return drawn(CurveFigure.self, report.state)
    case "bars":
      guard let report = try? JSONDecoder().decode(BarsReport.self, from: data) else {
        throw Undrawable(description: "this is no data of bars")
      }
      return drawn(BarsFigure.self, report.state)
    case "losses":
      guard let report = try? JSONDecoder().decode(LossReport.self, from: data) else {
        throw Undrawable(description: "this is no data of losses")
      }
      return drawn(LossFigure.self, report.state)
    case "served":
      guard let report = try? JSONDecoder().decode(ServedReport.self, from: data) else {
        throw Undrawable(description: "this is no data of tiers")
      }
      return drawn(ServedFigure.self, report.state)
    default:
      if let guide = LabGuide.all.first(where: { $0.name == name }) { return try steps(of: guide, data) }
      let names =
        ["bars", "counts", "curve", "losses", "memory-map", "served", "spaces", "span-map"]
        + LabGuide.all.map(\.name)
      throw Undrawable(
        description: "there is no figure '\(name)'; there are: \(names.joined(separator: ", "))")
    }
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
      .free { fill: #fff; stroke: #1f6f8b } .now { fill: #1f6f8b }</style>
      """
    let svg = String(decoding: last.wide, as: UTF8.self)
    guard let end = svg.firstIndex(of: ">") else { return svg }
    return svg[...end] + "\n" + style + svg[svg.index(after: end)...]
  }

  private static func drawn<Picture: Figure>(_ picture: Picture.Type, _ state: Picture.State) -> [Step] {
    (0..<Picture.steps(of: state)).map { step in
      Step(
        wide: Picture.draw(state, step: step, size: .wide).bytes,
        narrow: Picture.draw(state, step: step, size: .narrow).bytes,
        words: String(decoding: Picture.words(state, step: step), as: UTF8.self))
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

  /// The part of a report that the memory map is drawn from.
  private struct MemoryMapReport: Decodable {
    var figure: Figure

    struct Figure: Decodable {
      var regions: [Region]
      var values: [Value]

      func state() throws -> MemoryMapState {
        MemoryMapState(
          regions: try regions.map {
            .init(name: Array($0.name.utf8), start: try number($0.start), end: try number($0.end))
          },
          values: try values.map {
            .init(
              name: Array($0.name.utf8), size: $0.size, address: try number($0.address),
              content: try $0.content.map(number), contentBytes: $0.contentBytes, allocations: $0.allocations)
          })
      }

      private func number(_ text: String) throws -> UInt {
        guard text.hasPrefix("0x"), let number = UInt(text.dropFirst(2), radix: 16) else {
          throw Undrawable(description: "'\(text)' is no address")
        }
        return number
      }
    }

    struct Region: Decodable {
      var name: String
      var start: String
      var end: String
    }

    struct Value: Decodable {
      var name: String
      var size: Int
      var address: String
      var content: String?
      var contentBytes: Int
      var allocations: Int
    }
  }
}
