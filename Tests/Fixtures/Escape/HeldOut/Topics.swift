// swift-format-ignore-file
// Topics: publishers that feed async streams, subscribers that end, and messages of several types.

protocol Message: Sendable {
  var topic: String { get }
}

struct Note: Message {
  let topic: String
  let text: String
}

struct Alarm: Message {
  let topic: String
  let level: Int
}

actor Broker {
  private var streams: [String: [Int: AsyncStream<any Message>.Continuation]] = [:]
  private var last = 0

  func subscribe(to topic: String) -> AsyncStream<any Message> {
    last += 1
    let id = last
    let (stream, continuation) = AsyncStream.makeStream(of: (any Message).self)  // heap: library library-call
    streams[topic, default: [:]][id] = continuation  // heap: [String: Dictionary<Int, AsyncStream<any Message>.Continuation>] growth; heap: [Int: AsyncStream<any Message>.Continuation] growth
    continuation.onTermination = { [weak self] _ in  // heap: @sil_weak Optional<Broker> captured; heap: side-table weak-reference; heap: closure passed-opaque
      Task { await self?.end(id, of: topic) }  // heap: closure captured|passed-escaping; heap: Task task-object
    }
    return stream
  }

  private func end(_ id: Int, of topic: String) {
    streams[topic]?[id] = nil  // heap: [String: Dictionary<Int, AsyncStream<any Message>.Continuation>] growth|copy-on-write !; heap: [Int: AsyncStream<any Message>.Continuation] growth|copy-on-write !
  }

  func publish(_ message: any Message) {
    for continuation in (streams[message.topic] ?? [:]).values { continuation.yield(message) }  // heap: library library-call
  }

  func finish() {
    for stream in streams.values {
      for continuation in stream.values { continuation.finish() }
    }
  }
}

@inline(never)
func texts(_ stream: AsyncStream<any Message>) async -> [String] {
  var texts: [String] = []
  for await message in stream {
    switch message {
    case let note as Note: texts.append(note.text)  // heap: [String] growth
    case let alarm as Alarm: texts.append("level \(alarm.level)")  // heap: [String] growth; heap: String growth !
    default: break
    }
  }
  return texts
}

@inline(never)
func note(_ text: String) -> any Message { Note(topic: "news", text: text) }  // heap: Note too-big-for-inline

@inline(never)
func alarm(_ level: Int) -> any Message { Alarm(topic: "news", level: level) }

@main
enum Topics {
  static func main() async {
    let broker = Broker()  // heap: Broker optimizer-limit|passed-escaping
    let stream = await broker.subscribe(to: "news")
    let other = await broker.subscribe(to: "weather")
    async let received = texts(stream)
    async let none = texts(other)
    await broker.publish(note("a book is out"))
    await broker.publish(alarm(3))
    await broker.finish()
    let (news, weather) = await (received, none)
    precondition(news == ["a book is out", "level 3"])
    precondition(weather.isEmpty)
  }
}
