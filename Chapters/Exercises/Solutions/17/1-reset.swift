// The audit sees what it is told to look at, so a new field has three places: the class, the reset and isClean.

import ObjectPool

final class Request: @unchecked Sendable {
  var name = ""
  var headers: [String] = []
}

func reset(_ request: Request) {
  request.name = ""
  request.headers.removeAll(keepingCapacity: true)
}

func isClean(_ request: Request) -> Bool {
  request.name.isEmpty && request.headers.isEmpty
}

// check: leave what stands below as it is
func check() {
  let dirty = Request()
  dirty.headers = ["Authorization: Bearer 7"]
  print("clean", !isClean(dirty))  // Prints "clean true"
  let requests = Pool(
    objectBytes: 256, limitBytes: 4096, reset: { reset($0) }
  ) { Request() }
  requests.withObject { request in
    request.name = "ada"
    request.headers = ["Authorization: Bearer 7"]
  }
  requests.withObject { request in
    print("next user:", request.headers.count, "headers")  // Prints "next user: 0 headers"
  }
}
check()
