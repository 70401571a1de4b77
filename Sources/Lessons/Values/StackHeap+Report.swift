// What StackHeap found, as a table, as JSON, and as the data of the memory map.
// Relies on: Report; MemoryMap for the regions.

import Figures
import Foundation
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

/// The part of a report that the memory map is drawn from.
struct MemoryMapReport: Decodable {
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
        throw LessonFigures.Undrawable(description: "'\(text)' is no address")
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
