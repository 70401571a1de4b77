// AddressNames: what stands at addresses of a file, asked of llvm-symbolizer in as few calls as command lines allow.
// Source: llvm-symbolizer(1), --output-style=JSON. Relies on: the tool, beside the compiler or in PATH.

import Foundation

/// llvm-symbolizer.
package struct AddressNames: Sendable {
  private let tool: String

  /// What it says of one address.
  package struct Answer: Decodable, Sendable {
    /// A function there; what was inlined first comes first.
    package struct Symbol: Decodable, Sendable {
      /// Mangled.
      package var function: String
      package var file: String
      /// From 1; 0 when unknown.
      package var line: Int

      enum CodingKeys: String, CodingKey { case function = "FunctionName", file = "FileName", line = "Line" }
    }
    /// A variable there, for a question about data.
    package struct Variable: Decodable, Sendable {
      /// Mangled.
      package var name: String

      enum CodingKeys: String, CodingKey { case name = "Name" }
    }
    package var symbols: [Symbol]?
    package var variable: Variable?

    enum CodingKeys: String, CodingKey { case symbols = "Symbol", variable = "Data" }
  }

  /// Code or data.
  package enum Question: String {
    case code = "CODE"
    case data = "DATA"
  }

  /// - Parameter path: Where the tool is looked for, as in PATH; nil is given back when it is in none of the folders.
  package init?(in path: String) {
    guard let tool = Toolchain.find("llvm-symbolizer", in: path) else { return nil }
    self.tool = tool
  }

  /// Asks.
  ///
  /// - Parameter addresses: As the file counts them.
  /// - Returns: An answer for each address; nil where the tool gave none.
  /// - Throws: `ChildProcess.Failure` when it cannot be started.
  /// - Complexity: O(addresses), and the file's debug information once a call of some thousands.
  package func answers(
    _ question: Question, in file: String, at addresses: [UInt64]
  ) throws(ChildProcess.Failure) -> [Answer?] {
    var all: [Answer?] = []
    // As many as a command line holds.
    for start in stride(from: 0, to: addresses.count, by: 2000) {
      let some = addresses[start..<min(start + 2000, addresses.count)]
      var child = ChildProcess(
        tool,
        ["--output-style=JSON", "--no-demangle", "--inlines", "-e", file]
          + some.map { "\(question.rawValue) 0x" + String($0, radix: 16) },
        environment: ["PATH=/usr/bin:/bin", "LANG=C.UTF-8"])
      child.outputLimit = 256 << 20
      let output = try child.run().standardOutput
      let answers = (try? JSONDecoder().decode([Answer].self, from: Data(output))) ?? []
      all +=
        answers.count == some.count ? answers.map(Optional.some) : Array(repeating: nil, count: some.count)
    }
    return all
  }
}
