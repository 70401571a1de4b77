import ArgumentParser

struct ListLessons: ParsableCommand {
  func run() throws {}
}
