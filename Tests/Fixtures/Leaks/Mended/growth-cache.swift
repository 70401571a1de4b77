// A cache that nothing ever leaves.
final class Thumbnails {
  private var images: [Int: [UInt8]] = [:]
  private var order: [Int] = []
  func image(_ id: Int) -> [UInt8] {
    if let image = images[id] { return image }
    let image = [UInt8](repeating: UInt8(id % 256), count: 200)
    images[id] = image
    order.append(id)
    if order.count > 16 { images[order.removeFirst()] = nil }
    return image
  }
}
nonisolated(unsafe) let thumbnails = Thumbnails()
nonisolated(unsafe) var nextID = 0

func leakRound() {
  for _ in 0..<20 {
    nextID += 1
    precondition(thumbnails.image(nextID).count == 200)
  }
}
