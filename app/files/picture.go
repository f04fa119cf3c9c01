package files

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/webp"

	"delinli/models/file"
)

// codec reads one format of pictures.
type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	survey func([]byte, image.Config) (survey, error)
}

var codecs = map[format]codec{
	jpegFile: {jpeg.DecodeConfig, jpeg.Decode, surveyJPEG},
	pngFile:  {png.DecodeConfig, png.Decode, surveyPNG},
	webpFile: {webp.DecodeConfig, webp.Decode, surveyWebP},
}

// survey is what the headers tell of a picture before it is decoded.
type survey struct {
	width, height int   // pixels, as stored
	memory        int64 // bytes that the decoder takes at most
	turn          turn
}

// measure reads the headers alone. It refuses a picture that is too large, by its pixels or by the memory to open it.
func measure(as format, data []byte) (s survey, err error) {
	c, err := codecs[as].config(bytes.NewReader(data))
	if err != nil {
		return s, refuse(file.ErrNotPicture, err)
	}
	if err := file.CheckPixels(c.Width, c.Height); err != nil {
		return s, err
	}
	s, err = codecs[as].survey(data, c)
	s.width, s.height = c.Width, c.Height
	kept := s.kept()
	s.memory += 4 * int64(kept.X) * int64(kept.Y)
	if err == nil && s.memory > decodeMemory {
		err = file.ErrTooHeavy
	}
	return s, err
}

// kept is the size of the picture as it will be kept: upright, and no longer than LongSide.
func (s survey) kept() image.Point {
	return fit(s.turn.size(s.width, s.height), file.LongSide)
}

// fit scales a size down to the long side; a side never vanishes.
func fit(size image.Point, long int) image.Point {
	side := max(size.X, size.Y)
	if side <= long {
		return size
	}
	return image.Pt(max(1, size.X*long/side), max(1, size.Y*long/side))
}

// develop decodes a picture straight into its kept size, upright. The context ends the decoding, whatever its bytes want.
func develop(ctx context.Context, as format, data []byte, s survey) (*image.RGBA, error) {
	src, err := codecs[as].decode(reader{ctx, bytes.NewReader(data)})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, refuse(file.ErrDamaged, err)
	}
	size := s.kept()
	dst := image.NewRGBA(image.Rectangle{Max: size})
	draw.ApproxBiLinear.Transform(dst, s.turn.matrix(src.Bounds(), size), src, src.Bounds(), draw.Src, nil)
	return dst, nil
}

// thumbnail halves the picture until one step leads to the small size, since that step looks at four pixels alone.
func thumbnail(src *image.RGBA) *image.RGBA {
	size := fit(src.Rect.Size(), file.ThumbSide)
	for src.Rect.Dx() > 2*size.X && src.Rect.Dy() > 2*size.Y {
		src = scaled(src, image.Pt(src.Rect.Dx()/2, src.Rect.Dy()/2))
	}
	return scaled(src, size)
}

func scaled(src *image.RGBA, size image.Point) *image.RGBA {
	dst := image.NewRGBA(image.Rectangle{Max: size})
	draw.ApproxBiLinear.Scale(dst, dst.Rect, src, src.Rect, draw.Src, nil)
	return dst
}

// encode writes a picture anew, so that nothing but its pixels is kept.
func encode(w io.Writer, m *image.RGBA, as file.Mime) error {
	if as == file.PNG {
		return png.Encode(w, m)
	}
	return jpeg.Encode(w, m, &jpeg.Options{Quality: 85})
}

// turn is the orientation by EXIF (CIPA DC-008, tag 0x0112), 1 to 8; anything else is upright.
type turn int

// turns has, by turn, the steps on the upright picture for a step right and a step down in the stored one.
var turns = [9][4]float64{
	{1, 0, 0, 1}, {1, 0, 0, 1}, {-1, 0, 0, 1}, {-1, 0, 0, -1}, {1, 0, 0, -1},
	{0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, -1, 0}, {0, 1, -1, 0},
}

// size is the upright size of a stored one.
func (t turn) size(width, height int) image.Point {
	if t > 4 {
		return image.Pt(height, width)
	}
	return image.Pt(width, height)
}

// matrix leads from the stored picture to the upright one of the given size.
func (t turn) matrix(from image.Rectangle, to image.Point) f64.Aff3 {
	upright, m := t.size(from.Dx(), from.Dy()), turns[t]
	x, y := float64(to.X)/float64(upright.X), float64(to.Y)/float64(upright.Y)
	a := f64.Aff3{m[0] * x, m[1] * x, 0, m[2] * y, m[3] * y, 0}
	for row := range 2 { // a step backwards starts at the far edge
		if a[3*row]+a[3*row+1] < 0 {
			a[3*row+2] = float64([2]int{to.X, to.Y}[row])
		}
	}
	return a
}
