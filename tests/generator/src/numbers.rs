//! Numbers that look random and are always the same.

/// Numbers that are always the same ([xorshift](https://doi.org/10.18637/jss.v008.i14)).
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The first of them.
    #[must_use]
    pub fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    /// The next, below a limit; 0 if the limit is.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.0 % limit).unwrap_or_default()
    }
}

impl Default for Numbers {
    fn default() -> Self {
        Self::new()
    }
}
