// ActionResult: what a cache's server keeps under the hash of an action, in the one form that servers of Bazel's protocol
// accept: a message of protocol buffers. Only the fields that a compilation needs are written, and others are passed over.
// Source: bazelbuild/remote-apis, build/bazel/remote/execution/v2/remote_execution.proto: ActionResult, OutputFile, Digest.

/// One output of an action and what was printed beside it.
package struct ActionResult: Hashable, Sendable {
  /// The output's name, such as `main.o`.
  package var path: String
  /// Its SHA-256, under which the server keeps its bytes.
  package var hash: String
  /// Its length in bytes.
  package var size: Int
  /// `stdout_raw`: what the compiler said.
  package var printed: [UInt8]
  /// `stderr_raw`: who vouches for the rest.
  package var seal: [UInt8] = []

  package init(path: String, hash: String, size: Int, printed: [UInt8]) {
    self.path = path
    self.hash = hash
    self.size = size
    self.printed = printed
  }

  private enum Field {
    static let outputFiles = 2, printed = 5, seal = 7
    static let path = 1, digest = 2
    static let hash = 1, size = 2
  }

  /// The message's bytes.
  package var encoded: [UInt8] {
    var digest = Wire()
    digest.append(Field.hash, Array(hash.utf8))
    digest.append(Field.size, UInt64(size))
    var file = Wire()
    file.append(Field.path, Array(path.utf8))
    file.append(Field.digest, digest.bytes)
    var message = Wire()
    message.append(Field.outputFiles, file.bytes)
    message.append(Field.printed, printed)
    message.append(Field.seal, seal)
    return message.bytes
  }

  /// Reads a message; nil when it is none, or has not exactly one output.
  ///
  /// - Complexity: O(length).
  package init?(_ bytes: [UInt8]) {
    guard let message = Wire.fields(bytes[...]), let files = message.bytes[Field.outputFiles],
      files.count == 1,
      let file = Wire.fields(files[0]), let path = file.text(Field.path),
      let digest = file.bytes[Field.digest]?.last.flatMap(Wire.fields), let hash = digest.text(Field.hash),
      let size = digest.numbers[Field.size].flatMap({ Int(exactly: $0) })
    else { return nil }
    self.init(
      path: path, hash: hash, size: size, printed: Array(message.bytes[Field.printed]?.last ?? []))
    seal = Array(message.bytes[Field.seal]?.last ?? [])
  }
}

/// The wire format of protocol buffers, as far as an `ActionResult` needs it.
/// Source: protobuf.dev/programming-guides/encoding.
private struct Wire {
  var bytes: [UInt8] = []

  mutating func append(_ field: Int, _ content: [UInt8]) {
    guard !content.isEmpty else { return }
    append(varint: UInt64(field) << 3 | 2)
    append(varint: UInt64(content.count))
    bytes += content
  }

  mutating func append(_ field: Int, _ number: UInt64) {
    append(varint: UInt64(field) << 3)
    append(varint: number)
  }

  private mutating func append(varint: UInt64) {
    var rest = varint
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  struct Fields {
    var bytes: [Int: [ArraySlice<UInt8>]] = [:]
    var numbers: [Int: UInt64] = [:]

    func text(_ field: Int) -> String? {
      bytes[field]?.last.flatMap { String(validating: $0, as: UTF8.self) }
    }
  }

  /// The fields of one message, or nil where the bytes end early or have a form that is no longer in use.
  static func fields(_ bytes: ArraySlice<UInt8>) -> Fields? {
    var fields = Fields()
    var rest = bytes
    while !rest.isEmpty {
      guard let tag = varint(&rest), let field = Int(exactly: tag >> 3), field > 0 else { return nil }
      switch tag & 7 {
      case 0:
        guard let number = varint(&rest) else { return nil }
        fields.numbers[field] = number
      case 1: guard skip(8, &rest) else { return nil }
      case 2:
        guard let count = varint(&rest), count <= UInt64(rest.count) else { return nil }
        fields.bytes[field, default: []].append(rest.prefix(Int(count)))
        rest.removeFirst(Int(count))
      case 5: guard skip(4, &rest) else { return nil }
      default: return nil
      }
    }
    return fields
  }

  private static func skip(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.count >= count else { return false }
    rest.removeFirst(count)
    return true
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      result |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return result }
    }
    return nil
  }
}
