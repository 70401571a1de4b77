package main

import "fmt"

func depth(n int) int { return n }

// snippet.main
func main() {
	fmt.Println("frames:", depth(0)) // a comment & more
}
// snippet.end
