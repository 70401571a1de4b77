// swift-format-ignore-file
// Views: a tree of values with attributes, the difference of two trees as a list of patches, and the text of a tree.

indirect enum View: Equatable {
  case text(String)
  case element(String, attributes: [String: String], children: [View])
  case group([View])
}

enum Patch: Equatable {
  case replace(path: [Int], View)
  case set(path: [Int], name: String, value: String)
  case remove(path: [Int], index: Int)
  case insert(path: [Int], index: Int, View)
}

struct Differ {
  private(set) var patches: [Patch] = []
  private var path: [Int] = []

  @inline(never)
  mutating func compare(_ old: View, _ new: View) {
    switch (old, new) {
    case (.element(let a, let oldSet, let oldViews), .element(let b, let newSet, let newViews)) where a == b:
      for (name, value) in newSet.sorted(by: { $0.key < $1.key }) where oldSet[name] != value {  // heap: [(key: String, value: String)] library-call; heap: [Range<Int>] library-call !
        patches.append(.set(path: path, name: name, value: value))  // heap: [Patch] growth
      }
      compareAll(oldViews, newViews)
    case (.group(let oldViews), .group(let newViews)): compareAll(oldViews, newViews)
    default: if old != new { patches.append(.replace(path: path, new)) }  // heap: [Patch] growth !
    }
  }

  private mutating func compareAll(_ old: [View], _ new: [View]) {
    for (index, pair) in zip(old, new).enumerated() {
      path.append(index)  // heap: [Int] growth
      compare(pair.0, pair.1)
      path.removeLast()  // heap: [Int] copy-on-write
    }
    for index in new.indices.dropFirst(old.count) {
      patches.append(.insert(path: path, index: index, new[index]))  // heap: [Patch] growth
    }
    for index in old.indices.dropFirst(new.count).reversed() {
      patches.append(.remove(path: path, index: index))  // heap: [Patch] growth !
    }
  }
}

@resultBuilder
enum ViewBuilder {
  static func buildExpression(_ view: View) -> View { view }
  static func buildExpression(_ text: String) -> View { .text(text) }  // heap: View indirect-case !
  static func buildOptional(_ view: View?) -> View { view ?? .group([]) }
  static func buildBlock(_ views: View...) -> View { .group(views) }  // heap: View indirect-case !
}

@inline(never)
func page(_ title: String, isSignedIn: Bool) -> View {
  .element("main", attributes: ["class": isSignedIn ? "in" : "out"], children: [heading(title, isSignedIn)])  // heap: View indirect-case; heap: [View] stored-field|returned; stack: [(String, String)]; heap: [String: String] library-call
}

@ViewBuilder
func heading(_ title: String, _ isSignedIn: Bool) -> View {
  title  // heap: [View] stored-field|returned
  if isSignedIn { "welcome" }  // heap: [View] stored-field|returned; heap: View indirect-case
}

@inline(never)
func render(_ view: View, into text: inout String) {
  switch view {
  case .text(let words): text += words  // heap: String growth !
  case .group(let views): for one in views { render(one, into: &text) }
  case .element(let name, let attributes, let children):
    text += "<\(name)"  // heap: String growth !
    for (key, value) in attributes { text += " \(key)='\(value)'" }  // heap: String growth
    text += ">"  // heap: String growth !
    for child in children { render(child, into: &text) }
    text += "</\(name)>"  // heap: String growth
  }
}

@main
enum Views {
  static func main() {
    var differ = Differ()
    differ.compare(page("Books", isSignedIn: false), page("Books", isSignedIn: true))
    precondition(differ.patches.count == 2)
    var text = ""
    render(page("Books", isSignedIn: true), into: &text)
    precondition(text == "<main class='in'>Bookswelcome</main>")
  }
}
