package warehouse

// Lanes are connections to the same database, this one first, each for one goroutine at a time; each
// is its own only lane.
// What one commits the others see. A database in memory, one that is opened to answer a question, and
// a large one, on which DuckDB itself uses every core, have one lane.
func (w *Warehouse) Lanes() []*Warehouse {
	if w.aside == nil {
		return []*Warehouse{w}
	}
	alone := *w
	alone.aside = nil
	return []*Warehouse{&alone, w.aside}
}

// Beside does two things side by side where there are lanes for both. The error of the first comes
// first.
func (w *Warehouse) Beside(first, second func(lane *Warehouse) error) error {
	lanes := w.Lanes()
	if len(lanes) == 1 {
		if err := first(w); err != nil {
			return err
		}
		return second(w)
	}
	done := make(chan error, 1)
	go func() { done <- first(lanes[1]) }()
	failed := second(lanes[0])
	if err := <-done; err != nil {
		return err
	}
	return failed
}
