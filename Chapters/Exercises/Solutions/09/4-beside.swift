// Sixty-four pages of heap share one page of bits, so a collection leaves nearly everything shared. Ruby moved its mark bits
// out of the objects for this reason in version 2.0.

let page = 4096

/// Pages that marking these objects writes to.
func written(_ objects: [Int], beside: Bool) -> Int {
  Set(objects.map { (beside ? $0 / 64 : $0) / page }).count
}

// check: leave what stands below as it is
let objects = (0..<4096).map { $0 * 1024 }
print("inside:", written(objects, beside: false), "pages")  // Prints "inside: 1024 pages"
print("beside:", written(objects, beside: true), "pages")  // Prints "beside: 16 pages"
