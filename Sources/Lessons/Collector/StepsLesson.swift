// StepsLesson: a heap of a handful of objects, and what a collector does with each, from its own events: marking with its
// stack, copying with its two pointers, or a day in Eden with the card that saves a young object.
// Relies on: the collectors' events; sizes small enough to be drawn.

import Collectors

/// `gc/steps`
public enum StepsLesson: Lesson {
  /// Permanent.
  public static let id = "gc/steps"
  /// In a few words.
  public static let title = "A collection, object by object"
  /// Where it is explained.
  public static let chapter = "09-mark-sweep"
  /// This file.
  public static let source = "Sources/Lessons/Collector/StepsLesson.swift"
  /// Whose.
  public static let parameters = [
    Parameter(
      name: "plan", kind: .choice(["mark-sweep", "copying", "generational"]), standard: "mark-sweep",
      help: "The collector.")
  ]

  /// Runs it.
  public static func run(_ arguments: Arguments) throws -> Report {
    let story: SpacesStory
    do {
      story =
        switch arguments.word("plan") {
        case "copying": try copied()
        case "generational": try day()
        default: try marked()
        }
    } catch let error as OutOfMemory { throw LessonError.impossible("\(error)") }
    var report = Report(
      lesson: id, parameters: arguments.values,
      results: .object(["steps": .array(story.names.map(JSONValue.string))]))
    report.table = .init(
      heads: ["step", "what"], rows: story.names.enumerated().map { ["\($0.offset)", $0.element] })
    report.figure = story.value
    return report
  }

  private static let names = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
  private static var noSpace: LessonError { .impossible("the system refuses the address space") }

  /// A refers to B and C, B to C, D and E to each other, F to C; nothing refers to G. A is held.
  private static func build<Heap: Plan>(_ heap: Heap, _ frame: Frame) throws -> [Ref] {
    for index in 0..<7 { frame[index] = try heap.allocate(refs: 2, bytes: 0) }
    for (from, slot, to) in [(0, 0, 1), (0, 1, 2), (1, 0, 2), (3, 0, 4), (4, 0, 3), (5, 0, 2)] {
      heap.store(frame[to], in: frame[from], at: slot)
    }
    let objects = (0..<7).map { frame[$0] }
    for index in 1..<7 { frame[index] = .null }
    return objects
  }

  // MARK: Marking

  private static func marked() throws -> SpacesStory {
    guard let heap = MarkSweep(bytes: 1 << 14, floor: 1 << 14, blockBytes: 512, roots: 16, events: 4096)
    else {
      throw noSpace
    }
    defer { heap.close() }
    let objects = try build(heap, heap.keep(7))
    var story = SpacesStory(
      lanes: [("heap", objects[0].word, 14)], looks: ["white", "grey", "black"], hasStack: true)
    for (index, object) in objects.enumerated() {
      story.objects[object.word] = .init(name: names[index], words: 2, look: .white)
    }
    story.note("seven objects, and A is held")
    var seen = heap.events().count
    var isFirst = true
    repeat {
      heap.step()
      let (records, count) = heap.events(since: seen)
      seen = count
      var scanned = ""
      for record in records {
        let name = story.objects[record.first]?.name ?? ""
        if record.event == .shade {
          story.objects[record.first]?.look = .grey
          story.stack.append(name)
        } else if record.event == .scan {
          scanned = name
          story.stack.removeAll { $0 == name }
          story.objects[record.first]?.look = .black
        }
      }
      if isFirst { story.note("what the roots refer to is grey") }
      if !scanned.isEmpty { story.note("takes \(scanned), and looks at its references") }
      isFirst = false
    } while heap.isMarking
    story.objects = story.objects.filter { $0.value.look != .white }
    story.note("ends: what is white is free")
    return story
  }

  // MARK: Copying

