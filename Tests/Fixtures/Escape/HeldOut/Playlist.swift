// A playlist as a doubly linked list whose links back are weak.

final class Track {
  let title: String
  var next: Track?
  weak var previous: Track?
  init(_ title: String) { self.title = title }
}

final class Playlist {
  private var first: Track?
  private weak var last: Track?
  private(set) var count = 0

  @inline(never)
  func add(_ title: String) {
    let track = Track(title)  // heap: Track stored-field
    track.previous = last  // heap: side-table weak-reference !
    if let last { last.next = track } else { first = track }
    last = track  // heap: side-table weak-reference
    count += 1
  }

  @inline(never)
  func removeFirst() -> String? {
    guard let gone = first else { return nil }
    first = gone.next
    first?.previous = nil
    count -= 1
    return gone.title
  }

  @inline(never)
  func titles() -> [String] {
    var all: [String] = []
    var at = first
    while let track = at {
      all.append(track.title)  // heap: [String] growth
      at = track.next
    }
    return all
  }
}

@inline(never)
func filled() -> Playlist {
  let list = Playlist()  // heap: Playlist returned
  for title in ["Aria", "Gigue", "Rondo"] { list.add(title) }
  return list
}

@main
enum PlaylistProgram {
  static func main() {
    let list = filled()
    precondition(list.removeFirst() == "Aria")
    precondition(list.titles() == ["Gigue", "Rondo"] && list.count == 2)
  }
}
