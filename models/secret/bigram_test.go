package secret_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"delinli/models/secret"
)

func TestBigrams(t *testing.T) {
	for text, want := range map[string][]string{
		"":           nil,
		"，。 ":        nil,
		"水":          {"水"},
		"门禁":         {"门禁"},
		"门禁坏了":       {"门禁", "禁坏", "坏了"},
		"门禁，门禁":      {"门禁"},
		"修 灯":        {"修", "灯"},
		"ＷｉＦｉ":       {"wi", "if", "fi"},
		"3号楼":        {"3号", "号楼"},
		"哈哈哈":        {"哈哈"},
		"𠮷野家":        {"𠮷野", "野家"},
		"\xff门\x00禁": {"门", "禁"},
	} {
		if got := secret.Bigrams(text); !slices.Equal(got, want) {
			t.Errorf("Bigrams(%q) = %q, want %q", text, got, want)
		}
	}
}

// Search asks that the bigrams of a part are among those of the whole.
func TestAPartIsFoundInTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := []rune(rapid.StringMatching(`[门禁坏了水Ａa１，]{2,12}`).Draw(t, "whole"))
		from := rapid.IntRange(0, len(whole)-2).Draw(t, "from")
		to := rapid.IntRange(from+2, len(whole)).Draw(t, "to")
		all := secret.Bigrams(string(whole))
		for _, gram := range secret.Bigrams(string(whole[from:to])) {
			if len([]rune(gram)) == 2 && !slices.Contains(all, gram) {
				t.Fatalf("%q of %q is not among %q", gram, string(whole[from:to]), all)
			}
		}
	})
}

func TestWhatCanBeLookedFor(t *testing.T) {
	for text, want := range map[string]bool{"": false, "伞": false, "伞 伞": false, "%_ ，": false, "𠮷": false, "伞骨": true, "伞 a1": true, "１２": true} {
		if got := secret.Searchable(text); got != want {
			t.Errorf("Searchable(%q) = %v", text, got)
		}
	}
}

func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"门禁坏了", "门禁坏了", 1}, {"门禁坏了", "门禁坏", 0.8}, {"门禁", "水管", 0}, {"", "", 0}, {"门禁", "", 0},
	} {
		if got := secret.Similarity(secret.Bigrams(c.a), secret.Bigrams(c.b)); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestSimilarityIsSymmetricAndBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[门禁坏了水管]{0,8}`)
		a, b := secret.Bigrams(text.Draw(t, "a")), secret.Bigrams(text.Draw(t, "b"))
		got := secret.Similarity(a, b)
		if got != secret.Similarity(b, a) || got < 0 || got > 1 || (got == 1) != (len(a) > 0 && sameSet(a, b)) {
			t.Fatalf("%q and %q: %v", a, b, got)
		}
	})
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
