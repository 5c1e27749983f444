//! Decodes the escapes of JSON, URLs, forms and HTML in any text.

/// Returns the text with each escape decoded once.
pub(super) fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_first() {
        let read = match head {
            b'\\' => json(tail, &mut out),
            b'%' => percent(tail, &mut out),
            b'&' => html(tail, &mut out),
            b'+' => {
                out.push(b' ');
                Some(tail)
            }
            _ => None,
        };
        rest = read.unwrap_or_else(|| {
            out.push(*head);
            tail
        });
    }
    out
}

/// Decodes the text after a backslash: a code point in one or two UTF-16 units, or any other character as itself.
fn json<'t>(text: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (first, tail) = text.split_first()?;
    if *first != b'u' {
        out.push(*first);
        return Some(tail);
    }
    let (high, tail) = unit(tail)?;
    let pair = tail.strip_prefix(br"\u").and_then(unit);
    let units = [high, pair.map_or(0, |(low, _)| low)];
    let letter = char::decode_utf16(units).next()?.ok()?;
    push(letter, out);
    Some(if letter.len_utf16() == 2 { pair?.1 } else { tail })
}

fn unit(text: &[u8]) -> Option<(u16, &[u8])> {
    let (digits, tail) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?, tail))
}

/// Decodes the text after `%`: a byte.
fn percent<'t>(text: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    let (digits, tail) = text.split_at_checked(2)?;
    out.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
    Some(tail)
}

/// Decodes the text after `&`: a character by name or number.
fn html<'t>(text: &'t [u8], out: &mut Vec<u8>) -> Option<&'t [u8]> {
    const LONGEST: usize = 9;
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let (name, tail) = text.split_at_checked(end)?;
    let name = std::str::from_utf8(name).ok()?;
    let numbered = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(digits) => numbered(digits, 16)?,
            None => numbered(name.strip_prefix('#')?, 10)?,
        },
    };
    push(letter, out);
    tail.get(1..)
}

fn push(letter: char, out: &mut Vec<u8>) {
    out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_once() {
        for (text, plain) in [
            (r"a\u003db\\c\/", r"a=b\c/"),
            (r"\ud83d\ude00 \ud83d \u00e9", "\u{1f600} \\ud83d \u{e9}"),
            ("a%3Db+c%2520 100% %zz", "a=b c%20 100% %zz"),
            ("&amp;lt; &#61;&#x3D;&quot; &nope; & &#xffffffff;", "&lt; ==\" &nope; & &#xffffffff;"),
            (r"\", r"\"),
            (r"\u12", r"\u12"),
        ] {
            assert_eq!(String::from_utf8_lossy(&unescape(text.as_bytes())), plain, "{text}");
        }
    }
}
