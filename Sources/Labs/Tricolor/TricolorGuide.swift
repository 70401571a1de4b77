// The words of the three colors.
// Relies on: TricolorLab.

extension TricolorLab {
  /// A mutator beside a marker, with words.
  public static let guide = LabGuide(
    name: "tricolor", title: "A mutator beside a marker",
    choices: [.init("slot of", operand: 0, ["A", "B", "what v refers to"])],
    actions: [
      .init("v = slot", kind: 0, operands: [0]), .init("slot = v", kind: 1, operands: [0]),
      .init("slot = null", kind: 2, operands: [0]), .init("v = new", kind: 3),
      .init("step the marker", kind: 4),
      .init("barrier on or off", kind: 5),
    ],
    sentences: Event.allCases.map(sentence),
    // With the barrier C is remembered and stays; without it C is hidden behind v, and lost.
    story: [
      .init(4), .init(0), .init(2), .init(4, times: 2), .init(4, times: 2), .init(1), .init(0, 1), .init(5),
      .init(4),
      .init(0), .init(2), .init(4, times: 2), .init(0),
    ],
    sources: LabSources(
      "TricolorLab",
      swift: [
        "Sources/Labs/Arrow.swift", "Sources/Labs/Tricolor/TricolorLab.swift",
        "Sources/Labs/Tricolor/TricolorLab+Picture.swift", "Sources/Memory/Collector",
      ],
      c: ["Sources/Memory/CPlatform/wasm.c", "Sources/Memory/CCollector/wasm.c"],
      includes: ["Sources/Memory/CPlatform/include", "Sources/Memory/CCollector/include"]),
    make: { TricolorLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "A and B are roots. A refers to C, and C to D. No cycle is running."
    case .noSlot: "v refers to nothing: there is no such slot."
    case .noRoom: "The picture has no room for a seventh object."
    case .gone: "An object is lost and its cell is free: what the program does now is undefined. Start again."
    case .loaded: "The mutator loaded a reference into v. A load has no barrier."
    case .stored: "The mutator stored. No cycle is marking, so there was nothing to remember."
    case .storedUnseen: "The mutator stored without a barrier. This time nothing is hidden by it."
    case .storedMarked:
      "The mutator stored. The barrier looked at what the slot referred to: nothing, or what was reached already."
    case .remembered:
      "The barrier saw that the slot referred to a white object, and remembered it before the store: it is grey now."
    case .hidden:
      "The invariant is broken: an object that the program can still reach is white, and no grey object leads to it. The marker will not find it."
    case .made: "The mutator made an object, and v refers to it."
    case .madeBlack:
      "The mutator made an object while a cycle marks: it is born black, and the marker need not find it."
    case .began: "A cycle began: what the roots and v refer to is grey, and everything else is white."
    case .scanned: "The marker scanned a grey object, which is black now; what it refers to is grey or black."
    case .took: "The marker had no grey object of its own left, and took what the barrier had remembered."
    case .ended: "Nothing is grey any more: the cycle ended, and what was white is free."
    case .lost:
      "Nothing is grey any more: the cycle ended, and the white object was freed, although the program can still reach it."
    case .barrierOff: "The barrier is off: a store only stores."
    case .barrierOn: "The barrier is on: a store first remembers what it overwrites."
    }
  }
}
