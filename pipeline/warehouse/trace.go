package warehouse

// Traced calls trace when a part of the work on any lane of w begins, and the function that trace returns when it
// ends. Lanes that Lanes returned earlier are not traced.
func (w *Warehouse) Traced(trace func(part string) (ended func())) {
	w.trace = trace
	if w.aside != nil {
		w.aside.trace = trace
	}
}

// Begin reports to the trace of w that a part of the work begins. Call the returned function at its end.
func (w *Warehouse) Begin(part string) (ended func()) {
	if w.trace == nil {
		return func() {}
	}
	return w.trace(part)
}
