let m = "key=12;b=7".matches(of: /(\w+)=(\d+)/)
for x in m { print(x.1, x.2) }
