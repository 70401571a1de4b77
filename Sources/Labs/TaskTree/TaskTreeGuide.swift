// The words of the tree of tasks.
// Relies on: TaskTreeLab.

extension TaskTreeLab {
  /// A tree of tasks in time, with words.
  public static let guide = LabGuide(
    name: "tasks", title: "A tree of tasks in time",
    choices: [.init("task", operand: 0, ["A", "B", "C", "D", "E", "F", "G"])],
    actions: [
      .init("add a child", kind: 0, operands: [0]), .init("Task { }", kind: 1, operands: [0]),
      .init("wait", kind: 2, operands: [0]), .init("finish", kind: 3, operands: [0]),
      .init("throw", kind: 4, operands: [0]), .init("cancel", kind: 5, operands: [0]),
    ],
    sentences: Event.allCases.map(sentence),
    // A request with two children, a grandchild, and a task that only looks like a child; a child throws.
    story: [
      .init(0, 0, times: 2), .init(1, 0), .init(0, 1), .init(2, 4), .init(2, 3), .init(4, 2), .init(3, 0),
      .init(3, 1), .init(5, 3),
    ],
    sources: LabSources(
      "TaskTreeLab",
      swift: [
        "Sources/Labs/TaskTree/TaskTree.swift", "Sources/Labs/TaskTree/TaskTreeLab.swift",
        "Sources/Labs/TaskTree/TaskTreeLab+Picture.swift",
      ]),
    make: { TaskTreeLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "One task, A, runs. It has a handle, and a group for children."
    case .full: "The picture is full. Start again."
    case .notRunning: "Its body does not run: it waits, or it is done and has children left."
    case .noHandle: "A child has no handle. It is canceled with its parent, or by an error in its group."
    case .hasEnded: "That task has ended."
    case .added: "A child: it is canceled with its parent, which does not end before it has."
    case .addedCanceled: "A child of a canceled task is born canceled. It runs all the same."
    case .made:
      "Task { } in a task makes no child of it: nobody waits for it, and nothing cancels it but its handle."
    case .waits: "It waits for something that never comes. Only a cancellation wakes it."
    case .threwAtOnce: "It is canceled, so its wait throws at once; the error leaves its body."
    case .ended: "Its body is done, no child is left: it has ended."
    case .joins: "Its body is done, and it has children: it waits for them. This is what a scope means."
    case .threw:
      "Its body threw, and no child is left: it has ended with an error, which its parent finds when it takes its children's results."
    case .threwAndJoins:
      "Its body threw. The error cancels its children and waits for them, before it goes on to the parent."
    case .cancelsOthers:
      "It takes its children's results and finds an error: the others are canceled, and the error goes on when they have ended."
    case .canceled:
      "The flag is set, here and in every child below. Who waited wakes; who runs goes on until it looks."
    case .canceledAndEnded: "It waited, and wakes with an error; so do those below it. Nothing of it is left."
    case .alreadyCanceled: "It is canceled already, and can be so once only."
    }
  }
}
