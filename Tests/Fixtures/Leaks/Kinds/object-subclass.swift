// The cycle runs through an inherited property.
class Element {
  var children: Element?
  var owner: Element?
}
final class Paragraph: Element { var text = "lorem" }
final class Page: Element { var number = 1 }

@inline(never) func layOut() {
  let page = Page()  // leak: cycle
  let paragraph = Paragraph()
  page.children = paragraph
  paragraph.owner = page
  print(paragraph.text, page.number)
}
layOut()
