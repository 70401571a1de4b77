// ProbeRoutes: what the probe's server answers, whatever process it looks at. Paths are names in a table: none of them is a file's.
// The paths of profiles are those of Go's net/http/pprof, so that `go tool pprof http://127.0.0.1:6060/debug/pprof/heap` works.

import HeapProfiles
import LeakCheck
import Pprof
import Probe
import TaskProfiles
import Traces

/// A process to look at.
package protocol ProbeSource: Sendable {
  /// What it is called in reports.
  var program: String { get }
  /// Its heap and its tasks.
  func moment() throws -> Snapshot
  /// Its heap, without who refers to whom.
  func blocks() throws -> Snapshot
  func metrics() throws -> RuntimeMetrics
  /// What happens in so many seconds.
  func trace(seconds: Int) throws -> EventTrace
}

/// Why a source has nothing to say now, in words for whoever asked.
package struct Unavailable: Error, Hashable {
  package var message: String
  package init(_ message: String) { self.message = message }
}

/// The server's answers.
package struct ProbeRoutes: Sendable {
  private let source: any ProbeSource
  private let symbolizer: Symbolizer?

  /// - Parameter symbolizer: Without one there are addresses in place of functions.
  package init(_ source: any ProbeSource, symbolizer: Symbolizer?) {
    self.source = source
    self.symbolizer = symbolizer
  }

  private static let index = """
    /metrics            numbers, for Prometheus
    /trace?seconds=5    what happens from now on, for ui.perfetto.dev
    /tasks              which tasks there are, and what they wait for (?format=json)
    /debug/pprof/heap   what is alive, by who allocated it          go tool pprof http://…
    /debug/pprof/allocs the same, and what was allocated in all     go tool pprof http://…
    /debug/pprof/task   tasks by where they wait and who made them  go tool pprof http://…

    """

  /// Answers.
  package func response(to request: HTTPRequest) -> HTTPResponse {
    do {
      switch request.path {
      case "/", "/debug/pprof", "/debug/pprof/": return text(Self.index)
      case "/metrics":
        return HTTPResponse(
          type: RuntimeMetrics.prometheusType, body: Array(try source.metrics().prometheusText.utf8))
      case "/trace": return try trace(request.query["seconds"] ?? "1")
      case "/tasks": return try tasks(request.query["format"] ?? "text")
      case "/debug/pprof/task":
        return profile(TaskProfile(try source.moment(), symbolizer: symbolizer).profile)
      case "/debug/pprof/heap": return profile(try heap("inuse_space"))
      case "/debug/pprof/allocs": return profile(try heap("alloc_space"))
      default: return text("there is no \(request.path); / says what there is\n", status: 404)
      }
    } catch let unavailable as Unavailable {
      return text(unavailable.message + "\n", status: 503)
    } catch {
      return text("\(error)\n", status: 500)
    }
  }

  private func heap(_ shownType: String) throws -> Profile {
    BlockProfile.profile(of: try source.blocks(), shownType: shownType, symbolizer: symbolizer)
  }

  private func trace(_ words: String) throws -> HTTPResponse {
    guard let seconds = Int(words), (1...60).contains(seconds) else {
      return text("seconds is a number from 1 to 60\n", status: 400)
    }
    let events = try source.trace(seconds: seconds)
    return HTTPResponse(
      type: "application/json", body: Array(ChromeTrace([(events, source.program)]).text.utf8))
  }

  private func tasks(_ format: String) throws -> HTTPResponse {
    guard format == "text" || format == "json" else {
      return text("format is text or json\n", status: 400)
    }
    let report = TaskReport(TaskProfile(try source.moment(), symbolizer: symbolizer), of: source.program)
    return format == "text"
      ? text(report.text())
      : HTTPResponse(
        type: "application/json", body: Array(report.json(command: [source.program], status: nil).utf8))
  }

  private func text(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(text.utf8))
  }

  private func profile(_ profile: Profile) -> HTTPResponse {
    HTTPResponse(type: "application/octet-stream", body: Gzip.stored(profile.encoded()))
  }
}
