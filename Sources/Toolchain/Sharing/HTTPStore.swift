// HTTPStore: a shared store behind HTTP. A server that answers slowly, at length or with a redirection costs one request,
// never the check.
// Relies on: FoundationNetworking, which the server of `lesson serve` needs anyway.

import Foundation
import FoundationNetworking
import Synchronization

/// A server of Bazel's HTTP cache protocol.
package final class HTTPStore: SharedStore {
  package let place: String
  private let base: URL
  private let session: URLSession
  private let receivers = Receivers()
  private let authorization: String?
  private let seconds: Double

  /// - Parameters:
  ///   - address: `http://` or `https://`; a user and a password in it are sent as Basic authorization.
  ///   - token: Sent as a bearer's token instead; nil sends none.
  ///   - seconds: How long one request may take.
  /// - Returns: nil for an address that is none.
  package init?(_ address: String, token: String?, seconds: Double = 20) {
    guard var parts = URLComponents(string: address), parts.scheme == "http" || parts.scheme == "https",
      parts.host?.isEmpty == false
    else { return nil }
    let basic = parts.user.map { "Basic " + Data("\($0):\(parts.password ?? "")".utf8).base64EncodedString() }
    authorization = token.map { "Bearer \($0)" } ?? basic
    parts.user = nil
    parts.password = nil
    guard let base = parts.url else { return nil }
    self.base = base
    place = base.absoluteString
    self.seconds = seconds
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = seconds
    configuration.timeoutIntervalForResource = seconds
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    session = URLSession(configuration: configuration, delegate: receivers, delegateQueue: nil)
  }

  deinit { session.invalidateAndCancel() }

  private func request(_ method: String, _ name: SharedName) -> URLRequest {
    var request = URLRequest(
      url: base.appendingPathComponent(name.kind.rawValue).appendingPathComponent(name.hash))
    request.httpMethod = method
    if let authorization { request.setValue(authorization, forHTTPHeaderField: "Authorization") }
    return request
  }

  package func read(_ name: SharedName, most: Int) throws(SharedStoreFailure) -> [UInt8]? {
    let (status, body) = try send(request("GET", name), most: most)
    if status == 404 { return nil }
    guard status == 200 else { throw refusal("GET", status) }
    return body
  }

  package func write(_ bytes: [UInt8], as name: SharedName) throws(SharedStoreFailure) {
    var request = request("PUT", name)
    request.httpBody = Data(bytes)
    let (status, _) = try send(request, most: 1 << 16)
    guard (200...204).contains(status) else { throw refusal("PUT", status) }
  }

  private func refusal(_ method: String, _ status: Int) -> SharedStoreFailure {
    let remedy =
      switch status {
      case 401, 403: "; set LESSON_SHARED_TOKEN, or a user and a password in its address"
      case 405, 409: "; it has to allow PUT below ac/ and cas/"
      default: ""
      }
    return SharedStoreFailure("\(place) answers \(method) with \(status)\(remedy)", isLasting: status < 500)
  }

  /// Sends a request and waits.
  private func send(_ request: URLRequest, most: Int) throws(SharedStoreFailure) -> (Int, [UInt8]) {
    let receiver = Receiver(most: most)
    let task = session.dataTask(with: request)
    receivers.add(receiver, for: task)
    task.resume()
    guard receiver.done.wait(timeout: .now() + 2 * seconds) == .success else {
      task.cancel()
      throw SharedStoreFailure("\(place) does not answer", isLasting: true)
    }
    if receiver.isTooLong {
      throw SharedStoreFailure("\(place) sends more than \(most) bytes for one name", isLasting: false)
    }
    // A refusal of who we are ends in an error, too, and the status says more.
    if let error = receiver.error, receiver.status < 400 {
      throw SharedStoreFailure("\(place) cannot be asked: \(error.localizedDescription)", isLasting: true)
    }
    return (receiver.status, receiver.body)
  }
}

/// One answer, up to a length. The session's queue writes it; the semaphore orders that before the reader.
private final class Receiver: @unchecked Sendable {
  let done = DispatchSemaphore(value: 0)
  var status = 0
  var body: [UInt8] = []
  var isTooLong = false
  var error: (any Error)?
  let most: Int

  init(most: Int) { self.most = most }

  /// False when it is too much.
  func take(_ data: Data) -> Bool {
    isTooLong = isTooLong || body.count + data.count > most
    body = isTooLong ? [] : body + data
    return !isTooLong
  }
}

/// Gives what the session receives to whoever waits for it. The session's own delegate: a task's own is never told the end
/// in FoundationNetworking 6.3.
private final class Receivers: NSObject, URLSessionDataDelegate, Sendable {
  private let waiting = Mutex<[Int: Receiver]>([:])

  func add(_ receiver: Receiver, for task: URLSessionTask) {
    waiting.withLock { $0[task.taskIdentifier] = receiver }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    // The address is the user's choice; a server does not send us elsewhere.
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    // Who we are was said with the request; a server that does not take it answers 401.
    completionHandler(.rejectProtectionSpace, nil)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let receiver = waiting.withLock { $0[dataTask.taskIdentifier] }
    if receiver?.take(data) == false { dataTask.cancel() }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let receiver = waiting.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    receiver.status = (task.response as? HTTPURLResponse)?.statusCode ?? 0
    receiver.error = error
    receiver.done.signal()
  }
}
