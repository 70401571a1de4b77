// sync.Pool: what a use allocates, what two collections do to it, and what the next user sees when nobody resets.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
)

var kept []byte

func count(name string, work func()) {
	fmt.Printf("%-22s %.0f\n", name, testing.AllocsPerRun(1000, work))
}

// snippet.pool
func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1) // collections only where we ask for one

	var slices, pointers sync.Pool
	slices.New = func() any { return make([]byte, 1024) }
	pointers.New = func() any { return new([1024]byte) }
	count("new", func() { kept = make([]byte, 1024) })
	count("pool of slices", func() {
		slice := slices.Get().([]byte)
		slices.Put(slice)
	})
	count("pool of pointers", func() {
		pointer := pointers.Get().(*[1024]byte)
		pointers.Put(pointer)
	})

	made := 0
	buffers := sync.Pool{New: func() any {
		made++
		return new(bytes.Buffer)
	}}
	use := func() string {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer) // without a Reset
		seen := buffer.String()
		buffer.WriteString("card 4111")
		return seen
	}
	use()
	fmt.Println("the next user sees:", use())
	runtime.GC()
	use()
	fmt.Println("one collection, made:", made)
	runtime.GC()
	runtime.GC()
	use()
	fmt.Println("two in a row, made:", made)
}

// snippet.end
