// A gray image: a box blur into a new image, a threshold by map, an inversion in place.

struct Image {
  let width: Int
  let height: Int
  var pixels: [UInt8]

  @inline(never)
  init(gradient width: Int, _ height: Int) {
    self.width = width
    self.height = height
    var filled = [UInt8]()
    filled.reserveCapacity(width * height)  // heap: [UInt8] growth
    for y in 0..<height {
      for x in 0..<width { filled.append(UInt8(truncatingIfNeeded: x * 16 + y)) }  // heap: [UInt8] growth !
    }
    pixels = filled
  }

  @inline(never)
  func blurred() -> Image {
    var result = self
    result.pixels.withUnsafeMutableBufferPointer { out in  // heap: [UInt8] copy-on-write
      for y in 1..<height - 1 {
        for x in 1..<width - 1 {
          var sum = 0
          for dy in -1...1 {
            for dx in -1...1 { sum += Int(pixels[(y + dy) * width + x + dx]) }
          }
          out[y * width + x] = UInt8(sum / 9)
        }
      }
    }
    return result
  }

  @inline(never)
  mutating func invert() {
    for k in pixels.indices { pixels[k] = 255 - pixels[k] }  // heap: [UInt8] copy-on-write !
  }

  @inline(never)
  func mask(above level: UInt8) -> [Bool] {
    pixels.map { $0 > level }  // heap: [Bool] library-call
  }
}

@main
enum ImageFilter {
  static func main() {
    var image = Image(gradient: 12, 9)
    let soft = image.blurred()
    image.invert()
    let mask = image.mask(above: 128)
    precondition(soft.pixels[13] == 17 && image.pixels[1] == 239)
    precondition(mask.filter { $0 }.count == 72)  // heap: [Bool] library-call
  }
}
