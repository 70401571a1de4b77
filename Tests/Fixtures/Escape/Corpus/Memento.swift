// Struct values with class parts: the part is shared until it is replaced.

final class Bitmap {
  let width: Int
  var pixels: [UInt8]
  init(_ width: Int, _ pixels: [UInt8]) {
    self.width = width
    self.pixels = pixels
  }
}

struct Image {
  private var bitmap: Bitmap

  init(_ width: Int) {
    let row = [UInt8](repeating: 0, count: width)  // heap: [UInt8] library-call
    bitmap = Bitmap(width, row)  // heap: Bitmap returned
  }

  subscript(x: Int, y: Int) -> UInt8 {
    get { bitmap.pixels[y + x] }
    set {
      if !isKnownUniquelyReferenced(&bitmap) {
        bitmap = Bitmap(bitmap.width, bitmap.pixels)  // heap: Bitmap stored-argument
      }
      bitmap.pixels[y + x] = newValue  // heap: [UInt8] copy-on-write
    }
  }
}

@inline(never)
func blank(_ width: Int) -> Image {
  Image(width)
}

@inline(never)
func dotted(_ image: Image) -> Image {
  var copy = image
  copy[1, 1] = 9
  return copy
}

@main
enum Memento {
  static func main() {
    let image = blank(4)
    let other = dotted(image)
    precondition(image[1, 1] == 0 && other[1, 1] == 9)
  }
}
