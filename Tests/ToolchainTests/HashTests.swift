// SHA-256 against FIPS 180-4's vectors, and against digests of Python 3.11's hashlib at the lengths where the padding
// changes its shape.

import Testing
import Toolchain

@Test(
  "SHA-256 gives the digests that others give",
  arguments: [
    (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (57, "f13b2d724659eb3bf47f2dd6af1accc87b81f09f59f2b75e5c0bed6589dfe8c6"),
    (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
    (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
    (120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"),
    (128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"),
    (1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
func digest(_ length: Int, _ expected: String) {
  #expect(SHA256.hex(repeatElement(UInt8(ascii: "a"), count: length)) == expected)
}

@Test(
  "SHA-256 gives the vectors of FIPS 180-4",
  arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
func vector(_ text: String, _ expected: String) {
  #expect(SHA256.hex(Array(text.utf8)) == expected)
}

@Test("lists of texts that join to the same text have different hashes")
func fields() {
  let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["", "abc"], ["abc", ""], ["2:ab1:c"]]
  #expect(Set(lists.map { SHA256.hex(fields: $0) }).count == lists.count)
}

@Test(
  "authentication codes are those of RFC 4231, test cases 1, 2 and 6",
  arguments: [
    (
      [UInt8](repeating: 0x0B, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
func code(_ key: [UInt8], _ message: String, _ expected: String) {
  #expect(SHA256.code(Array(message.utf8), key: key) == expected)
}
