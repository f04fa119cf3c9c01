package importing

import "io"

// maxRecord is how many bytes a line of a table may have, or a word of a workbook: a hundred cells of a thousand bytes, with quotes, and what is read ahead.
const maxRecord = 512 << 10

// leash gives no more bytes than one record may have, until it is slackened for the next: whoever reads a record holds all of it in memory.
type leash struct {
	from  io.Reader
	left  int
	fault error // of a record that has more
}

// Read reads as far as the leash reaches.
func (l *leash) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, l.fault
	}
	n, err := l.from.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

func (l *leash) slacken() { l.left = maxRecord }
