package frontend

import (
	"testing"
	"testing/fstest"
)

// TestUnbuilt: a front end without its first page is as good as none, so that the program can say how to build it.
func TestUnbuilt(t *testing.T) {
	if got := built("nowhere"); got != nil {
		t.Fatalf("a front end that nobody wrote: %v", got)
	}
	for name, files := range map[string]any{"resident": Resident(), "desk": Desk()} {
		if files == nil {
			continue
		}
		if err := fstest.TestFS(built(name), "index.html"); err != nil {
			t.Error(err)
		}
	}
}
