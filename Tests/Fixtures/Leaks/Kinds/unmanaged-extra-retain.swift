// One retain too many in a cache that counts by hand.
final class Bitmap { var pixels = [UInt8](repeating: 1, count: 64) }

@inline(never) func draw() {
  let bitmap = Bitmap()  // leak: unreachable
  let reference = Unmanaged.passUnretained(bitmap).retain()
  print(reference.takeUnretainedValue().pixels.count)
}
draw()
