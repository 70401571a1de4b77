// The words of the tiers.
// Relies on: TiersLab.

extension TiersLab {
  /// Two threads on one heap, with words.
  public static let guide = LabGuide(
    name: "tiers", title: "Two threads on one heap",
    choices: [
      .init("thread", operand: 0, ["thread one", "thread two"]),
      .init("size", operand: 1, ["4 KiB", "40 KiB"]),
      .init("whose block", operand: 2, ["its own", "the other's"]),
    ],
    actions: [
      .init("allocate", kind: 0, operands: [0, 1]), .init("free the newest", kind: 1, operands: [0, 2]),
      .init("end the thread", kind: 2, operands: [0]),
    ],
    sentences: Event.allCases.map(sentence),
    // Nine blocks of 4 KiB and six of them back, the other thread as their next owner, and a block with pages of its own.
    story: [
      .init(0), .init(0), .init(0, times: 7), .init(1), .init(1), .init(1, times: 4), .init(0, 1),
      .init(1, 1, 0, 1),
      .init(2, 1), .init(0, 0, 1),
    ],
    sources: LabSources(
      "TiersLab",
      swift: [
        "Sources/Labs/Tiers/TiersLab.swift", "Sources/Labs/Tiers/TiersLab+Picture.swift",
        "Sources/Memory/Platform",
        "Sources/Memory/Allocator",
      ],
      c: ["Sources/Memory/CPlatform/wasm.c"], includes: ["Sources/Memory/CPlatform/include"]),
    make: { TiersLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "Nobody has asked for anything."
    case .noRoom: "The picture has no room for more blocks of this thread; the heap was not asked."
    case .nothingToFree: "There is no such block to free; the heap was not asked."
    case .window: "The thread took an address from its own window. No lock, and nobody else had to look."
    case .spare:
      "The window was empty, so the full magazine behind it took its place. Still no lock."
    case .central:
      "The thread had no address left: a full magazine came from the central list. One lock, that of this size; not an object was touched."
    case .span:
      "The central list had no full magazine: it filled one with addresses of a span that had objects left. One lock, that of this size."
    case .newSpan:
      "The central list had no magazine and no span with anything left: the page heap gave four pages for a new span of eight objects, and half of them went into a magazine. Two locks."
    case .large:
      "Too large for any class: the page heap gave five pages of its own. One lock, that of the page heap."
    case .freed: "The address went into the thread's own window. No lock."
    case .freedToSpare:
      "The window was full: it became the spare magazine, and the empty one behind it was opened. No lock."
    case .freedToNewSpare:
      "The window was full: it became the spare magazine, and an empty one came from the central list. One lock, that of this size."
    case .freedToCentral:
      "Both magazines were full: one went to the central list, in exchange for an empty one. One lock; not an object was touched."
    case .foreign:
      "A block of the other thread's span: it waits in a bin apart, on its way home. No lock."
    case .foreignToCentral:
      "The bin for other threads' blocks was full: it went to the central list, where their owner will find it. One lock."
    case .freedLarge: "The pages went back to the page heap and joined their free neighbors. One lock."
    case .ended:
      "The thread ended. Full magazines went to the central list, single addresses back to their spans; its blocks live on."
    case .endedWithPages:
      "The thread ended. Single addresses went back to their spans; one span had nothing in use any more, and the page heap took it back."
    }
  }
}
