// Spans over arrays, and a tail-allocated history that is generic in its element.

final class History<Element>: ManagedBuffer<Int, Element> {
  deinit {
    _ = withUnsafeMutablePointers { used, elements in
      elements.deinitialize(count: used.pointee)
    }
  }
}

struct Recent {
  private let history: ManagedBuffer<Int, String>
  private let limit: Int

  init(limit: Int) {
    history = History<String>.create(minimumCapacity: limit) { _ in 0 }  // heap: History<String> returned
    self.limit = limit
  }

  @inline(never)
  func add(_ element: String) -> Bool {
    history.withUnsafeMutablePointers { used, elements in
      guard used.pointee < limit else { return false }
      (elements + used.pointee).initialize(to: element)
      used.pointee += 1
      return true
    }
  }

  var values: [String] {
    history.withUnsafeMutablePointers { used, elements in
      Array(UnsafeBufferPointer(start: elements, count: used.pointee))  // heap: [String] library-call
    }
  }
}

@inline(never)
func peak(_ samples: borrowing Span<Double>) -> Double {
  var best = -Double.infinity
  for k in samples.indices { best = max(best, samples[k]) }
  return best
}

@inline(never)
func smoothed(_ samples: [Double]) -> [Double] {
  let span = samples.span
  return [Double](unsafeUninitializedCapacity: span.count) { buffer, used in  // heap: [Double] library-call
    for k in span.indices {
      buffer.initializeElement(at: k, to: (span[max(k - 1, 0)] + span[k]) / 2)
    }
    used = span.count
  }
}

@inline(never)
func recorded(_ values: [String]) -> Recent {
  let recent = Recent(limit: 2)
  for value in values { _ = recent.add(value) }
  return recent
}

@main
enum Samples {
  static func main() {
    let samples = [1.0, 3.0, 2.0]
    precondition(peak(samples.span) == 3 && peak(smoothed(samples).span) == 2.5)
    precondition(recorded(["a", "b", "c"]).values == ["a", "b"])
  }
}
