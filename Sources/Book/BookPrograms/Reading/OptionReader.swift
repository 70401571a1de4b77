// OptionReader: the words of a fence → BlockOptions. Every word is known or it is an error with a
// suggestion; so is every pair of words that contradict each other (BLOCKS §1).
// Relies on: InfoString for the words.

import BookMarkdown

/// Reads the options of one block and keeps what was wrong with them.
struct OptionReader {
  /// Every option that a block may have.
  static let known = [
    "id", "group", "crash", "error", "no-run", "parse", "skip", "optimized", "unordered", "include",
    "measured", "allocs", "leaks", "timeout", "live", "files",
  ]

  let file: String
  var options = BlockOptions()
  var problems: [Problem] = []
  /// The word that set the mode, for messages about contradictions.
  private var modeWord: InfoString.Word?
  private var seen: Set<String> = []

  init(file: String) { self.file = file }

  /// Reads all words and checks them against each other.
  ///
  /// - Parameter defaults: Words that hold unless one of the block's own says otherwise.
  static func read(
    _ words: some Sequence<InfoString.Word>, defaults: [InfoString.Word] = [], file: String
  ) -> (BlockOptions, [Problem]) {
    var reader = OptionReader(file: file)
    let words = Array(words)
    for word in words { reader.read(word) }
    for word in words where reader.isContradicted(word) { reader.failContradiction(of: word) }
    for word in defaults where !reader.isOverruled(word) { reader.read(word) }
    return (reader.options, reader.problems)
  }

  /// True when a default does not hold for this block.
  private func isOverruled(_ word: InfoString.Word) -> Bool {
    if seen.contains(word.key) { return true }
    let isMode = ["crash", "error", "no-run", "parse", "skip"].contains(word.key)
    if isMode { return modeWord != nil || options.allocations != nil || options.leaks != nil }
    return isContradicted(word)
  }

  /// Reads the words that are options, and takes all others for the author's own.
  static func readKnown(_ words: some Sequence<InfoString.Word>, file: String) -> BlockOptions {
    let known = words.filter { read([$0], file: file).1.isEmpty }
    let (options, wrong) = read(known, file: file)
    return wrong.isEmpty ? options : BlockOptions()
  }

  private mutating func read(_ word: InfoString.Word) {
    guard word.isClosed else { return fail(word, "this quote is never closed", "close it with \"") }
    guard Self.known.contains(word.key) else {
      return fail(
        word, "unknown option '\(word.key)'\(Suggestion.phrase(for: word.key, among: Self.known))",
        "options are: \(Self.known.joined(separator: ", "))")
    }
    guard seen.insert(word.key).inserted else { return fail(word, "option '\(word.key)' stands here twice") }
    switch word.key {
    case "crash": setMode(.crash, word)
    case "error": setMode(.error, word)
    case "no-run": setMode(.noRun, word)
    case "parse": setMode(.parse, word)
    case "skip": readSkip(word)
    case "optimized": if isBare(word) { options.isOptimized = true }
    case "unordered": if isBare(word) { options.isUnordered = true }
    case "live": if isBare(word) { options.isLive = true }
    case "id": options.id = name(word)
    case "group": options.group = name(word)
    case "include": readInclude(word)
    case "files": options.files = value(word)
    case "measured": options.measured = value(word)
    case "allocs": readAllocations(word)
    case "leaks": readLeaks(word)
    default: readTimeout(word)
    }
  }

  private mutating func setMode(_ mode: BlockOptions.Mode, _ word: InfoString.Word) {
    guard isBare(word) else { return }
    take(mode, word)
  }

  private mutating func take(_ mode: BlockOptions.Mode, _ word: InfoString.Word) {
    if let modeWord {
      return fail(word, "'\(word.key)' cannot stand together with '\(modeWord.key)'", "keep one of them")
    }
    modeWord = word
    options.mode = mode
  }

  private mutating func readSkip(_ word: InfoString.Word) {
    guard let reason = word.value, !reason.allSatisfy(\.isWhitespace) else {
      return fail(word, "'skip' wants a reason", "skip=\"needs a second machine\"")
    }
    take(.skip(reason: reason), word)
  }

  private mutating func readInclude(_ word: InfoString.Word) {
    guard let value = value(word) else { return }
    let parts = value.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, parts[1].isEmpty {
      return fail(word, "'include' names no slice after '#'", "include=Sources/File.swift#slice")
    }
    options.include = .init(path: String(parts[0]), slice: parts.count == 2 ? String(parts[1]) : nil)
  }

  private mutating func readAllocations(_ word: InfoString.Word) {
    guard word.sign == .equal || word.sign == .atMost, let value = word.value, let count = Int(value),
      count >= 0
    else {
      return fail(
        word, "'\(word.text)' is not a bound on allocations",
        "write allocs<=3 or allocs=3, with a whole number from 0")
    }
    options.allocations = word.sign == .equal ? .exactly(count) : .atMost(count)
  }

  private mutating func readLeaks(_ word: InfoString.Word) {
    guard word.sign == .equal, let value = word.value, let count = Int(value), count >= 0 else {
      return fail(word, "'\(word.text)' is no number of leaks", "write leaks=0, or a whole number above it")
    }
    options.leaks = count
  }

  private mutating func readTimeout(_ word: InfoString.Word) {
    guard word.sign == .equal, let value = word.value, value.hasSuffix("s"),
      let seconds = Int(value.dropLast()), (1...60).contains(seconds)
    else {
      return fail(word, "'\(word.text)' is not a limit in seconds", "write timeout=30s, from 1s to 60s")
    }
    options.timeout = seconds
  }

  private mutating func name(_ word: InfoString.Word) -> String? {
    guard let value = value(word) else { return nil }
    let isName = value.utf8.allSatisfy {
      ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
        || $0 == UInt8(ascii: "-")
    }
    guard isName else {
      fail(word, "'\(value)' is no name for '\(word.key)'", "use a to z, 0 to 9 and '-'")
      return nil
    }
    return value
  }

  private mutating func value(_ word: InfoString.Word) -> String? {
    guard word.sign == .equal, let value = word.value, !value.isEmpty else {
      fail(word, "'\(word.key)' wants a value", "\(word.key)=…")
      return nil
    }
    return value
  }

  private mutating func isBare(_ word: InfoString.Word) -> Bool {
    if word.sign == .none { return true }
    fail(word, "'\(word.key)' takes no value", "write just '\(word.key)'")
    return false
  }

  /// The table's last column: what a mode makes meaningless.
  private func isContradicted(_ word: InfoString.Word) -> Bool {
    guard word != modeWord, Self.known.contains(word.key) else { return false }
    switch (options.mode, word.key) {
    case (.parse, let key), (.skip, let key):
      return !["id", "parse", "skip", "include"].contains(key)
    case (.error, let key): return ["optimized", "allocs", "leaks", "unordered", "live"].contains(key)
    case (.crash, let key): return ["unordered", "allocs", "leaks", "live"].contains(key)
    case (.noRun, let key): return ["unordered", "allocs", "leaks", "timeout", "live"].contains(key)
    // A page runs one block by itself.
    case (.run, let key): return key == "live" && options.group != nil
    }
  }

  private mutating func failContradiction(of word: InfoString.Word) {
    let other = modeWord?.key ?? "group"
    fail(word, "'\(word.key)' cannot stand together with '\(other)'", "remove one of them")
  }

  private mutating func fail(_ word: InfoString.Word, _ message: String, _ remedy: String? = nil) {
    problems.append(Problem("option", file, word.position, message, remedy: remedy))
  }
}
