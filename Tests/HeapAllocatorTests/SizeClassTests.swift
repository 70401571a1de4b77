// Size classes: the formula against its promises, at every size.

import HeapAllocator
import Testing

@Suite("size classes")
struct SizeClassTests {
  @Test("every size to 32 KiB has the smallest class that holds it, and nothing larger has one")
  func smallest() {
    for bytes in 1...SizeClass.largest {
      guard let sizeClass = SizeClass.containing(bytes) else {
        Issue.record("\(bytes) bytes have no class")
        return
      }
      let fits = SizeClass.bytes(sizeClass) >= bytes
      let isSmallest = sizeClass == 1 || SizeClass.bytes(sizeClass - 1) < bytes
      if !fits || !isSmallest { Issue.record("\(bytes) bytes have class \(sizeClass)") }
    }
    #expect(SizeClass.containing(0) == 1)
    #expect(SizeClass.containing(SizeClass.largest + 1) == nil && SizeClass.containing(.max) == nil)
    #expect(SizeClass.containing(-1) == nil)
  }

  @Test("rounding costs at most 12.5 % above 128 bytes, and a span's end at most a sixteenth")
  func waste() {
    for sizeClass in 1...SizeClass.count {
      let bytes = SizeClass.bytes(sizeClass)
      #expect(bytes % 16 == 0)
      if bytes > 144 {
        let worst = SizeClass.bytes(sizeClass - 1) + 1
        #expect(Double(bytes - worst) / Double(bytes) <= 0.125, "class \(sizeClass)")
      }
      #expect(SizeClass.objects(sizeClass) >= (bytes > 8192 ? 4 : 8))
      #expect(SizeClass.tail(sizeClass) * 16 <= SizeClass.pages(sizeClass) * 8192)
      #expect(SizeClass.magazine(sizeClass) >= 2 && SizeClass.magazine(sizeClass) <= 64)
    }
    #expect(SizeClass.bytes(SizeClass.count) == SizeClass.largest)
  }
}
