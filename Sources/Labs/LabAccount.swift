// LabAccount: a lab under random actions, and a checksum of every picture at both widths by turns: two homes that draw one
// picture otherwise differ in it. Pages and tests do the same with the wasm.
// Relies on: LabGuide. Source of the checksum: Fowler, Noll & Vo, FNV-1a of 32 bits, over all bytes of all pictures.

import Figures

/// What random actions came to.
public struct LabAccount: Hashable, Sendable {
  /// Of all pictures, one after the other.
  public private(set) var checksum = 0x811C_9DC5
  /// How often the kernel's invariant did not hold.
  public private(set) var violations = 0
  /// By number, how often each event happened.
  public private(set) var events: [Int]

  /// Does `actions` random actions on a lab in its first state.
  public init(_ guide: LabGuide, actions: Int, seed: Int) {
    events = [Int](repeating: 0, count: guide.sentences.count)
    var lab = guide.make()
    var random = UInt32(truncatingIfNeeded: seed)
    func next(_ count: Int) -> Int {
      random = (random &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
      return Int(random >> 16) % count
    }
    // One more than there is of each: what makes no sense has to be refused.
    let operands = (0..<3).map { operand in
      (guide.choices.first { $0.operand == operand }?.options.count ?? 0) + 1
    }
    // Each action some times in a row: what fills up has to be filled.
    var (kind, a, b, c, times) = (0, 0, 0, 0, 0)
    for action in 0..<actions {
      if times == 0 {
        kind = next(guide.actions.count + 1)
        (a, b, c) = (next(operands[0]), next(operands[1]), next(operands[2]))
        times = 1 + next(12)
      }
      times -= 1
      // And begun anew: what has gone wrong for good must not be all that is seen.
      if action % 250 == 249 { lab = guide.make() }
      let event = lab.act(kind, a, b, c)
      if events.indices.contains(event) { events[event] += 1 } else { violations += 1 }
      if !lab.holds { violations += 1 }
      for byte in lab.draw(action % 2 == 0 ? .wide : .narrow).bytes {
        checksum = ((checksum ^ Int(byte)) * 16_777_619) & 0xFFFF_FFFF
      }
    }
  }
}
