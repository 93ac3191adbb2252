package warehouse

import "context"

// lanes returns the connections of Lanes. Each of them has one lane, itself.
func (w *Warehouse) lanes() []*Warehouse {
	if w.aside == nil {
		return []*Warehouse{w}
	}
	alone := *w
	alone.aside = nil
	return []*Warehouse{&alone, w.aside}
}

// Beside does two things side by side, if there are lanes for both. If both fail, the error of the first comes
// first.
func (w *Warehouse) Beside(first, second func(lane *Warehouse) error) error {
	lanes := w.lanes()
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

// Plain is a connection for statements that query or change the catalog and read no rows, for the same goroutine as
// w. It has no optimizer, which is of no use for these and takes half of their time. It sees what w has committed.
// Only a database made by Create has one; for any other, Plain returns w.
func (w *Warehouse) Plain() *Warehouse {
	if w.plain == nil {
		return w
	}
	return w.plain
}

// openPlain opens a plain connection for each lane of a database under construction.
func (w *Warehouse) openPlain(ctx context.Context) error {
	for lane := w; lane != nil; lane = lane.aside {
		conn, err := w.pool.Conn(ctx)
		if err != nil {
			return oneLine(err)
		}
		lane.plain = connected(w.pool, conn, w.path)
		if err := lane.plain.Exec(ctx, "use building; pragma disable_optimizer"); err != nil {
			return oneLine(err)
		}
	}
	return nil
}

// connections returns every open connection.
func (w *Warehouse) connections() []*Warehouse {
	all := w.lanes()
	for _, lane := range w.lanes() {
		if lane.plain != nil {
			all = append(all, lane.plain)
		}
	}
	return all
}
