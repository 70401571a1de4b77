// The words of the pool's shelves.
// Relies on: PoolLab.

extension PoolLab {
  /// Two magazines and the shelves, with words.
  public static let guide = LabGuide(
    name: "pool", title: "Two magazines and the shelves",
    choices: [
      .init("thread", operand: 0, ["one", "two"]),
      .init("bound", operand: 1, ["twelve", "six", "none"]),
      .init("what shrinks it", operand: 2, ["a collection", "memory is short"]),
    ],
    actions: [
      .init("take", kind: 0, operands: [0]), .init("return", kind: 1, operands: [0]),
      .init("shrink", kind: 2, operands: [2]), .init("thread ends", kind: 3, operands: [0]),
      .init("new pool", kind: 4, operands: [1]),
    ],
    sentences: Event.allCases.map(sentence),
    // A magazine runs over; victims get one more chance; then a bound that has room for one magazine only.
    story: [
      .init(0, 0, times: 6), .init(1, 0, times: 6), .init(0, 1), .init(2), .init(0, 0), .init(2),
      .init(4, 0, 1), .init(0, 0, times: 6), .init(0, 1, times: 4), .init(1, 1, times: 2),
      .init(1, 0, times: 5), .init(2), .init(1, 1, times: 2),
    ],
    sources: LabSources(
      "PoolLab",
      swift: [
        "Sources/Labs/Pool/PoolLab.swift", "Sources/Labs/Pool/PoolLab+Picture.swift",
        "Sources/Memory/ObjectPool/Machine",
      ]),
    make: { PoolLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "An empty pool that may keep twelve objects. Nobody has used it yet."
    case .noRoom: "The picture has no room for one more in use; the pool was not asked."
    case .nothingUsed: "This thread uses nothing that it could return."
    case .opened: "A new pool, empty, with the chosen bound."
    case .took: "It came from the thread's own magazine: no lock, no other thread."
    case .refilled:
      "The magazine was empty: up to half a magazine of idle objects came from the shelves, and one of them is taken."
    case .tookShelved: "The bound has no room for a magazine, so the object came straight from the shelves."
    case .tookVictim: "Nothing else was idle: a victim is used again, and will not go in the next collection."
    case .made: "No object was idle where this thread may look: a new one was made."
    case .returned: "It lies in the thread's own magazine, and is the next that the thread takes."
    case .spilled: "The magazine was full: half of it went to the shelves, where every thread finds it."
    case .spilledOver:
      "The magazine was full, and the bound has no room for half of it on the shelves: what is too much was let go."
    case .shelved: "The bound has no room for a magazine, so the object lies on the shelves."
    case .replaced:
      "The bound is reached: the object stays, and a victim went for it, which had been idle longer."
    case .dropped: "The bound is reached: the object was let go."
    case .collected:
      "All that was idle, in the magazines too, is a victim now. Nothing was let go yet."
    case .collectedAndDropped:
      "The victims of the last collection that nobody used were let go; what has been idle since is a victim now."
    case .nothingIdle: "Nothing was idle. The magazines gave their room back."
    case .relieved: "All that was idle was let go, victims too."
    case .ended:
      "The thread's magazine went to the shelves, as far as the bound has room, and another thread has its place."
    case .endedEmpty: "The thread had nothing idle. Another has its place."
    case .stillUsing: "A thread that still uses objects does not end here."
    }
  }
}
