// Tasks that do not end, each word of the command line one kind of them; then main goes on for a moment, or as `hold` says.
import Glibc
import Synchronization

let kept = Mutex<[CheckedContinuation<Int, Never>]>([])
let handles = Mutex<[Task<Int, Never>]>([])
let streams = Mutex<[AsyncStream<Int>.Continuation]>([])
let going = Atomic<Bool>(true)

@inline(never) func waitForever() async -> Int {
  await withCheckedContinuation { c in kept.withLock { $0.append(c) } }
}
@inline(never) func dropped() async -> Int { await withUnsafeContinuation { _ in } }
@inline(never) func listen(_ numbers: AsyncStream<Int>) async {
  for await number in numbers { print(number) }
}
@inline(never) func nap() async { try? await Task.sleep(nanoseconds: 3_600_000_000_000) }
@inline(never) func spin() { while going.load(ordering: .relaxed) {} }
@inline(never) func group() async {
  await withTaskGroup(of: Int.self) { group in
    group.addTask { await waitForever() }
    for await number in group { print(number) }
  }
}

func start(_ kind: String) async {
  switch kind {
  case "continuation": Task { _ = await waitForever() }
  case "dropped": Task { _ = await dropped() }
  case "stream":
    let (numbers, continuation) = AsyncStream<Int>.makeStream()
    streams.withLock { $0.append(continuation) }
    Task { await listen(numbers) }
  case "sleep": Task { await nap() }
  case "group": Task { await group() }
  case "cancelled":
    let task = Task { _ = await waitForever() }
    task.cancel()
  case "running": Task { spin() }
  case "value":
    let task = Task { await waitForever() }
    Task { _ = await task.value }
  case "hundred": for _ in 0..<100 { Task { _ = await waitForever() } }
  case "finished": _ = await Task { 3 }.value
  case "kept":
    let task = Task { 3 }
    _ = await task.value
    handles.withLock { $0.append(task) }
  case "crash":
    try? await Task.sleep(nanoseconds: 1_000_000_000)
    _ = raise(SIGSEGV)
  case "fork":
    // The overlay hides it; a program in C, or one that calls the C library, has it.
    let fork = unsafeBitCast(dlsym(nil, "fork"), to: (@convention(c) () -> pid_t).self)
    let child = fork()
    if child == 0 { _exit(0) }
    waitpid(child, nil, 0)
  case "threads":
    var threads = [pthread_t](repeating: 0, count: 200)
    for index in threads.indices {
      pthread_create(
        &threads[index], nil,
        { _ in
          for _ in 0..<2000 { free(malloc(64)) }
          usleep(700_000)
          return nil
        }, nil)
    }
  case "hold": try? await Task.sleep(nanoseconds: 3_000_000_000)
  default: fatalError("no kind \(kind)")
  }
}

@main struct Main {
  static func main() async {
    for kind in CommandLine.arguments.dropFirst() { await start(kind) }
    try? await Task.sleep(nanoseconds: 100_000_000)
    print("main is over")
    fflush(stdout)
  }
}
