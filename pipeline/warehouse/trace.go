package warehouse

// Traced makes trace hear of each part of the work that is done on any lane of w: when it begins,
// and by what trace returns when it ends. Lanes that were asked for before do not tell.
func (w *Warehouse) Traced(trace func(part string) (ended func())) {
	w.trace = trace
	if w.aside != nil {
		w.aside.trace = trace
	}
}

// Begin tells whoever traces w that a part of the work begins, and returns what to call at its end.
func (w *Warehouse) Begin(part string) (ended func()) {
	if w.trace == nil {
		return func() {}
	}
	return w.trace(part)
}
