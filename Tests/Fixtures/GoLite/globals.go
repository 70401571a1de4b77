// Variables of the package: what the linker lays out, and what has to be made before main.
package main

import "fmt"

type config struct {
	name  string
	ports []int
	next  *config
}

var (
	defaults  = &config{name: "default", ports: []int{80, 443}}
	chain     = &config{name: "first", next: &config{name: "second"}}
	names     = []string{"a", "b"}
	counters  = map[string]int{"a": 1}
	made      = make([]int, 4)
	fresh     = new(int)
	double    = func(n int) int { return n * 2 }
	computed  = double(21)
	shared    any = 7
	formatted = fmt.Sprintf("%d", computed)
	table     = [2]*int{new(int), nil}
)

var current *config

func set(c *config) { current = c }

func with(name string) config {
	c := *defaults
	c.name = name
	return c
}

func main() {
	set(&config{name: "main"})
	c := with("other")
	set(&c)
	d := with("local")
	fmt.Println(current.name, chain.next.name, names[0], counters["a"], made[0], *fresh, shared, formatted, table[1] == nil, d.name)
}
