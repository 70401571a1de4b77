// Functions for which a common table has the wrong answer: what Go's compiler says of each, and what each call
// allocates, as the testing package counts it.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// snippet.surprises
func fresh() *int      { return new(int) }
func first() int       { return *fresh() }
func large(n int) byte { var a [20 << 20]byte; a[n] = 1; return a[0] }
func value(n int) int  { c := make(chan int, 1); c <- n; return <-c }
func where(n int) int  { c := make(chan *int, 1); c <- &n; return *<-c }
func boxed(n int) any  { return n }
func some(n int) int   { return len(make([]int, n)) }

// snippet.end

//go:embed Surprises.go
var source string
var kept any

func main() {
	_, shown, _ := strings.Cut(source, "// snippet.surprises\n")
	shown, _, _ = strings.Cut(shown, "\n// snippet.end")
	folder, _ := os.MkdirTemp("", "surprises")
	defer os.RemoveAll(folder)
	os.WriteFile(filepath.Join(folder, "short.go"), []byte("package short\n\n//line short.go:1\n"+shown), 0o600)
	build := exec.Command(filepath.Join(runtime.GOROOT(), "bin/go"), "build", "-gcflags=-m", "short.go")
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
	n := 3
	count("fresh()", func() { kept = fresh() })
	count("first()", func() { n += first() })
	count("large(1)", func() { n += int(large(n & 1)) })
	count("value(1)", func() { n += value(1) })
	count("where(1)", func() { n += where(1) })
	count("boxed(1)", func() { kept = boxed(n & 1) })
	count("boxed(7000)", func() { kept = boxed(7000 + n&1) })
	four, five := 4+n-n, 5+n-n
	count("some(4)", func() { n += some(four) })
	count("some(5)", func() { n += some(five) })
}

func count(name string, work func()) {
	fmt.Printf("%-12s %.0f\n", name, testing.AllocsPerRun(100, work))
}
