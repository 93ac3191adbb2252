package main

import (
	"math"
	"testing"
)

func TestGrowth(t *testing.T) {
	for _, c := range []struct {
		name      string
		time      func(rows float64) float64
		all, last float64
	}{
		{"a straight line", func(rows float64) float64 { return rows / 1e5 }, 1, 1},
		{"a square", func(rows float64) float64 { return rows * rows / 1e9 }, 2, 2},
		{"a constant", func(float64) float64 { return 3 }, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sizes []Size
			for _, rows := range []int{8_000, 80_000, 800_000, 8_000_000} {
				sizes = append(sizes, Size{Rows: rows, Run: Measured{Wall: c.time(float64(rows))}})
			}
			got := growth("run", sizes, func(s Size) float64 { return s.Run.Wall })
			if math.Abs(got.All-c.all) > 1e-9 || math.Abs(got.Last-c.last) > 1e-9 {
				t.Errorf("want %v and %v, got %+v", c.all, c.last, got)
			}
		})
	}
	// A fixed cost slows the smallest size most, so growth over all sizes seems smaller than over
	// the last three.
	sizes := []Size{{Rows: 1000}, {Rows: 10_000}, {Rows: 100_000}, {Rows: 1_000_000}}
	for i := range sizes {
		sizes[i].Run.Wall = 1 + float64(sizes[i].Rows)/1000
	}
	got := growth("run", sizes, func(s Size) float64 { return s.Run.Wall })
	if got.All >= got.Last || got.Last >= 1 {
		t.Errorf("want a rising exponent below 1, got %+v", got)
	}
	if few := growth("run", sizes[:1], func(s Size) float64 { return s.Run.Wall }); few.All != 0 || few.Last != 0 {
		t.Errorf("want no exponent of one size, got %+v", few)
	}
}

func TestSharesOfParts(t *testing.T) {
	parts := []part{
		{Name: "import", Began: 0, Seconds: 1, CPUBegan: 0, CPUSeconds: 2, PeakBytes: 10},
		// Two parts run at the same time from 1 to 3, and one of them alone until 4.
		{Name: "model marts.breaches", Began: 1, Seconds: 2, CPUBegan: 2, CPUSeconds: 4, PeakBytes: 30},
		{Name: "check sql/4_marts/breaches.sql:1", Began: 1, Seconds: 3, CPUBegan: 2, CPUSeconds: 5, PeakBytes: 40},
		// Two parts have the same name.
		{Name: "publish charts", Began: 5, Seconds: 1, CPUBegan: 7, CPUSeconds: 1, PeakBytes: 50},
		{Name: "publish charts", Began: 6, Seconds: 1, CPUBegan: 8, CPUSeconds: 1, PeakBytes: 60},
	}
	all := shares(parts)
	got := map[string]Share{}
	for _, share := range all {
		got[share.Part] = share
	}
	for _, want := range []Share{
		{"import", 1, 2, 10},
		{"model marts.breaches", 1, 2, 30},
		{"check sql/4_marts/breaches.sql:1", 2, 3, 40},
		{"publish charts", 2, 2, 60},
	} {
		if got[want.Part] != want {
			t.Errorf("want %+v, got %+v", want, got[want.Part])
		}
	}
	listed := byStage(Measured{Wall: 8, CPU: 10, Memory: 70}, all)
	wall, cpu := 0.0, 0.0
	for _, stage := range listed {
		wall += stage.Wall
		cpu += stage.CPU
	}
	if rest := of(listed, "the rest"); math.Abs(wall-8) > 1e-9 || math.Abs(cpu-10) > 1e-9 || math.Abs(rest.Wall-2) > 1e-9 {
		t.Errorf("want stages that add up to the process, and a rest of 2 s, got %+v", listed)
	}
	s := Size{Run: Measured{Wall: 8, CPU: 10}, Stages: listed, Floor: Measured{Wall: 2}}
	if got := s.unchecked().Wall; math.Abs(got-4) > 1e-9 {
		t.Errorf("want 8 s less 2 of checks and 2 of publication, got %v", got)
	}
}

func TestStages(t *testing.T) {
	for part, want := range map[string]string{
		"import": "import", "order": "load", "load reference": "load", "model raw.listings": "load",
		"model reference.states": "load", "model staging.listings": "models", "check sql/1_raw/listings.sql:1": "checks",
		"check results": "checks", "swap": "swap", "publish page": "publish", "restated": "the rest", "open": "the rest",
	} {
		if got := stageOf(part); got != want {
			t.Errorf("%s: want %s, got %s", part, want, got)
		}
	}
}

func TestShareOfFurtherModels(t *testing.T) {
	got := furtherShare(Measured{CPU: 2}, []Share{
		{Part: "model marts.events", CPU: 0.2}, {Part: "check sql/5_figures/lorenz_curve_test.sql:33", CPU: 0.09}, {Part: "check sql/4_marts/cases.sql:1", CPU: 0.05},
		{Part: "model marts.breaches", CPU: 0.3}, {Part: "check sql/4_marts/breaches_test.sql:1", CPU: 0.1}, {Part: "publish charts", CPU: 0.3},
	})
	if math.Abs(got-0.17) > 1e-9 {
		t.Errorf("want 0.34 of 2 s, got %v", got)
	}
	if got := median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("want the middle one, got %v", got)
	}
}
