// LabGuide: what a page says around a lab: what a reader can do, a sentence for everything that can happen, and the story
// that pages without scripts tell. Native only: the words stand in the page and not in the wasm.
// Relies on: Lab. Invariant: there is a sentence for every number that `act` answers.

/// A lab with its words.
public struct LabGuide: Sendable {
  /// Something that the reader sets, and that actions then use.
  public struct Choice: Hashable, Sendable {
    /// What is chosen, in a word or two.
    public let name: String
    /// The operand of an action that it is, from 0.
    public let operand: Int
    /// What there is to choose from; the operand is the index.
    public let options: [String]

    init(_ name: String, operand: Int, _ options: [String]) {
      self.name = name
      self.operand = operand
      self.options = options
    }
  }

  /// Something that the reader does.
  public struct Action: Hashable, Sendable {
    /// What a button says.
    public let name: String
    /// The action's number.
    public let kind: Int
    /// The operands that it looks at.
    public let operands: [Int]

    init(_ name: String, kind: Int, operands: [Int] = []) {
      self.name = name
      self.kind = kind
      self.operands = operands
    }
  }

  /// One step of a story: an action, once or several times.
  public struct Move: Hashable, Sendable {
    /// The action's number.
    public let kind: Int
    /// Its three operands.
    public let operands: [Int]
    /// How often.
    public let times: Int

    /// An action with operands.
    public init(_ kind: Int, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, times: Int = 1) {
      self.kind = kind
      operands = [a, b, c]
      self.times = times
    }
  }

  /// The lab's permanent name.
  public let name: String
  /// What it shows, in a few words.
  public let title: String
  /// What can be set.
  public let choices: [Choice]
  /// What can be done.
  public let actions: [Action]
  /// By the number of the event.
  public let sentences: [String]
  /// What the static sequence shows.
  public let story: [Move]
  /// What it is compiled from for the page.
  public let sources: LabSources
  /// The lab in its first state.
  public let make: @Sendable () -> any Lab

  /// A move in words: `allocate: thread one, 4 KiB`.
  public func words(_ move: Move) -> String {
    guard let action = actions.first(where: { $0.kind == move.kind }) else { return "" }
    let chosen = choices.filter { action.operands.contains($0.operand) }.map { choice in
      let index = move.operands[choice.operand]
      return choice.options.indices.contains(index) ? choice.options[index] : ""
    }
    return action.name + (chosen.isEmpty ? "" : ": " + chosen.joined(separator: ", "))
      + (move.times == 1 ? "" : ", \(move.times) times")
  }

  /// Does a move on a lab; the last event's number.
  ///
  /// - Returns: nil for a move that is made not even once, or for an event without a sentence.
  public func play(_ move: Move, on lab: any Lab) -> Int? {
    var event: Int?
    for _ in 0..<max(move.times, 0) {
      event = lab.act(move.kind, move.operands[0], move.operands[1], move.operands[2])
    }
    return event.flatMap { sentences.indices.contains($0) ? $0 : nil }
  }
}

/// What a lab is compiled from for the page, relative to the package's root. A folder stands for the Swift files in it and
/// below it.
public struct LabSources: Hashable, Sendable {
  /// The type that conforms to `Lab`.
  public let type: String
  /// Swift files and folders of the lab and its kernel.
  public let swift: [String]
  /// C files of the kernel.
  public let c: [String]
  /// Folders with C modules of the kernel.
  public let includes: [String]
  /// What to define.
  public let defines: [String]

  init(_ type: String, swift: [String], c: [String] = [], includes: [String] = [], defines: [String] = []) {
    self.type = type
    self.swift = swift
    self.c = c
    self.includes = includes
    self.defines = defines
  }

  /// What says which lab the page's functions are about.
  public var text: String { "typealias PageLab = \(type)\n" }

  /// What every lab has: the picture's code and its face in wasm.
  public static let common = [
    "Sources/Figures/Figure.swift", "Sources/Figures/Svg.swift", "Sources/Labs/Lab.swift",
    "Sources/Labs/Page",
  ]
}

extension LabGuide {
  /// All labs, in the order of the book.
  public static let all: [LabGuide] = [
    EscapeLab.guide, TiersLab.guide, TricolorLab.guide, ChannelLab.guide, TaskTreeLab.guide,
    PoolLab.guide,
  ]
}
