// swift-format-ignore-file
// A rate limiter: buckets by client in an actor, permits that cannot be copied and give themselves back.

final class Bucket {
  var tokens: Int
  let limit: Int

  init(limit: Int) {
    self.limit = limit
    tokens = limit
  }
}

struct Permit: ~Copyable {
  private let bucket: Bucket
  private(set) var cost: Int

  init(_ bucket: Bucket, cost: Int) {
    bucket.tokens -= cost
    self.bucket = bucket
    self.cost = cost
  }

  consuming func keep() -> Int {
    cost = 0
    return bucket.tokens
  }

  deinit { bucket.tokens += cost }
}

struct Exhausted: Error {
  let client: String
  let missing: Int
}

actor Limiter {
  private var buckets: [String: Bucket] = [:]
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  private func bucket(of client: String) -> Bucket {
    if let bucket = buckets[client] { return bucket }
    let bucket = Bucket(limit: limit)  // heap: Bucket returned|stored-field
    buckets[client] = bucket  // heap: [String: Bucket] growth
    return bucket
  }

  func spend(_ cost: Int, for client: String) throws -> Int {
    let bucket = bucket(of: client)
    guard bucket.tokens >= cost else {
      throw Exhausted(client: client, missing: cost - bucket.tokens)  // heap: Exhausted thrown; heap: Exhausted optimizer-limit
    }
    return Permit(bucket, cost: cost).keep()
  }

  func peek(_ cost: Int, for client: String) -> Int {
    let bucket = bucket(of: client)
    let permit = Permit(bucket, cost: cost)
    return bucket.tokens + permit.cost
  }
}

@inline(never)
func trial(_ cost: Int) -> Int {
  let bucket = Bucket(limit: 10)
  let permit = Permit(bucket, cost: cost)
  return bucket.tokens * permit.cost
}

@main
enum RateLimiter {
  static func main() async {
    let limiter = Limiter(limit: 5)  // heap: Limiter optimizer-limit|passed-escaping
    do {
      let left = try await limiter.spend(3, for: "a client with a long name")
      precondition(left == 2)
      _ = try await limiter.spend(3, for: "a client with a long name")
      preconditionFailure("there were only two left")
    } catch let error as Exhausted {
      precondition(error.missing == 1)
    } catch {
      preconditionFailure("\(error)")
    }
    let peeked = await limiter.peek(4, for: "another")
    precondition(peeked == 5)
    precondition(trial(3) == 21)
  }
}
