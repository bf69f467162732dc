//! Bodies as mail carries them (RFC 2045 §6).

/// Quoted-printable; what is none stays as it is.
pub(super) fn quoted_printable(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        let (line, soft) = line.strip_suffix('=').map_or((line, false), |line| (line, true));
        let mut rest = line.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let byte = (*first == b'=').then(|| hexadecimal(after)).flatten();
            bytes.push(byte.unwrap_or(*first));
            rest = if byte.is_some() { &after[2..] } else { after };
        }
        if !soft {
            bytes.push(b'\n');
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The byte that two digits stand for.
fn hexadecimal(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|b| char::from(*b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Base64; what is no letter of it is skipped, and it ends at its padding.
pub(super) fn base64(text: &str) -> String {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for value in text.bytes().take_while(|b| *b != b'=').filter_map(sextet) {
        held = held << 6 | value;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_read_as_they_were_written() {
        assert_eq!(
            quoted_printable("Adresse ung=C3=BCl=\ntig =3D nein"),
            "Adresse ungültig = nein\n"
        );
        assert_eq!(quoted_printable("a=zz b=4"), "a=zz b=4\n");
        assert_eq!(base64("NTUwIDUuMS4x\r\nIFVzZXI=\n"), "550 5.1.1 User");
        assert_eq!(base64("\u{1b}[=="), "");
    }
}
