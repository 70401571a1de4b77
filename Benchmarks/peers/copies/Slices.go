// Slices: what Go's slices share, and when an append makes a copy.
package main

import "fmt"

// snippet.slices
func main() {
	numbers := []int{1, 2, 3, 4}
	other := numbers
	other[0] = 100
	fmt.Println("a copy is a second view:", numbers)

	front := numbers[:2]
	front = append(front, 300)
	fmt.Println("append wrote into numbers:", numbers)

	full := append(numbers, 5)
	full[1] = 200
	fmt.Println("and this one did not:", numbers)

	limited := numbers[:2:2]
	limited = append(limited, 400)
	fmt.Println("nor this, with a limit:", numbers)
	fmt.Println(len(front), cap(front), cap(limited) > 2)
}
// snippet.end
