// The probe counts exactly. The test executable is linked with the interposer, as `lesson` and its runner are.
// What this cannot show: that glibc's own malloc works.

import CProbe
import Foundation
import Glibc
import Probe
import Synchronization
import Testing

final class Node { var x = 1.0, y = 2.0 }
protocol Sized { var area: Double { get } }
struct Small: Sized {
  var a = 1.0, b = 2.0, c = 3.0
  var area: Double { a }
}
struct Large: Sized {
  var a = 1.0, b = 2.0, c = 3.0, d = 4.0
  var area: Double { a }
}

/// A key whose destructor allocates and sets itself again, so that it runs in the last round, too.
nonisolated(unsafe) private var lateKey: pthread_key_t = {
  var key = pthread_key_t()
  pthread_key_create(&key) { value in
    var place: UnsafeMutableRawPointer?
    churn(8, &place)
    pthread_setspecific(lateKey, value)
  }
  return key
}()

/// Takes a block and gives it back where the optimizer cannot see that nobody looks at it.
nonisolated(unsafe) private var seen: UnsafeMutableRawPointer?
@inline(never) private func churn(_ bytes: Int, _ place: inout UnsafeMutableRawPointer?) {
  place = malloc(bytes)
  free(place)
}

@Suite struct AllocationTests {
  @Test("the interposer is the malloc of this process")
  func active() { #expect(probe_is_active() != 0) }

  @Test("each kind of value costs what it costs, the same in 50 repetitions")
  func exact() {
    var object: Node?
    var small: any Sized = Small()
    var large: any Sized = Large()
    var array: [Int] = []
    func round() -> [Int] {
      [
        allocations { object = Node() }.count, allocations { small = Small() }.count,
        allocations { large = Large() }.count, allocations { array = Array(repeating: 1, count: 9) }.count,
        allocations {}.count,
      ]
    }
    _ = round()
    for _ in 0..<50 { #expect(round() == [1, 0, 1, 1, 0]) }
    withExtendedLifetime((object, small, large, array)) {}
  }

  @Test("every function of the family is counted once, with the bytes that were asked for")
  func family() {
    func cost(_ work: () -> UnsafeMutableRawPointer?) -> AllocationCount {
      var block: UnsafeMutableRawPointer?
      let count = allocations { block = work() }
      free(block)
      return count
    }
    #expect(cost { malloc(10) }.bytes == 10)
    #expect(cost { calloc(3, 7) }.bytes == 21)
    #expect(cost { realloc(nil, 12) }.count == 1)
    #expect(cost { aligned_alloc(64, 128) }.bytes == 128)
    #expect(
      cost {
        var block: UnsafeMutableRawPointer?
        return posix_memalign(&block, 64, 100) == 0 ? block : nil
      }.count == 1)
    #expect(cost { malloc(0) }.count == 1)
  }

  @Test("growing in place is no new allocation, moving is one")
  func growing() {
    var block = malloc(16)
    let address = UInt(bitPattern: block)
    let grown = allocations { block = realloc(block, 1 << 22) }
    #expect(grown.count == (UInt(bitPattern: block) == address ? 0 : 1))
    free(block)
  }

  @Test("an alignment that is no power of two is refused as POSIX says")
  func alignment() {
    var block: UnsafeMutableRawPointer?
    #expect(posix_memalign(&block, 24, 8) == EINVAL)
    #expect(posix_memalign(&block, 0, 8) == EINVAL)
  }

  @Test("what other threads allocate does not count here, and is in the process's total after they end")
  func threads() {
    let before = probe_process_counts().calls
    let done = DispatchSemaphore(value: 0)
    let mine = allocations {}
    for _ in 0..<4 {
      let thread = Thread {
        var place: UnsafeMutableRawPointer?
        for _ in 0..<100_000 { churn(32, &place) }
        done.signal()
      }
      thread.start()
    }
    let here = allocations { for _ in 0..<10 { churn(8, &seen) } }
    for _ in 0..<4 { done.wait() }
    #expect(mine.count == 0)
    #expect(here.count == 10)
    #expect(probe_process_counts().calls - before >= 400_010)
  }

  @Test("a thread that allocates until its very end is counted until its words go, and not asked after that")
  func lateDestructors() {
    churn(8, &seen)  // the interposer's key is older than the one here
    let before = probe_process_counts().calls
    for _ in 0..<8 {
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      // More than glibc keeps for the next thread: the stack goes at once, and the thread's words with it.
      pthread_attr_setstacksize(&attributes, 64 << 20)
      var thread = pthread_t()
      pthread_create(
        &thread, &attributes,
        { _ in
          pthread_setspecific(lateKey, UnsafeRawPointer(bitPattern: 1))
          var place: UnsafeMutableRawPointer?
          for _ in 0..<1000 { churn(32, &place) }
          return nil
        }, nil)
      pthread_join(thread, nil)
      pthread_attr_destroy(&attributes)
    }
    #expect(probe_process_counts().calls - before >= 8000)
  }

  @Test("a count reads as a sentence would have it")
  func words() {
    #expect(allocations {}.description == "no allocation")
    #expect(allocations { churn(48, &seen) }.description == "1 allocation, 48 bytes")
  }
}

nonisolated(unsafe) private var global = 7

@Suite struct PlaceTests {
  @Test("an object is on the heap, a global in the data, and what is not mapped is nowhere")
  func places() {
    let node = Node()
    #expect([.heap, .mapped].contains(place(of: address(of: node))))
    #expect(place(of: address(of: &global)) == .data)
    #expect(place(of: Address(bits: 8)) == nil)
  }

