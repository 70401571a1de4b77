// Children in an array, and a parent that they own.
final class Folder {
  let name: String
  var files: [Folder] = []
  weak var parent: Folder?
  init(_ name: String) { self.name = name }
  func add(_ name: String) {
    let child = Folder(name)
    child.parent = self
    files.append(child)
  }
}

@inline(never) func list() {
  let root = Folder("/")
  for name in ["bin", "etc", "usr"] { root.add(name) }
  print(root.files.map(\.name))
}
list()
