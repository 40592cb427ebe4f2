package python

import (
	"math/big"
	"strconv"
	"strings"
)

// maxIntegerDigits is CPython's default limit for decimal literals
// (sys.int_info.default_max_str_digits).
const maxIntegerDigits = 4300

// numberConstant decodes a numeric literal.
func (p *parser) numberConstant(t token) *Constant {
	n := p.constant.New()
	n.Span = Span{t.start, t.end}
	text := p.src[t.start:t.end]
	if len(text) < 18 {
		value := int64(0)
		for i := range len(text) {
			if !isDigit(text[i]) {
				value = -1
				break
			}
			value = value*10 + int64(text[i]-'0')
		}
		if value >= 0 {
			n.Value, n.Int = ConstantInt, value
			return n
		}
	}
	text = strings.ReplaceAll(text, "_", "")
	if len(text) > 2 && text[0] == '0' {
		switch text[1] | 0x20 {
		case 'x':
			return integer(n, text[2:], 4)
		case 'o':
			return integer(n, text[2:], 3)
		case 'b':
			return integer(n, text[2:], 1)
		}
	}
	if last := text[len(text)-1]; last == 'j' || last == 'J' {
		n.Value = ConstantComplex
		n.Float, _ = strconv.ParseFloat(text[:len(text)-1], 64)
		return n
	}
	if strings.ContainsAny(text, ".eE") {
		n.Value = ConstantFloat
		// Out of range is infinity, in Python as here.
		n.Float, _ = strconv.ParseFloat(text, 64)
		return n
	}
	if len(text) > maxIntegerDigits {
		p.fail(ReasonSize, n.Span, "an integer literal exceeds the limit of "+strconv.Itoa(maxIntegerDigits)+" digits")
	}
	n.Value = ConstantInt
	value, ok := new(big.Int).SetString(text, 10)
	if !ok {
		p.fail(ReasonInternal, n.Span, "the number could not be read")
	}
	return narrow(n, value)
}

// integer decodes digits of a base that is a power of two, in linear time.
func integer(n *Constant, digits string, bits uint) *Constant {
	n.Value = ConstantInt
	size := (len(digits)*int(bits) + 7) / 8
	bytes := make([]byte, size)
	at, have, pending := size, uint(0), uint(0)
	for i := len(digits) - 1; i >= 0; i-- {
		c := digits[i]
		digit := uint(c - '0')
		if c > '9' {
			digit = uint(c|0x20-'a') + 10
		}
		pending |= digit << have
		have += bits
		for have >= 8 {
			at--
			bytes[at] = byte(pending)
			pending >>= 8
			have -= 8
		}
	}
	if have > 0 && at > 0 {
		at--
		bytes[at] = byte(pending)
	}
	return narrow(n, new(big.Int).SetBytes(bytes[at:]))
}

// narrow keeps a value that fits in Int and any other in Big.
func narrow(n *Constant, value *big.Int) *Constant {
	if value.IsInt64() {
		n.Int = value.Int64()
	} else {
		n.Big = value
	}
	return n
}
