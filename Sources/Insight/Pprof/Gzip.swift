// Gzip: a file that every reader of .gz opens, with its content stored as it is.
// Source: RFC 1951, 3.2.4 and RFC 1952.

/// Bytes in a gzip file.
public enum Gzip {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
  }

  private static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
  }

  private static func littleEndian(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// The file, without a time in it, so that equal content gives equal bytes.
  ///
  /// - Complexity: O(bytes).
  public static func stored(_ content: [UInt8]) -> [UInt8] {
    let most = 0xFFFF
    var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    var position = 0
    repeat {
      let count = min(most, content.count - position)
      let isLast: UInt8 = position + count == content.count ? 1 : 0
      file.append(isLast)
      file += littleEndian(UInt16(count), 2) + littleEndian(~UInt16(count), 2)
      file += content[position..<position + count]
      position += count
    } while position < content.count
    return file + littleEndian(checksum(content), 4)
      + littleEndian(UInt32(truncatingIfNeeded: content.count), 4)
  }

  /// True when the bytes begin as a gzip file does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The content of a file that `stored` has made.
  ///
  /// - Throws: `UnreadableProfile`, for a file that is compressed, too.
  public static func content(of file: [UInt8]) throws(UnreadableProfile) -> [UInt8] {
    let headerBytes = 10, trailerBytes = 8
    guard isGzip(file), file.count > headerBytes + trailerBytes, file[3] == 0 else {
      throw UnreadableProfile(message: "it is no gzip file of ours")
    }
    var content: [UInt8] = []
    var position = headerBytes
    let end = file.count - trailerBytes
    while true {
      guard position + 5 <= end else { throw UnreadableProfile(message: "it is cut off") }
      guard file[position] & 0xFE == 0 else {
        throw UnreadableProfile(message: "it is compressed; unpack it with gunzip first")
      }
      let count = Int(file[position + 1]) | Int(file[position + 2]) << 8
      let isLast = file[position] == 1
      position += 5
      guard position + count <= end else { throw UnreadableProfile(message: "it is cut off") }
      content += file[position..<position + count]
      position += count
      if isLast { break }
    }
    guard littleEndian(checksum(content), 4) == Array(file[end..<end + 4]) else {
      throw UnreadableProfile(message: "its checksum is wrong")
    }
    return content
  }
}
