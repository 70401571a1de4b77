// The words of the graph of flows.
// Relies on: EscapeLab.

extension EscapeLab {
  /// A graph of flows to edit and to solve, with words.
  public static let guide = LabGuide(
    name: "escape", title: "Where a value may go",
    choices: [
      .init("to", operand: 0, ["p", "x", "y", "new", "result", "heap"]),
      .init("from", operand: 1, ["p", "x", "y", "new"]),
      .init("takes", operand: 2, ["its address &", "its value", "what it points to *"]),
    ],
    actions: [
      .init("add or remove the edge", kind: 0, operands: [0, 1, 2]), .init("one visit", kind: 1),
      .init("solve", kind: 2),
    ],
    sentences: Event.allCases.map(sentence),
    // new escapes by way of y; without the return it does not; then the parameter goes to the heap.
    story: [
      .init(1), .init(2), .init(0, 4, 2, 1), .init(2), .init(0, 5, 0, 1), .init(2), .init(0, 1, 0, 1),
      .init(2),
    ],
    sources: LabSources(
      "EscapeLab",
      swift: [
        "Sources/Labs/Arrow.swift", "Sources/Labs/Escape/EscapeLab.swift",
        "Sources/Labs/Escape/EscapeLab+Picture.swift",
        "Sources/Insight/EscapeGraph/Location.swift", "Sources/Insight/EscapeGraph/Queue.swift",
        "Sources/Insight/EscapeGraph/Solver.swift", "Sources/Insight/EscapeGraph/Step.swift",
        "Sources/Insight/EscapeGraph/Tag.swift",
      ]),
    make: { EscapeLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "x = &new, y = x, return y. Nothing has been solved."
    case .pointless: "That edge says nothing: nothing is stored in new, and nothing flows to itself."
    case .added: "An edge more. The solver begins anew."
    case .changed: "Another edge between the same two. The solver begins anew."
    case .removed: "An edge less. The solver begins anew."
    case .root: "The solver begins a walk here, against the flow: what comes to this place, and as what?"
    case .nothingNew: "The walk came here, and nothing is new."
    case .escaped:
      "Its address comes to a place that may outlive it: it must be on the heap. From here on it outlives everything, so it is walked from once more."
    case .tagged:
      "A parameter's value comes to a place outside of the function: callers have to know, and do."
    case .learned: "What comes here may be written to or called by somebody unknown."
    case .finished: "Nothing is left to walk from: what is not on the heap now is on the stack."
    case .finishedBefore: "It is solved already."
    }
  }
}
