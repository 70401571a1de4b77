// CommonMark: libcmark's tree as our values. The only file that touches C pointers; block positions are libcmark's,
// with its known slips mended by whoever has the raw lines (Parser); inline nodes get theirs from InlineAligner.
// Relies on: libcmark 0.30 (Debian libcmark-dev).

import CCmark

/// libcmark, called once a text.
package enum CommonMark {
  /// Trees deeper than this are cut: no chapter nests so deep, and every later walk recurses.
  static let maximumDepth = 120

  /// Parses `bytes` as plain CommonMark.
  ///
  /// - Returns: The document node; inlines carry the range 0:0.
  /// - Complexity: O(length) time and tree size.
  static func parse(_ bytes: [UInt8]) -> Node {
    let root = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT | CMARK_OPT_UNSAFE)
      }
    }
    guard let root else { return Node(.document, .nowhere) }
    defer { cmark_node_free(root) }
    cmark_consolidate_text_nodes(root)
    return convert(root, depth: 0)
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

  private static func convert(_ node: OpaquePointer, depth: Int) -> Node {
    var result = Node(kind(of: node), range(of: node))
    guard depth < maximumDepth else { return result }
    var child = cmark_node_first_child(node)
    while let current = child {
      result.children.append(convert(current, depth: depth + 1))
      child = cmark_node_next(current)
    }
    return result
  }

  private static func range(of node: OpaquePointer) -> SourceRange {
    SourceRange(
      .init(line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node))),
      .init(line: Int(cmark_node_get_end_line(node)), column: Int(cmark_node_get_end_column(node))))
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
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_CUSTOM_BLOCK: .htmlBlock(literal(node))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)), anchor: "")
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code(literal(node))
    case CMARK_NODE_HTML_INLINE, CMARK_NODE_CUSTOM_INLINE: .html(literal(node))
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

extension SourceRange {
  /// What stands nowhere in the text.
  static let nowhere = SourceRange(.init(line: 0, column: 0), .init(line: 0, column: 0))
}
