// What GODEBUG=gctrace=1 prints: the same program again with the variable set, and the last three lines of its collector.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

var kept [][]byte

// snippet.trace
func work() {
	for i := range 400_000 {
		block := make([]byte, 1024)
		if i%20 == 0 {
			kept = append(kept, block)
		}
	}
}

// snippet.end

func main() {
	if len(os.Args) > 1 {
		work()
		return
	}
	command := exec.Command(os.Args[0], "child")
	command.Env = append(os.Environ(), "GODEBUG=gctrace=1")
	output, err := command.CombinedOutput()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	for _, line := range lines[len(lines)-3:] {
		fmt.Println(strings.Replace(line, ": ", ":\n  ", 1))
	}
}
