// Child: a process as the tests start it.

import Toolchain

enum Child {
  static func process(_ executable: String, _ arguments: [String], environment: [String]) -> ChildProcess {
    ChildProcess(executable, arguments, environment: environment)
  }
}
