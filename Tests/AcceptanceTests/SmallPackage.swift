// SmallPackage: a package of somebody who has never heard of `lesson`: a library, a program, a DocC catalog, and docs of
// which some are wrong, each in one way.
// Relies on: TemporaryBook for its folder. Building it takes SwiftPM some seconds, so tests share one.

import Foundation

/// A package whose docs are partly wrong.
enum SmallPackage {
  static let manifest = """
    // swift-tools-version: 5.9
    import PackageDescription
    let package = Package(
      name: "Small", products: [.library(name: "Small", targets: ["Small"])],
      targets: [.target(name: "Small"), .executableTarget(name: "tool", dependencies: ["Small"])])

    """

  /// Four blocks: one right, one with a wrong output, one that does not compile, one that wants setup.
  static let source = """
    /// Numbers.
    public enum Small {
      /// Twice a number.
      ///
      /// ```swift
      /// print(Small.double(2)) // Prints "4"
      /// ```
      ///
      /// - Note: In a list, too:
      ///   ```swift
      ///   print(Small.double(3)) // Prints "5"
      ///   ```
      public static func double(_ x: Int) -> Int { 2 * x }

      /**
       Half a number.

       ```swift
       let all = [Small.half(2)]
       let é = Small.halve(4)
       ```
       */
      public static func half(_ x: Int) -> Int { x / 2 }

      /// ```swift
      /// print(Small.double(number)) // Prints "14"
      /// ```
      public static let seven = 7
    }

    """

  /// Two blocks, both right; the second prints nothing that is stated and is only compiled.
  static let readme = """
    # Small

    ```swift
    print(Small.half(9))
    ```
    ```output
    4
    ```

    ```swift
    import Small
    print(Small.seven)
    ```

    ```console
    $ rm -rf /
    ```

    """

  static let catalog = """
    # ``Small``

    ```swift
    let list: [Int] = Small.double(1)
    ```

    """

  static func make(_ more: [String: String] = [:]) throws -> TemporaryBook {
    let files = [
      "Package.swift": manifest, "Sources/Small/Small.swift": source, "README.md": readme,
      "Sources/Small/Small.docc/Small.md": catalog,
      "Sources/tool/main.swift": "import Small\nfatalError(\"\\(Small.seven): no test runs this\")\n",
    ]
    return try TemporaryBook(files.merging(more) { $1 })
  }
}
