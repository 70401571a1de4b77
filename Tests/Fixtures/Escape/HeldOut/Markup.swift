// A result builder for markup whose nodes are existential values, and a renderer that walks them.

protocol Markup {
  func render(into out: inout String)
}

struct Plain: Markup {
  let text: String
  @inline(never)
  func render(into out: inout String) { out += text }  // heap: String growth !
}

struct Element: Markup {
  let tag: String
  let attribute: String
  let children: [any Markup]

  @inline(never)
  func render(into out: inout String) {
    out += tag  // heap: String growth !
    out += attribute  // heap: String growth !
    for child in children { child.render(into: &out) }
  }
}

@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ text: String) -> [any Markup] {
    [Plain(text: text)]  // heap: [any Markup] returned !; stack: [any Markup]
  }
  static func buildExpression(_ element: Element) -> [any Markup] {
    [element]  // heap: [any Markup] returned !; heap: Element too-big-for-inline !
  }
  static func buildBlock(_ parts: [any Markup]...) -> [any Markup] {
    parts.flatMap { $0 }  // heap: [any Markup] library-call|growth
  }
  static func buildOptional(_ part: [any Markup]?) -> [any Markup] { part ?? [] }
}

func tag(_ name: String, @MarkupBuilder _ content: () -> [any Markup]) -> Element {
  Element(tag: name, attribute: "", children: content())
}

@inline(never)
func page(_ title: String, draft: Bool) -> Element {
  tag("body") {
    title  // stack: [Array<any Markup>]
    if draft { "draft" }  // stack: [Array<any Markup>]
  }
}

@inline(never)
func rendered(_ element: Element) -> String {
  var out = ""
  element.render(into: &out)
  return out
}

@main
enum MarkupProgram {
  static func main() {
    precondition(rendered(page("Heap", draft: true)) == "bodyHeapdraft")
    precondition(rendered(page("Stack", draft: false)) == "bodyStack")
  }
}
