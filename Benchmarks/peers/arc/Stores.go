// Stores: what a store of a reference costs in Go, in nanoseconds of processor time.
package main

import (
	"fmt"
	"runtime"
	"syscall"
)

type Node struct{ x, y float64 }
type Holder struct{ node *Node }

//go:noinline
func store(a, b *Node, holder *Holder, times int) {
	for turn := 0; turn < times; turn++ {
		if turn&1 == 0 {
			holder.node = a
		} else {
			holder.node = b
		}
	}
}

func processorTime() float64 {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		panic("no usage")
	}
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

func main() {
	a, b := &Node{1, 2}, &Node{1, 2}
	holder := &Holder{a}
	const stores = 100_000_000
	start := processorTime()
	store(a, b, holder, stores)
	fmt.Println("store", (processorTime()-start)/stores)
	runtime.KeepAlive(holder)
}
