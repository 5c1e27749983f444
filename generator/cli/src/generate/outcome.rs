//! What became of one document of a corpus.

use clientwright::Output;
use clientwright::diagnostic::Severity;

/// The result for one document of a corpus.
pub struct Outcome {
    /// The generator's output.
    pub output: Output,
    /// The number of generated lines.
    pub lines: usize,
    /// The generator's peak memory, in MiB.
    pub memory: Option<u64>,
}

impl Outcome {
    /// Returns the number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// Returns the number of approximations.
    pub fn approximations(&self) -> usize {
        self.count(Severity::Approximation)
    }

    fn count(&self, severity: Severity) -> usize {
        self.output.diagnostics.iter().filter(|reported| reported.diagnostic.severity == severity).count()
    }
}
