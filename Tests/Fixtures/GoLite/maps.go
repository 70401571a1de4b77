// Maps: keys and values are kept on the heap; reading needs nothing there.
package main

type key struct {
	name string
	id   int
}

type cache struct {
	entries map[key]*entry
	limit   int
}

type entry struct {
	value []byte
	hits  int
}

func newCache(limit int) *cache {
	return &cache{entries: make(map[key]*entry), limit: limit}
}

func (c *cache) get(name string, id int) ([]byte, bool) {
	e, ok := c.entries[key{name, id}]
	if !ok {
		return nil, false
	}
	e.hits++
	return e.value, true
}

func (c *cache) put(name string, id int, value []byte) {
	if len(c.entries) >= c.limit {
		for k := range c.entries {
			delete(c.entries, k)
			break
		}
	}
	c.entries[key{name, id}] = &entry{value: value}
}

func count(words []string) map[string]int {
	counts := map[string]int{}
	for _, w := range words {
		counts[w]++
	}
	return counts
}

func local() int {
	seen := make(map[int]bool, 8)
	seen[1] = true
	table := map[string]*int{"a": new(int)}
	byPointer := map[*int]string{}
	x := 1
	byPointer[&x] = "x"
	return len(seen) + *table["a"] + len(byPointer)
}

func main() {
	c := newCache(4)
	c.put("a", 1, []byte("first"))
	v, ok := c.get("a", 1)
	println(string(v), ok, len(count([]string{"a", "b", "a"})), local())
}