  @Test("a large array's elements are a mapping of their own, and a span covers the same bytes")
  func large() {
    let array = [UInt8](repeating: 1, count: 8 << 20)
    #expect(place(of: address(ofElementsOf: array)) == .mapped)
    #expect(address(ofElementsOf: array) == address(ofElementsOf: array.span))
  }

  @Test("the kernel's list is read as it stands")
  func parsing() throws {
    let text = """
      55d0c0000000-55d0c0001000 r-xp 00000000 fe:00 1 /usr/bin/a program
      55d0c0001000-55d0c0002000 rw-p 00001000 fe:00 1 /usr/bin/a program
      55d0c0002000-55d0c0003000 rw-p 00000000 00:00 0
      55d0c1000000-55d0c1021000 rw-p 00000000 00:00 0                          [heap]
      7f0000000000-7f0000100000 rw-p 00000000 00:00 0
      7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                          [stack]
      """
    let map = MemoryMap(text: text)
    #expect(map.regions.map(\.place) == [.code, .data, .data, .heap, .mapped, .stack])
    #expect(map.regions[0].name == "/usr/bin/a program")
    #expect(map.region(containing: Address(bits: 0x55d0_c100_0010))?.place == .heap)
    #expect(map.region(containing: Address(bits: 0x55d0_c000_3000)) == nil)
    #expect(try MemoryMap.current().regions.contains { $0.place == .stack })
  }

  @Test(
    "a recursion turns back before the guard page, and uses nearly all of the stack", arguments: [1, 4, 16])
  func depth(_ mebibytes: Int) {
    let box = DepthBox()
    let thread = Thread {
      let size = ThreadStack.current.byteCount
      let depth = StackDepth.measure()
      box.result.withLock { $0 = (depth, size) }
      box.done.signal()
    }
    thread.stackSize = mebibytes << 20
    thread.start()
    box.done.wait()
    let (depth, size) = box.result.withLock { $0 }
    // glibc may hand out a larger stack that another thread has left.
    #expect(size >= mebibytes << 20)
    #expect(depth.bytes < size)
    #expect(depth.bytes > size * 8 / 10)
    #expect(depth.frames > 1000)
  }

  private final class DepthBox: Sendable {
    let result = Mutex((StackDepth(frames: 0, bytes: 0), 0))
    let done = DispatchSemaphore(value: 0)
  }
}
