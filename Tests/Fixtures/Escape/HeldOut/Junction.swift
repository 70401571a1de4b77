// A junction where trains wait as weak and unowned references.

final class Train {
  weak var follower: Train?
  unowned let line: Line
  init(_ line: Line) { self.line = line }
}

final class Line {
  var trains: [Train] = []
}

@inline(never)
func start(_ line: Line) -> Train {
  let train = Train(line)  // heap: Train returned
  line.trains.append(train)  // heap: [Train] growth
  return train
}

@inline(never)
func couple(_ a: Train, _ b: Train) {
  a.follower = b  // heap: side-table weak-reference
}

@main
enum Junction {
  static func main() {
    let line = Line()  // heap: Line passed-escaping
    let first = start(line)
    let second = start(line)
    couple(first, second)
    precondition(first.follower === second)
    precondition(line.trains.count == 2)
  }
}
