// swift-format-ignore-file
// An undo stack of snapshots and an own copy-on-write type.
final class Storage {
  var pixels: [UInt32]
  init(_ pixels: [UInt32]) { self.pixels = pixels }
}

struct Picture {
  private var storage: Storage
  init(side: Int) { storage = Storage(Array(repeating: 0, count: side * side)) }  // heap: Storage returned|stored-field; heap: [UInt32] library-call

  subscript(k: Int) -> UInt32 {
    get { storage.pixels[k] }
    set {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.pixels) }  // heap: Storage stored-argument|stored-field|returned
      storage.pixels[k] = newValue  // heap: [UInt32] copy-on-write
    }
  }
}

struct Editor {
  private(set) var picture: Picture
  private var past: [Picture] = []
  private var future: ContiguousArray<Picture> = []
  init(_ picture: Picture) { self.picture = picture }

  mutating func paint(_ k: Int, _ color: UInt32) {
    past.append(picture)  // heap: [Picture] growth
    future.removeAll(keepingCapacity: true)  // heap: [Picture] copy-on-write|growth|library-call !
    picture[k] = color
  }

  mutating func undo() {
    guard let last = past.popLast() else { return }  // heap: [Picture] copy-on-write !
    future.append(picture)  // heap: [Picture] growth
    picture = last
  }

  mutating func redo() {
    guard let next = future.popLast() else { return }  // heap: [Picture] copy-on-write !
    past.append(picture)  // heap: [Picture] growth !
    picture = next
  }
}

@inline(never)
func session() -> Editor {
  var editor = Editor(Picture(side: 4))
  editor.paint(1, 7)
  editor.paint(2, 8)
  return editor
}

func run() {
  var editor = session()
  editor.undo()
  precondition(editor.picture[2] == 0 && editor.picture[1] == 7)
  editor.redo()
  precondition(editor.picture[2] == 8)
}

run()
