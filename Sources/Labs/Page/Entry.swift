// Entry: a lab's face in wasm: six functions over whole numbers, one picture in memory; no import. Compiled for the page
// only, beside a line that says which lab `PageLab` is.

nonisolated(unsafe) private var lab: PageLab?
nonisolated(unsafe) private var picture: [UInt8] = []

// Not inlined, for making a lab is long.
@inline(never) private func current() -> PageLab {
  if let lab { return lab }
  let new = PageLab()
  lab = new
  return new
}

/// The first state again.
@_expose(wasm, "reset") @_cdecl("lab_reset")
public func reset() { lab = nil }

/// One action; its event's number.
@_expose(wasm, "step") @_cdecl("lab_step")
public func step(_ kind: Int32, _ a: Int32, _ b: Int32, _ c: Int32) -> Int32 {
  Int32(truncatingIfNeeded: current().act(Int(kind), Int(a), Int(b), Int(c)))
}

/// Draws the picture, 360 units wide when `isNarrow` is 1, else 640.
///
/// - Returns: Where its UTF-8 stands, until the next call.
@_expose(wasm, "figure") @_cdecl("lab_figure")
public func figure(_ isNarrow: Int32) -> Int32 {
  picture = current().draw(isNarrow == 1 ? .narrow : .wide).bytes
  return picture.withUnsafeBufferPointer { Int32(truncatingIfNeeded: Int(bitPattern: $0.baseAddress)) }
}

/// How many bytes the picture has.
@_expose(wasm, "figureCount") @_cdecl("lab_figure_count")
public func figureCount() -> Int32 { Int32(truncatingIfNeeded: picture.count) }

/// 1 when all that must be true of the kernel is true.
@_expose(wasm, "holds") @_cdecl("lab_holds")
public func holds() -> Int32 { current().holds ? 1 : 0 }
