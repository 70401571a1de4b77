// A Go stack has no fixed end: it is copied to a larger place when it is full, and pointers into it are corrected.
package main

import (
	"fmt"
	"unsafe"
)

// snippet.depth

//go:noinline
func descend(depth int) int {
	if depth == 0 {
		return 0
	}
	return descend(depth-1) + 1
}

func main() {
	var local int
	before := uintptr(unsafe.Pointer(&local))
	calls := descend(1_000_000)
	after := uintptr(unsafe.Pointer(&local))
	fmt.Println("calls", calls)
	fmt.Println("the caller's variable moved:", before != after)
}

// snippet.end
