// Numbers in arrays and slices: nothing here needs the heap but what is returned.
package main

type matrix struct {
	rows, columns int
	cells         []float64
}

func newMatrix(rows, columns int) *matrix {
	return &matrix{rows, columns, make([]float64, rows*columns)}
}

func (m *matrix) at(i, j int) *float64 { return &m.cells[i*m.columns+j] }

func (m *matrix) times(n *matrix) *matrix {
	result := newMatrix(m.rows, n.columns)
	for i := 0; i < m.rows; i++ {
		for j := 0; j < n.columns; j++ {
			var sum float64
			for k := 0; k < m.columns; k++ {
				sum += *m.at(i, k) * *n.at(k, j)
			}
			*result.at(i, j) = sum
		}
	}
	return result
}

func trace(a [3][3]float64) (sum float64) {
	for i, row := range a {
		sum += row[i]
	}
	return sum
}

func identity() *[3][3]float64 {
	var m [3][3]float64
	for i := range m {
		m[i][i] = 1
	}
	return &m
}

func transpose(m *[3][3]float64) {
	for i := 0; i < 3; i++ {
		for j := 0; j < i; j++ {
			m[i][j], m[j][i] = m[j][i], m[i][j]
		}
	}
}

func mean(values ...float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

func main() {
	a, b := newMatrix(2, 2), newMatrix(2, 2)
	*a.at(0, 0), *b.at(0, 0) = 2, 3
	m := identity()
	transpose(m)
	println(*a.times(b).at(0, 0), trace(*m), mean(1, 2, 3), mean(), max(1, 2), min(2.5, mean(4)))
}