  private static func copied() throws -> SpacesStory {
    guard let heap = Semispace(bytes: 128, floor: 128, roots: 16, events: 4096) else { throw noSpace }
    defer { heap.close() }
    let frame = heap.keep(7)
    let objects = try build(heap, frame)
    let seen = heap.events().count
    let first = objects[0].word
    heap.collect()
    let second = frame[0].word
    var story = SpacesStory(
      lanes: [("from", first, 16), ("to", second, 16)], looks: ["not copied", "to be scanned", "scanned"])
    for (index, object) in objects.enumerated() {
      story.objects[object.word] = .init(name: names[index], words: 2, look: .white)
    }
    var (scan, free) = (second, second)
    func point() {
      story.marks = scan == free ? [("scan, free", free, 0)] : [("scan", scan, 0), ("free", free, 0)]
    }
    point()
    story.note("seven objects, and A is held")
    for record in heap.events(since: seen).0 {
      if record.event == .copy, let object = story.objects[record.first] {
        story.objects[record.second] = .init(name: object.name, words: object.words, look: .grey)
        story.objects[record.first] = .init(
          name: "to \(record.second - second)", words: object.words, look: .gone)
        free = record.second + UInt32(object.words)
        point()
        story.note("copies \(object.name), and leaves its new place")
      } else if record.event == .scan, let object = story.objects[record.first] {
        story.objects[record.first]?.look = .black
        scan = record.first + UInt32(object.words)
        point()
        story.note("has looked at all that \(object.name) refers to")
      }
    }
    story.objects = story.objects.filter { $0.key >= second }
    story.note("scan meets free: the old half is free")
    return story
  }

  // MARK: A day in Eden

  private static func day() throws -> SpacesStory {
    guard let heap = Generational(bytes: 4096, eden: 512, survivors: 512, tenure: 1, roots: 16, events: 4096)
    else { throw noSpace }
    defer { heap.close() }
    var eden = Eden(heap: heap, frame: heap.keep(4))
    try eden.live()
    return eden.story
  }

  /// Objects of eight words, eight to Eden.
  private struct Eden {
    let heap: Generational
    let frame: Frame
    var story: SpacesStory
    private var made = 0
    private var seen = 0
    private let old: UInt32

    init(heap: Generational, frame: Frame) {
      self.heap = heap
      self.frame = frame
      let eden: UInt32 = 64
      old = eden + 3 * 64
      story = SpacesStory(
        lanes: [
          ("Eden", eden, 64), ("survivors, one half", eden + 64, 64),
          ("survivors, the other", eden + 128, 64),
          ("old", old, 128),
        ], looks: ["new", "survived once", "old"])
    }

    mutating func live() throws {
      try make(8, keeping: [0: 0, 2: 1])
      story.note("eight are made, and A and C are held: Eden is full")
      collect()
      story.note("the rest of Eden is free")
      try make(7, keeping: [3: 2])
      story.note("seven more, of which \(StepsLesson.names[11]) is held")
      collect()
      story.note("and the half that they left")
      try make(1, keeping: [0: 3])
      heap.store(frame[3], in: frame[0], at: 0)
      frame[3] = .null
      replay()
      story.note(
        "A, which is old, refers to \(StepsLesson.names[15]), and nobody else does: the card is marked")
      collect()
      story.note("\(StepsLesson.names[15]) was found by the card, and is young still: the card stays marked")
    }

    /// Makes objects, and keeps some of them in slots of the frame.
    private mutating func make(_ count: Int, keeping kept: [Int: Int]) throws {
      for index in 0..<count {
        let object = try heap.allocate(refs: 1, bytes: 52)
        if let slot = kept[index] { frame[slot] = object }
        story.objects[object.word] = .init(name: StepsLesson.names[made], words: 8, look: .white)
        made += 1
      }
      replay()
    }

    private mutating func collect() {
      heap.collect(.minor)
      replay()
    }

    private mutating func replay() {
      let (records, count) = heap.events(since: seen)
      seen = count
      var arrived: Set<UInt32> = []
      var cards: Set<UInt32> = []
      var isCollection = false
      for record in records {
        switch record.event {
        case .phase where record.first == CollectorPhase.copy.rawValue: isCollection = true
        case .copy, .promote:
          guard let object = story.objects[record.first] else { continue }
          let isOld = record.event == .promote
          story.objects[record.second] = .init(
            name: object.name, words: object.words, look: isOld ? .black : .grey)
          story.objects[record.first] = .init(name: "gone", words: object.words, look: .gone)
          arrived.insert(record.second)
          story.note("\(object.name) \(isOld ? "is promoted" : "survives")")
        case .card: cards.insert(record.first)
        default: break
        }
      }
      if isCollection { story.objects = story.objects.filter { $0.key >= old || arrived.contains($0.key) } }
      if isCollection || !cards.isEmpty {
        story.marks = cards.sorted().map { ("a marked card", $0 * 64, 64) }
      }
    }
  }
}
