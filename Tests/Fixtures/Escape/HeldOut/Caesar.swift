// swift-format-ignore-file
// Ciphers: string processing with characters, scalars and bytes.
struct Cipher {
  let key: [UInt8]

  init(_ word: String) { key = word.utf8.map { $0 & 31 } }  // heap: [UInt8] library-call

  func shifted(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)  // heap: String growth|library-call !
    var k = 0
    for scalar in text.unicodeScalars {
      guard scalar.value >= 97, scalar.value <= 122 else {
        out.unicodeScalars.append(scalar)  // heap: String growth|library-call !
        continue
      }
      let moved = (scalar.value - 97 + UInt32(key[k % key.count])) % 26 + 97
      out.unicodeScalars.append(Unicode.Scalar(UInt8(moved)))  // heap: String growth|library-call !
      k += 1
    }
    return out
  }
}

@inline(never)
func initials(_ name: String) -> String {
  String(name.split(separator: " ").compactMap(\.first))  // heap: [Substring] library-call; heap: [Character] library-call|growth; heap: String library-call !
}

@inline(never)
func isPalindrome(_ text: String) -> Bool {
  let letters = text.filter(\.isLetter)  // heap: String growth|library-call !
  return letters == String(letters.reversed())  // heap: String library-call !
}

@inline(never)
func frequencies(_ text: String) -> [(Character, Int)] {
  var counts: [Character: Int] = [:]
  for character in text where character.isLetter { counts[character, default: 0] += 1 }  // heap: [Character: Int] growth
  return counts.sorted { $0.value > $1.value }  // heap: [(key: Character, value: Int)] library-call; heap: [(Character, Int)] growth|library-call; heap: [Range<Int>] library-call !
}

@inline(never)
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String($0, radix: 16) }.joined()  // heap: [String] library-call; heap: String library-call !
}

func run() {
  precondition(Cipher("b").shifted("abc xyz") == "cde zab")
  precondition(initials("Ada Byron Lovelace") == "ABL")
  precondition(isPalindrome("never odd or even"))
  precondition(frequencies("noon o")[0].1 == 3)
  precondition(hex([16, 255]) == "10ff")
}

run()
