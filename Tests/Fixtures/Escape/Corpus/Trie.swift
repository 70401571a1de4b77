// A trie of dictionaries: one node for each prefix.

final class TrieNode {
  var children: [UInt8: TrieNode] = [:]
  var isWord = false
}

struct Trie {
  private let root = TrieNode()  // heap: TrieNode returned

  @inline(never)
  func insert(_ word: String) {
    var node = root
    for byte in word.utf8 {
      if let child = node.children[byte] {
        node = child
      } else {
        let child = TrieNode()  // heap: TrieNode stored-field
        node.children[byte] = child  // heap: [UInt8: TrieNode] growth
        node = child
      }
    }
    node.isWord = true
  }

  @inline(never)
  func contains(_ word: String) -> Bool {
    var node = root
    for byte in word.utf8 {
      guard let child = node.children[byte] else { return false }
      node = child
    }
    return node.isWord
  }
}

@inline(never)
func dictionary(_ words: [String]) -> Trie {
  let trie = Trie()
  for word in words { trie.insert(word) }
  return trie
}

@main
enum TrieProgram {
  static func main() {
    let trie = dictionary(["car", "cart", "dog"])
    precondition(trie.contains("cart") && !trie.contains("ca"))
  }
}
