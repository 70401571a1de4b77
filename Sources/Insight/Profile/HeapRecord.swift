// HeapRecord: one process's profile as its library wrote it: a tree of contexts, sums by context, and the modules that their
// addresses lie in. The file may be read while the process goes on; what it is just writing is not there yet.
// Relies on: the layouts in CProfile.h. A file that is cut off or damaged gives what stands before the damage, or an error.

import CProfile
import Foundation

/// What a process has allocated.
public struct HeapRecord: Sendable {
  /// A place in the code that was reached from another one.
  public struct Context: Hashable, Sendable {
    /// The number of the context that it was reached from; 1 is the root.
    public var parent: UInt32
    /// A return address.
    public var address: UInt64
    /// The index of the module that it lies in; nil for code that no file has.
    public var module: Int?
  }

  /// A file whose code was loaded.
  public struct Module: Hashable, Sendable {
    /// The first address.
    public var start: UInt64
    /// The first address after it.
    public var end: UInt64
    /// An address minus this is the address in the file.
    public var bias: UInt64
    /// As the loader knows it.
    public var path: String
  }

  /// Sums of one context. Objects count in units of 1/1024.
  public struct Counts: Hashable, Sendable {
    /// What was allocated, and from how many samples that is known.
    public var samples = 0, objects = 0, bytes = 0
    /// What of it has been freed.
    public var freedSamples = 0, freedObjects = 0, freedBytes = 0

    fileprivate static func += (sum: inout Counts, more: profile_counts) {
      sum.samples &+= Int(truncatingIfNeeded: more.samples)
      sum.objects &+= Int(truncatingIfNeeded: more.objects)
      sum.bytes &+= Int(truncatingIfNeeded: more.bytes)
      sum.freedSamples &+= Int(truncatingIfNeeded: more.freedSamples)
      sum.freedObjects &+= Int(truncatingIfNeeded: more.freedObjects)
      sum.freedBytes &+= Int(truncatingIfNeeded: more.freedBytes)
    }
  }

  /// Why a file is no record.
  public struct Unreadable: Error, Hashable {
    /// What is wrong with it.
    public var message: String
  }

  /// Its number.
  public let process: Int
  /// Mean bytes between two samples; 1 when everything was recorded.
  public let every: Int
  /// When it began, in seconds since 1970.
  public let began: Int
  /// Allocations that were not looked at.
  public let missed: Int
  /// Samples without a stack.
  public let untraced: Int
  /// In the order in which they were met.
  public private(set) var modules: [Module] = []
  /// By number.
  public private(set) var contexts: [UInt32: Context] = [:]
  /// By number of the context.
  public private(set) var counts: [UInt32: Counts] = [:]

  /// Reads a file.
  ///
  /// - Throws: `Unreadable` when it is no such file.
  /// - Complexity: O(bytes × modules).
  public init(_ file: Data) throws(Unreadable) {
    let headerBytes = Int(profileHeaderBytes)
    guard file.count >= headerBytes, file.prefix(8).elementsEqual("LIVEHEAP".utf8) else {
      throw Unreadable(message: "it is no heap profile of ours")
    }
    let header = file.withUnsafeBytes { $0.loadUnaligned(as: profile_header.self) }
    guard header.version == UInt32(profileVersion) else {
      throw Unreadable(
        message: "it is of version \(header.version), and this program reads \(profileVersion)")
    }
    guard header.mean >= 1, header.mean < 1 << 48 else {
      throw Unreadable(message: "it says that one sample stands for \(header.mean) bytes")
    }
    process = Int(header.process)
    every = Int(header.mean)
    began = Int(truncatingIfNeeded: header.seconds & 0xFFFF_FFFF_FFFF)
    missed = Int(truncatingIfNeeded: header.missed & 0xFFFF_FFFF_FFFF)
    untraced = Int(truncatingIfNeeded: header.untraced & 0xFFFF_FFFF_FFFF)
    file.withUnsafeBytes { readBlocks($0) }
  }

  /// A block is read as the bytes that its header promises and the file has.
  private mutating func readBlocks(_ file: UnsafeRawBufferPointer) {
    let extentBytes = Int(profileExtentBytes)
    var extent = Int(profileHeaderBytes)
    while extent < file.count {
      let end = min(extent + extentBytes, file.count)
      var position = extent
      while position + MemoryLayout<profile_block>.size <= end {
        let block = file.loadUnaligned(fromByteOffset: position, as: profile_block.self)
        guard block.bytes >= 8, position + Int(block.bytes) <= end else { break }
        read(
          Int(block.kind), UnsafeRawBufferPointer(rebasing: file[position..<position + Int(block.bytes)]))
        position += Int(block.bytes)
      }
      extent += extentBytes
    }
  }

  private mutating func read(_ kind: Int, _ block: UnsafeRawBufferPointer) {
    switch kind {
    case Int(profileContextBlock) where block.count >= MemoryLayout<profile_context>.size:
      let context = block.loadUnaligned(as: profile_context.self)
      // Ancestors come first, so that every way to the root ends.
      guard context.parent < context.id else { return }
      contexts[context.id] = Context(
        parent: context.parent, address: context.address,
        module: modules.lastIndex { $0.start < context.address && context.address <= $0.end })
    case Int(profileCountsBlock) where block.count >= MemoryLayout<profile_counts_block>.size:
      let first = block.loadUnaligned(as: profile_counts_block.self).first
      let stride = MemoryLayout<profile_counts>.stride
      let start = MemoryLayout<profile_counts_block>.size - Int(profileCountsPerBlock) * stride
      for index in 0..<Int(profileCountsPerBlock) {
        let more = block.loadUnaligned(fromByteOffset: start + index * stride, as: profile_counts.self)
        if more.samples | more.freedSamples != 0 { counts[first &+ UInt32(index), default: Counts()] += more }
      }
    case Int(profileModuleBlock) where block.count > MemoryLayout<profile_module>.size:
      let module = block.loadUnaligned(as: profile_module.self)
      let path = block[MemoryLayout<profile_module>.size...].prefix { $0 != 0 }
      modules.append(
        Module(
          start: module.start, end: module.end, bias: module.bias, path: String(decoding: path, as: UTF8.self)
        ))
    default: break
    }
  }

  /// The contexts of a stack, the innermost first, without the root.
  ///
  /// - Complexity: O(depth).
  public func stack(of context: UInt32) -> [Context] {
    var stack: [Context] = []
    var at = context
    while at != UInt32(profileRoot), let next = contexts[at] {
      stack.append(next)
      at = next.parent
    }
    return stack
  }
}
