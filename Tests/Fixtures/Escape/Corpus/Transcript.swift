// Text output: a custom stream, and one line on standard output.

struct Transcript: TextOutputStream {
  private(set) var lines: [String] = []
  private var current = ""

  mutating func write(_ string: String) {
    for character in string {
      if character == "\n" {
        lines.append(current)  // heap: [String] growth
        current = ""
      } else {
        current.append(character)  // heap: String growth
      }
    }
  }
}

@inline(never)
func log(_ transcript: inout Transcript, _ text: String) {
  transcript.write(text)
}

@inline(never)
func announce(_ n: Int) {
  print(n)  // heap: [Any] passed-opaque|library-call
}

@main
enum TranscriptProgram {
  static func main() {
    var transcript = Transcript()
    log(&transcript, "one\na line that is longer than fifteen\n")
    precondition(transcript.lines.count == 2)
    announce(transcript.lines[1].utf8.count)
  }
}
