// Limits: how much address space a heap asks for. The only lines of the allocator that differ between homes.

#if arch(wasm32)
  /// What a heap reserves at first, in bytes; a quarter as much after each refusal.
  let largestReservation: UInt = 256 << 20
  /// Less than this is no heap.
  let smallestReservation: UInt = 1 << 20
  /// Where a reservation may start.
  let reservationAlignment = 1 << 16
#else
  /// What a heap reserves at first, in bytes; a quarter as much after each refusal.
  let largestReservation: UInt = 1 << 40
  /// Less than this is no heap.
  let smallestReservation: UInt = 16 << 20
  /// Where a reservation may start: a huge page's bounds.
  let reservationAlignment = 1 << 21
#endif
