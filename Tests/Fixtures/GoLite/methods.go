// Method values and expressions: one carries its receiver, the other does not.
package main

type account struct {
	owner   string
	balance int
	history []int
}

func (a *account) deposit(n int) {
	a.balance += n
	a.history = append(a.history, n)
}

func (a account) total() int { return a.balance }

func (a *account) last() *int { return &a.history[len(a.history)-1] }

type teller interface{ deposit(n int) }

type bank struct {
	*account
	audit func(int)
}

func each(ns []int, f func(int)) {
	for _, n := range ns {
		f(n)
	}
}

func keep(f func(int)) func(int) { return f }

func viaInterface(t teller, n int) { t.deposit(n) }

func main() {
	a := &account{owner: "a"}
	each([]int{1, 2}, a.deposit)
	var b account
	f := keep(b.deposit)
	f(3)
	total := account.total
	deposit := (*account).deposit
	deposit(a, 4)
	viaInterface(a, 5)
	c := bank{account: a}
	c.deposit(6)
	c.audit = func(n int) { println(n) }
	c.audit(*c.last())
	println(total(*a), b.total())
}
