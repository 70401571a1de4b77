// The ten functions of the chapter on escape analysis in Go, and what Go's compiler says of them.
// The program hands the text between its markers to `go build -gcflags=-m` and prints what concerns the heap.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// snippet.ten
type Node struct{ value int }
type Sized interface{ Area() float64 }
type Small struct{ area, b, c float64 }
type Large struct{ area, b, c, d float64 }
type Tree struct{ left, right *Tree }
type Refused struct{ code int }

func (s Small) Area() float64   { return s.area }
func (l Large) Area() float64   { return l.area }
func (r Refused) Error() string { return "refused" }

var kept *Node

func returned(n int) *Node { return &Node{n} }
func stored(n int)         { kept = &Node{n} }
func used(n int) int {
	node := &Node{n}
	return node.value
}
func listed(n int) int {
	nodes := []*Node{{n}, {n + 1}}
	return nodes[n&1].value
}
func counter() func() int {
	n := 0
	return func() int { n++; return n }
}
func stepper(step int) func() int {
	n := 0
	return func() int { n += step; return n }
}
func sized(n float64) Sized {
	if n == 0 {
		return Small{n, 2, 3}
	}
	return Large{n, 2, 3, 4}
}
func tree() Tree { return Tree{&Tree{}, nil} }
func refused(n int) (int, error) {
	if n < 0 {
		return 0, Refused{n}
	}
	return n, nil
}
func sent(n int) chan int {
	answer := make(chan int, 1)
	go func() { answer <- n + 1 }()
	return answer
}

// snippet.end

//go:embed Ten.go
var source string

func main() {
	_, shown, _ := strings.Cut(source, "// snippet.ten\n")
	shown, _, _ = strings.Cut(shown, "\n// snippet.end")
	folder, _ := os.MkdirTemp("", "ten")
	defer os.RemoveAll(folder)
	os.WriteFile(filepath.Join(folder, "ten.go"), []byte("package ten\n\n//line ten.go:1\n"+shown), 0o600)
	build := exec.Command(filepath.Join(runtime.GOROOT(), "bin/go"), "build", "-gcflags=-m", "ten.go")
	build.Dir = folder
	build.Env = append(os.Environ(), "GOCACHE="+folder, "GOFLAGS=", "GOTOOLCHAIN=local")
	said, err := build.CombinedOutput()
	if err != nil {
		fmt.Println(err)
	}
	for line := range strings.Lines(string(said)) {
		if strings.Contains(line, "escape") || strings.Contains(line, "moved to heap") {
			fmt.Print(strings.TrimPrefix(line, "./"))
		}
	}
}
