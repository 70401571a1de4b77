// An actor that remembers what it computed, and shares work that is under way.

final class Thumbnail: Sendable {
  let size: Int
  init(size: Int) { self.size = size }
}

@inline(never)
func render(_ id: Int) async -> Thumbnail {
  await Task.yield()
  return Thumbnail(size: id * 10)  // heap: Thumbnail returned
}

enum Entry {
  case ready(Thumbnail)
  case underWay(Task<Thumbnail, Never>)
}

actor ThumbnailCache {
  private var entries: [Int: Entry] = [:]
  private(set) var renderings = 0

  func thumbnail(_ id: Int) async -> Thumbnail {
    switch entries[id] {
    case .ready(let found)?: return found
    case .underWay(let task)?: return await task.value
    case nil: break
    }
    renderings += 1
    let task = Task { await render(id) }  // heap: closure captured|passed-escaping; heap: Task task-object
    entries[id] = .underWay(task)  // heap: [Int: Entry] growth
    let made = await task.value
    entries[id] = .ready(made)  // heap: [Int: Entry] growth !
    return made
  }
}

@main
enum ActorCache {
  static func main() async {
    let cache = ThumbnailCache()  // heap: ThumbnailCache captured|passed-escaping
    async let one = cache.thumbnail(4)
    async let two = cache.thumbnail(4)
    let sum = await one.size + two.size
    let third = await cache.thumbnail(5)
    let renderings = await cache.renderings
    precondition(sum == 80 && third.size == 50 && renderings == 2)
  }
}
