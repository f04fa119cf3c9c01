package files

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"testing"
	"time"
)

// bar is how much memory the bombs may take together.
const bar = 100 << 20

// plain makes a grey JPEG of any size, a byte for 64 pixels: a small one whose blocks are said again.
func plain(t *testing.T, w, h int) []byte {
	t.Helper()
	src := image.NewYCbCr(image.Rect(0, 0, 16, 16), image.YCbCrSubsampleRatio420)
	for _, plane := range [][]byte{src.Y, src.Cb, src.Cr} {
		for i := range plane {
			plane[i] = 128
		}
	}
	data := asJPEG(t, src)
	scan := bytes.Index(data, []byte{0xFF, 0xDA})
	blocks := []byte{0x28, 0xA2, 0x8A, 0x00} // four of Y and two of colour, all as the one before
	return slices.Concat(sized(data, uint32(w), uint32(h))[:scan+14], bytes.Repeat(blocks, (w+15)/16*((h+15)/16)), []byte{0xFF, 0xD9})
}

// growth runs f and tells by how many bytes the memory that the program holds grew at most.
func growth(f func()) int64 {
	runtime.GC()
	debug.FreeOSMemory()
	before, peak := held(), int64(0)
	ctx, cancel := context.WithCancel(context.Background())
	var watch sync.WaitGroup
	watch.Go(func() {
		for ctx.Err() == nil {
			peak = max(peak, held()-before)
			time.Sleep(500 * time.Microsecond)
		}
	})
	f()
	peakAtEnd := held() - before
	cancel()
	watch.Wait()
	return max(peak, peakAtEnd)
}

func held() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

// TestBombs sends the worst pictures that are taken, two at once and so one after the other.
func TestBombs(t *testing.T) {
	bombs := map[string][]byte{
		"40 megapixels as phones write them": plain(t, 7303, 5477),
		"as many clear pixels as are taken":  asPNG(t, image.NewNRGBA(image.Rect(0, 0, 3900, 3600))),
	}
	for name, bomb := range bombs {
		t.Run(name, func(t *testing.T) {
			s, _ := newService(t)
			send := func() {
				if _, err := s.Accept(t.Context(), someone(), bytes.NewReader(bomb)); err != nil {
					t.Error(err)
				}
			}
			grown := growth(func() {
				var wg sync.WaitGroup
				for range 2 {
					wg.Go(send)
				}
				wg.Wait()
			})
			t.Logf("%d bytes sent, two at once grew by %d MB", len(bomb), grown>>20)
			if grown > bar {
				t.Errorf("two at once grew by %d MB", grown>>20)
			}
		})
	}
}

// TestBombsDoHarm is the control: two of them opened without the bounds pass the bar.
func TestBombsDoHarm(t *testing.T) {
	bomb := plain(t, 7303, 5477)
	grown := growth(func() {
		var wg sync.WaitGroup
		for range 2 {
			wg.Go(func() {
				m, err := jpeg.Decode(bytes.NewReader(bomb))
				if err != nil || m.Bounds().Dx() != 7303 {
					t.Errorf("%v", err)
				}
				runtime.KeepAlive(m)
			})
		}
		wg.Wait()
	})
	if grown <= bar {
		t.Errorf("grew by %d MB only: the gauge sees nothing", grown>>20)
	}
}
