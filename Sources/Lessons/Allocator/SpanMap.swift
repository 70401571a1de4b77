// SpanMap: a heap's moments as the data of a figure, and the way back from a lesson's JSON to the picture.
// Relies on: a Heap's map, taken while nobody else works on it.

import Figures
import Foundation
import HeapAllocator

/// One moment of a heap, as it stands in a lesson's JSON.
struct HeapMoment: Codable {
  var name: String
  var liveBytes: Int
  var inUseBytes: Int
  var idleBytes: Int
  var spans: [Span]

  struct Span: Codable {
    var pages: Int
    /// `idle`, `bare`, or the live bytes of a thousand.
    var use: String
  }

  /// Looks at a heap.
  init(_ name: String, _ heap: borrowing Heap) {
    let census = heap.census()
    self.name = name
    liveBytes = census.blockBytes
    inUseBytes = census.inUse
    idleBytes = census.idle
    spans = heap.map().map { Span(pages: $0.pages, use: Self.use(of: $0)) }
  }

  private static func use(of span: SpanRecord) -> String {
    switch span.use {
    case .free: span.holdsMemory ? "idle" : "bare"
    case .objects: "\(span.used * 1000 / SizeClass.objects(span.sizeClass))"
    case .large, .magazines: "1000"
    }
  }

  /// As JSON, for a report.
  var value: JSONValue {
    .object([
      "name": .string(name), "liveBytes": .number(liveBytes), "inUseBytes": .number(inUseBytes),
      "idleBytes": .number(idleBytes),
      "spans": .array(spans.map { .object(["pages": .number($0.pages), "use": .string($0.use)]) }),
    ])
  }

  /// As a moment of the picture.
  func drawn() throws -> SpanMapState.Moment {
    SpanMapState.Moment(
      name: Array(name.utf8),
      spans: try spans.map { span in
        switch span.use {
        case "idle": .init(pages: span.pages, use: .idle)
        case "bare": .init(pages: span.pages, use: .bare)
        default:
          if let share = Int(span.use) {
            .init(pages: span.pages, use: .inUse(perMille: share))
          } else {
            throw LessonFigures.Undrawable(description: "'\(span.use)' is no use of a span")
          }
        }
      },
      live: liveBytes >> 10, inUse: inUseBytes >> 10, idle: idleBytes >> 10)
  }
}

/// The part of a report that a span map is drawn from.
struct SpanMapReport: Decodable {
  var figure: Story

  struct Story: Decodable {
    var moments: [HeapMoment]
  }

  /// The figure's data for a lesson's report.
  static func value(_ moments: [HeapMoment]) -> JSONValue {
    .object(["name": .string("span-map"), "moments": .array(moments.map(\.value))])
  }

  func state() throws -> SpanMapState { SpanMapState(moments: try figure.moments.map { try $0.drawn() }) }
}
