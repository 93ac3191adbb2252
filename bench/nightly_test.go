package main

import "testing"

func TestRevisedChangesCountsAndNothingElse(t *testing.T) {
	const header = "Name,State,Type,Individuals\n"
	for _, c := range []struct{ name, export, want string }{
		{"plain", header + "A,CA,Health Plan,653\nB,CA,Health Plan,5\nC,CA,Health Plan,7\n", header + "A,CA,Health Plan,1653\nB,CA,Health Plan,15\nC,CA,Health Plan,7\n"},
		{
			"quoted, over two lines, and with no count", header + "\"A\nand more\",\"CA\",\"Health Plan\",\"653\"\r\n\"B\",\"CA\",\"\",\"\"\r\n\"C\",\"CA\",\"\nx\n\",\"9\"\r\n",
			header + "\"A\nand more\",\"CA\",\"Health Plan\",\"1653\"\r\n\"B\",\"CA\",\"\",\"\"\r\n\"C\",\"CA\",\"\nx\n\",\"19\"\r\n",
		},
		{"too few counts", header + "A,CA,Health Plan,653\nB,CA,Health Plan,\n", ""},
	} {
		got, err := revised([]byte(c.export), 2)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s: want %q, got %q, %v", c.name, c.want, got, err)
		}
	}
}
