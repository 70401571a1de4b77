// handover-bench ROW EXECUTOR COUNT THREADS: runs one row three times and prints the middle, `nanoseconds N` an operation or
// `bytes N` a waiter. EXECUTOR is `default` or `own`.
// Relies on: Rows.swift, PoolRows.swift.

import Channels
import Foundation

let arguments = CommandLine.arguments
guard arguments.count == 5, let count = Int(arguments[3]), let threads = Int(arguments[4]) else {
  FileHandle.standardError.write(Data("usage: handover-bench ROW default|own COUNT THREADS\n".utf8))
  exit(2)
}
let executor: (any TaskExecutor)? = arguments[2] == "own" ? RunNextExecutor(threads: threads) : nil

func middle(_ operations: Int, _ body: () async throws -> Void) async throws {
  var times: [Double] = []
  let clock = ContinuousClock()
  for _ in 0..<3 {
    let time = try await clock.measure(body)
    times.append(
      Double(time.components.attoseconds) / 1e9 / Double(operations)
        + Double(time.components.seconds) * 1e9 / Double(operations))
  }
  print("nanoseconds \(times.sorted()[1])")
}

switch arguments[1] {
case "unbuffered": try await middle(2 * count) { try await pingPong(count, on: executor) }
case "unbuffered-AsyncChannel":
  try await middle(2 * count) { await pingPongAsyncChannel(count, on: executor) }
case "one-one": try await middle(count) { try await flow(1, 1, count, on: executor) }
case "four-four": try await middle(count) { try await flow(4, 4, count, on: executor) }
case "one-one-AsyncStream": try await middle(count) { await flowAsyncStream(1, 1, count, on: executor) }
case "four-four-AsyncStream": try await middle(count) { await flowAsyncStream(4, 4, count, on: executor) }
case "one-one-AsyncChannel": try await middle(count) { await flowAsyncChannel(1, 1, count, on: executor) }
case "four-four-AsyncChannel": try await middle(count) { await flowAsyncChannel(4, 4, count, on: executor) }
case "one-one-MPSC": try await middle(count) { await flowMPSC(count, on: executor) }
case "select-receive-2": try await middle(count) { try await selectReceive(2, count, on: executor) }
case "select-receive-16": try await middle(count) { try await selectReceive(16, count, on: executor) }
case "select-send-2": try await middle(count) { try await selectSend(2, count, on: executor) }
case "select-send-16": try await middle(count) { try await selectSend(16, count, on: executor) }
case "blocked": try await blocked(count, on: executor)
case "pool-1": poolRow(count, threads, held: 1)
case "pool-2": poolRow(count, threads, held: 2)
case "malloc-1": mallocRow(count, threads, held: 1)
case "malloc-2": mallocRow(count, threads, held: 2)
default:
  FileHandle.standardError.write(Data("there is no row \(arguments[1])\n".utf8))
  exit(2)
}
exit(0)
