import ArgumentParser

struct Build: ParsableCommand {
  func run() throws {}
}
