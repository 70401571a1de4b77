// The collectors' workloads in Go: the same objects, the same numbers. Prints the workload's number, how often Go collected
// and its longest stop.
//
//	Workloads WORKLOAD
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

type pair struct{ left, right *pair }
type node struct {
	left, right *node
	a, b        int32
}
type link struct {
	next         *link
	value, other int32
}
type entry struct {
	a, b  *entry
	value int32
	rest  [3]int32
}

func pairTree(depth int) *pair {
	if depth <= 0 {
		return &pair{}
	}
	left := pairTree(depth - 1)
	right := pairTree(depth - 1)
	return &pair{left, right}
}

func (top *pair) count() int {
	if top.left == nil {
		return 1
	}
	return 1 + top.left.count() + top.right.count()
}

func trees(depth int) int {
	sum := pairTree(depth + 1).count()
	stays := pairTree(depth)
	for d := 4; d <= depth; d += 2 {
		for i := 0; i < 1<<(depth-d+4); i++ {
			sum += pairTree(d).count()
		}
	}
	return sum + stays.count()
}

func populate(depth int, top *node) {
	if depth <= 0 {
		return
	}
	top.left, top.right = &node{}, &node{}
	populate(depth-1, top.left)
	populate(depth-1, top.right)
}

func nodeTree(depth int) *node {
	if depth <= 0 {
		return &node{}
	}
	left := nodeTree(depth - 1)
	right := nodeTree(depth - 1)
	return &node{left: left, right: right}
}

func (top *node) count() int {
	if top.left == nil {
		return 1
	}
	return 1 + top.left.count() + top.right.count()
}

// Globals, so that nothing is kept off the heap.
var numbers []float64
var garbageNode *node
var garbage *entry
var garbageLink *link

func gcbench() int {
	stays := &node{}
	populate(16, stays)
	numbers = make([]float64, 500000)
	for depth := 4; depth <= 16; depth += 2 {
		count := 2 * ((1 << 19) - 1) / ((1 << (depth + 1)) - 1)
		for i := 0; i < count; i++ {
			top := &node{}
			populate(depth, top)
			garbageNode = top
		}
		for i := 0; i < count; i++ {
			garbageNode = nodeTree(depth)
		}
	}
	return stays.count()
}

func queue() int {
	first := &link{}
	last := first
	sum := 0
	for i := 0; i < 21000000; i++ {
		next := &link{value: int32(i)}
		last.next = next
		last = next
		if i >= 1000000 {
			sum += int(first.value)
			first = first.next
		}
	}
	return sum
}

var state uint64 = 88172645463325252

func next() uint64 {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	return state
}

func table(rows int) [][]*entry {
	table := make([][]*entry, rows)
	for row := range table {
		table[row] = make([]*entry, 1024)
		for column := range table[row] {
			table[row][column] = &entry{}
		}
	}
	return table
}

func live() int {
	places := 4 << 20
	rows := table(places / 1024)
	sum := 0
	for i := 0; i < 20000000; i++ {
		bits := next()
		fresh := &entry{value: int32(i)}
		garbage = fresh
		if bits&15 == 0 {
			place := int(bits>>8&0x7fffffff) % places
			row := rows[place/1024]
			sum += int(row[place%1024].value)
			fresh.a = row[(place+1)%1024]
			row[place%1024] = fresh
			if fresh.a != nil {
				fresh.a.a = nil
			}
		}
	}
	return sum
}

func cache() int {
	places := 1 << 18
	rows := table(places / 1024)
	sum := 0
	for i := 0; i < 10000000; i++ {
		place := int(next()>>8&0x7fffffff) % places
		row := rows[place/1024]
		sum += int(row[place%1024].value)
		if i&1 == 0 {
			row[place%1024] = &entry{value: int32(i)}
		}
	}
	return sum
}

func churn() int {
	sum := 0
	for round := 0; round < 20000; round++ {
		var first *link
		for i := 0; i < 1000; i++ {
			first = &link{next: first, value: int32(round)}
		}
		garbageLink = first
		sum += int(first.value)
	}
	return sum
}

func main() {
	workloads := map[string]func() int{
		"trees": func() int { return trees(16) }, "gcbench": gcbench, "queue": queue, "live": live, "cache": cache,
		"churn": churn,
	}
	if len(os.Args) < 2 || workloads[os.Args[1]] == nil {
		fmt.Println("usage: Workloads WORKLOAD")
		os.Exit(2)
	}
	sum := workloads[os.Args[1]]()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	stops := debug.GCStats{PauseQuantiles: make([]time.Duration, 101)}
	debug.ReadGCStats(&stops)
	fmt.Printf("{\"sum\":%d,\"collections\":%d,\"wallPauseMaxNs\":%d,\"wallPauseP50Ns\":%d,\"wallPauseP99Ns\":%d}\n",
		sum, memory.NumGC, stops.PauseQuantiles[100], stops.PauseQuantiles[50], stops.PauseQuantiles[99])
}
