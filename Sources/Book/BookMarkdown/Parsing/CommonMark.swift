// CommonMark: libcmark's tree as our values, in the order of the text. The only file that touches C pointers.
// What libcmark says about places is taken for lines only, and only where it is right; columns are found by
// Layout and InlineAligner in the text itself.
// Relies on: libcmark 0.30 (Debian libcmark-dev).

import CCmark

/// libcmark, called once a text.
package enum CommonMark {
  /// One node of the tree. The entries stand in pre-order, the document first.
  struct Entry {
    /// As libcmark has it: no anchor, no place of code lines, no fence.
    var kind: Node.Kind
    /// 1-based; for blocks only.
    var firstLine: Int
    /// Right for paragraphs and never too small for quotes, lists and items; otherwise not to be trusted.
    var lastLine: Int
    /// Blocks and inlines above this one.
    var depth: Int
    /// The index after the last entry below this one.
    var next: Int
  }

  /// Parses `bytes` as plain CommonMark.
  ///
  /// - Complexity: O(length), without recursion.
  static func parse(_ bytes: [UInt8]) -> [Entry] {
    let parsed = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root = parsed, let iterator = cmark_iter_new(root) else { return [] }
    defer {
      cmark_iter_free(iterator)
      cmark_node_free(root)
    }
    var entries: [Entry] = []
    var open: [Int] = []
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return entries }
      if event == CMARK_EVENT_EXIT {
        entries[open.removeLast()].next = entries.count
        continue
      }
      entries.append(
        Entry(
          kind: kind(of: node), firstLine: Int(cmark_node_get_start_line(node)),
          lastLine: Int(cmark_node_get_end_line(node)), depth: open.count, next: entries.count + 1))
      if !isLeaf(node) { open.append(entries.count - 1) }
    }
  }

  /// What an entity such as `&copy;` stands for, or nil when there is none of this name.
  static func character(ofEntity source: ArraySlice<UInt8>) -> [UInt8]? {
    let entries = parse(Array(source))
    guard entries.count == 3, case .text(let text) = entries[2].kind else { return nil }
    let bytes = Array(text.utf8)
    return bytes.elementsEqual(source) ? nil : bytes
  }

  /// libcmark's own HTML of `text`, raw HTML kept: the oracle of our writer's test.
  package static func referenceHTML(_ text: String) -> String {
    var text = text
    return text.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        guard let html = cmark_markdown_to_html(characters.baseAddress, characters.count, CMARK_OPT_UNSAFE)
        else {
          return ""
        }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return String(cString: html)
      }
    }
  }

  /// True for nodes that the iterator enters and never leaves.
  private static func isLeaf(_ node: OpaquePointer) -> Bool {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_TEXT,
      CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
      true
    default: false
    }
  }

  private static func kind(of node: OpaquePointer) -> Node.Kind {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: .list(list(of: node))
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK:
      .codeBlock(
        .init(info: string(cmark_node_get_fence_info(node)), literal: literal(node), lines: [], fence: nil))
    case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal(node))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)), anchor: "")
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code(literal(node))
    case CMARK_NODE_HTML_INLINE: .html(literal(node))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK:
      .link(destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
      .image(source: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: .text(literal(node))
    }
  }

  private static func list(of node: OpaquePointer) -> Node.List {
    .init(
      isOrdered: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
      start: Int(cmark_node_get_list_start(node)), isTight: cmark_node_get_list_tight(node) != 0)
  }

  private static func literal(_ node: OpaquePointer) -> String { string(cmark_node_get_literal(node)) }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}
