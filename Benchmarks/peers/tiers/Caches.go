// Caches: how many caches of the allocator there are, by processors and by goroutines.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

// snippet.caches
var sink [10_000]*[48]byte

func caches() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.MCacheInuse
}

func main() {
	runtime.GOMAXPROCS(1)
	one := caches()
	for _, processors := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(processors)
		var all sync.WaitGroup
		for i := range sink {
			all.Go(func() {
				for range 100 {
					sink[i] = new([48]byte)
				}
			})
		}
		all.Wait()
		fmt.Println("processors", processors, "goroutines", len(sink),
			"caches", caches()/one)
	}
}

// snippet.end
