// Sick services that are told by counts, and no times: the diagnosis does not depend on how busy the machine is. Each run has a
// process of its own, because the instruments read all of it.

import Foundation
import TestSupport
import Testing

@Suite struct DiagnosisTests {
  @Test(
    "runs that are told by counts are diagnosed, and their mended twins read below the threshold",
    arguments: [("blocked", 1), ("leak", 256), ("hole", 300)])
  func counted(_ name: String, _ threshold: Int) throws {
    let run = try CommandRun([
      TemporaryBook.lesson, "run", "diagnosis/cases", "--case", name, "--requests", "400", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let results = try #require(report?["results"] as? [String: Any])
    let found = try #require((results["runs"] as? [[String: Any]])?.first)
    #expect(found["verdict"] as? String == name, "\(found)")
    #expect(try #require(found["mended"] as? Int) <= threshold, "\(found)")
  }
}
