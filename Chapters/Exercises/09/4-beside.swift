// exercise: 9.4
// title: Beside or inside
// minutes: 10
// fails: prints "inside: 1024 pages"
// fails: prints "beside: 1024 pages"
// hint: A bit for each eight bytes: how many bytes of heap does one byte of the bitmap speak for?
// hint: The bit of the object at `address` is in byte `address / 64` of the bitmap, and that byte is in page `address / 64 / 4096`.
//
// A server loads its data and forks eight workers, which share its pages until one
// of them writes. Then a worker collects. Marking writes to each live object, and
// each page written is copied. Put the mark bits beside the heap, one for each
// eight bytes, and say how many pages marking writes then.

let page = 4096

/// Pages that marking these objects writes to.
func written(_ objects: [Int], beside: Bool) -> Int {
  Set(objects.map { $0 / page }).count
}

// check: leave what stands below as it is
let objects = (0..<4096).map { $0 * 1024 }
print("inside:", written(objects, beside: false), "pages")  // Prints "inside: 1024 pages"
print("beside:", written(objects, beside: true), "pages")  // Prints "beside: 16 pages"
