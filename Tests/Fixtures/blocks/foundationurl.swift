import Foundation

let u = URL(string: "https://a.example/x/y?z=1")!
print(u.host!, u.path, u.query!)
