package channel

import (
	"context"

	"delinli/models/notice"
	"delinli/models/secret"
)

// Codes brings login codes to phones at once: no quiet hours, no preferences.
type Codes struct{ SMS Channel }

// SendCode sends the code. It does not say to whom, so its errors may be logged.
func (c Codes) SendCode(ctx context.Context, phone secret.Phone, code string) error {
	return c.SMS.Send(ctx, Message{Phone: phone, Text: notice.Chinese.Code(code), Code: code})
}
