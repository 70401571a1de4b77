// swift-format-ignore-file
// Throwing with existential errors, errors that wrap errors, and Result.
struct CardRefused: Error {
  let reason: String
  let code: Int
}

final class Timeout: Error, Sendable {
  let seconds: Int
  init(_ seconds: Int) { self.seconds = seconds }
}

struct StepFailed: Error {
  let step: String
  let cause: any Error
}

@inline(never)
func charge(_ cents: Int) throws -> Int {
  if cents > 1000 { throw CardRefused(reason: "limit", code: cents) }  // heap: CardRefused thrown
  if cents < 0 { throw Timeout(-cents) }  // heap: Timeout thrown; heap: Timeout stored-field
  return cents
}

@inline(never)
func step<T>(_ name: String, _ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch {
    throw StepFailed(step: name, cause: error)  // heap: StepFailed thrown
  }
}

@inline(never)
func checkout(_ cents: Int) throws -> Int {
  try step("charge") { try charge(cents) } + 1
}

@inline(never)
func tried(_ all: [Int]) -> [Result<Int, any Error>] {
  all.map { cents in Result { try checkout(cents) } }  // heap: [Result<Int, any Error>] library-call
}

@inline(never)
func describe(_ error: any Error) -> String {
  switch error {
  case let failed as StepFailed: "\(failed.step): " + describe(failed.cause)  // heap: String growth|library-call
  case let refused as CardRefused: "refused \(refused.code)"  // heap: String growth|library-call !
  case is Timeout: "timeout"
  default: "unknown"
  }
}

func run() {
  let results = tried([5, 2000, -3])
  precondition((try? results[0].get()) == 6)
  var texts: [String] = []
  for result in results {
    if case .failure(let error) = result { texts.append(describe(error)) }  // heap: [String] growth
  }
  precondition(texts == ["charge: refused 2000", "charge: timeout"])
}

run()
