// ChapterSettings: what a chapter's front matter says about its own blocks: the language mode, and option words that each
// Swift block has without repeating them. Other keys belong to other tools and are left alone.
// Relies on: FrontMatter, InfoString.

import BookMarkdown

/// A chapter's settings.
struct ChapterSettings {
  static let keys = ["swift", "options"]
  /// What the compiler takes after `-swift-version`.
  static let languageModes = ["4", "4.2", "5", "6"]
  /// Words that make sense for every block of a chapter.
  static let defaultable: Set<String> = [
    "group", "no-run", "optimized", "parse", "skip", "timeout", "unordered",
  ]

  private(set) var languageMode: String?
  /// Option words that a block has unless its own contradict them.
  private(set) var options: [InfoString.Word] = []
  private(set) var problems: [Problem] = []

  /// No settings.
  init() {}

  init(_ document: Document) {
    guard let matter = FrontMatter(document, rule: "settings") else { return }
    problems = matter.problems
    for setting in matter.settings {
      switch setting.key {
      case "swift":
        languageMode = Self.languageMode(setting, document.file, &problems)
      case "options":
        readOptions(setting, document.file)
      default:
        guard let meant = Suggestion.nearest(to: setting.key, among: Self.keys) else { continue }
        problems.append(
          Problem(
            "settings", document.file, setting.position,
            "unknown setting '\(setting.key)'; did you mean '\(meant)'?",
            remedy: "a chapter's settings are: \(Self.keys.joined(separator: ", "))"))
      }
    }
  }

  /// The language mode that a setting names, or nil and the problem.
  static func languageMode(_ setting: Setting, _ file: String, _ problems: inout [Problem]) -> String? {
    let mode = setting.values.joined(separator: " ")
    if languageModes.contains(mode) { return mode }
    problems.append(
      Problem(
        "settings", file, setting.valuePosition, "'\(mode)' is no language mode of Swift",
        remedy: "write one of: \(languageModes.joined(separator: ", "))"))
    return nil
  }

  private mutating func readOptions(_ setting: Setting, _ file: String) {
    for word in setting.values.flatMap({ InfoString($0, at: setting.valuePosition).words }) {
      if Self.defaultable.contains(word.key) {
        options.append(word)
      } else {
        problems.append(
          Problem(
            "settings", file, word.position, "'\(word.key)' cannot hold for all blocks of a chapter",
            remedy: "for a chapter: \(Self.defaultable.sorted().joined(separator: ", "))"))
      }
    }
  }
}
