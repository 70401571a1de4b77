// exercise: 17.1
// title: The field that the reset forgot
// minutes: 10
// fails: prints "clean false"
// fails: prints "next user: 1 headers"
// hint: What `isClean` looks at is what the audit can see. Does it look at everything?
// hint: A request as new has no name and no headers. Both the reset and the audit have to know that.
//
// A request is reused, and the next user finds something of the last one's.
// Let the reset leave nothing behind, and let `isClean` look at all of it.

import ObjectPool

final class Request: @unchecked Sendable {
  var name = ""
  var headers: [String] = []
}

func reset(_ request: Request) {
  request.name = ""
}

func isClean(_ request: Request) -> Bool {
  request.name.isEmpty
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
