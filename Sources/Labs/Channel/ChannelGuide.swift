// The words of the channel.
// Relies on: ChannelLab.

extension ChannelLab {
  /// Two queues and a ring, with words.
  public static let guide = LabGuide(
    name: "channel", title: "Two queues and a ring",
    choices: [
      .init("whose wait", operand: 0, ["a sender's", "a receiver's"]),
      .init("places", operand: 1, ["none", "one", "three"]),
    ],
    actions: [
      .init("send", kind: 0), .init("receive", kind: 1), .init("cancel a wait", kind: 2, operands: [0]),
      .init("close", kind: 3), .init("new channel", kind: 4, operands: [1]),
    ],
    sentences: Event.allCases.map(sentence),
    // The ring fills, a sender sleeps, is woken; receivers sleep, one is served, and close wakes the other.
    story: [
      .init(0), .init(0, times: 3), .init(1), .init(1, times: 3), .init(1, times: 2), .init(0), .init(3),
      .init(0),
      .init(1),
    ],
    sources: LabSources(
      "ChannelLab",
      swift: [
        "Sources/Labs/Channel/ChannelLab.swift", "Sources/Labs/Channel/ChannelLab+Picture.swift",
        "Sources/Memory/Channels/Machine",
      ]),
    make: { ChannelLab() })

  private static func sentence(_ event: Event) -> String {
    switch event {
    case .start: "An open channel with three places. Nobody waits."
    case .noRoom: "The picture has no room for one more who waits; the channel was not asked."
    case .nobody: "Nobody waits on that side."
    case .opened: "A new channel, open and empty."
    case .stored: "There was a place: the number is in the ring, and the sender goes on."
    case .handed:
      "A receiver was asleep: it gets the number directly and is woken. The ring was empty and stays so."
    case .sleepsSending: "There is no place and nobody who receives: the sender sleeps, with its number."
    case .refused: "The channel is closed: the send fails, and the number stays with its sender."
    case .received: "The oldest number came out of the ring. Nobody had to be woken."
    case .receivedAndWoke:
      "The oldest number came out of the ring; the longest-waiting sender's number took the place, and its sender is woken."
    case .met:
      "Without a ring they meet: the receiver took the number of the sender that had waited longest, and woke it."
    case .sleepsReceiving: "There is nothing to receive: the receiver sleeps."
    case .ended: "Closed, and everything that was stored has been taken: the receive ends without a number."
    case .cancelledSender:
      "The sender that had waited longest gave up: it is woken, and its number was not sent."
    case .cancelledReceiver: "The receiver that had waited longest gave up and is woken. No number is lost."
    case .closed: "The channel is closed. What is stored can still be received."
    case .closedAndWoke:
      "The channel is closed, and all who slept are woken: receivers end, and senders fail with their numbers."
    case .closedTwice: "It was closed already: closing again is an error of whoever does it."
    }
  }
}
