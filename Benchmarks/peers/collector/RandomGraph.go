// The random graph of collector-bench in Go: four million objects of four references and eight bytes, and how long a
// collection of them takes on the wall, least and median of seven.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"time"
)

type node struct {
	refs [4]*node
	data [8]byte
}

var first *node

func build() {
	state := uint64(88172645463325252)
	next := func() uint64 {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return state
	}
	table := make([]*node, 4<<20)
	for index := range table {
		table[index] = &node{}
	}
	for _, object := range table {
		for slot := range object.refs {
			object.refs[slot] = table[int(next()>>20)%len(table)]
		}
	}
	first = table[0]
}

func main() {
	build()
	runtime.GC()
	runtime.GC()
	var times []time.Duration
	for range 7 {
		start := time.Now()
		runtime.GC()
		times = append(times, time.Since(start))
	}
	sort.Slice(times, func(a, b int) bool { return times[a] < times[b] })
	fmt.Printf("{\"leastMs\":%f,\"medianMs\":%f}\n", times[0].Seconds()*1e3, times[3].Seconds()*1e3)
	runtime.KeepAlive(first)
}
