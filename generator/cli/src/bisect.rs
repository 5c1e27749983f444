//! Finds the operations that crash the generator by bisection, and skips them.

use anyhow::{Context, Result, anyhow, bail};
use clientwright::{Input, LeftOut};

use crate::child::{self, Answer, Limits};
use crate::status::say;

/// The maximum number of runs of the generator.
const MAX_RUNS: usize = 64;

/// Generates. If the generator crashes, finds the operations that cause it, and skips or reports them, depending on
/// `keep_going`.
///
/// # Errors
/// Fails if the generator cannot be run, or crashes for another reason.
pub(crate) fn generate(input: &Input, limits: Limits) -> Result<Answer> {
    let death = match child::generate(input, limits) {
        Ok(answer) => return Ok(answer),
        Err(death) => death,
    };
    let all = child::operations(input, limits).with_context(|| death.to_string())?;
    say("Narrowing", &format!("the generator crashed on one of {} operations", all.len()));
    let mut search = Search { input, limits, all: &all, runs: 0 };
    if search.dies_with(&[])? {
        bail!(death.context("it crashes without any operation too; the cause is elsewhere in the document"));
    }
    let culprits = search.culprits(&all)?;
    if culprits.is_empty() {
        bail!(death.context("no single operation makes it crash"));
    }
    let names = culprits.join(", ");
    if !input.keep_going {
        bail!(death.context(format!("it crashes on {names}; `--keep-going` leaves that out")));
    }
    let reason = death.to_string().lines().next().unwrap_or_default().to_owned();
    let left_out = culprits.into_iter().map(|operation| LeftOut { operation, reason: reason.clone() });
    let less = Input { left_out: left_out.collect(), ..input.clone() };
    child::generate(&less, limits).with_context(|| format!("without {names}"))
}

struct Search<'s> {
    input: &'s Input,
    limits: Limits,
    all: &'s [String],
    runs: usize,
}

impl Search<'_> {
    /// Whether the generator crashes with only these operations.
    fn dies_with(&mut self, kept: &[String]) -> Result<bool> {
        self.runs += 1;
        if self.runs > MAX_RUNS {
            return Err(anyhow!(
                "{MAX_RUNS} runs did not find the operations on which the generator crashes"
            ));
        }
        let others = self.all.iter().filter(|operation| !kept.contains(operation));
        let left_out =
            others.map(|operation| LeftOut { operation: operation.clone(), reason: String::new() }).collect();
        let input = Input { left_out, ..self.input.clone() };
        Ok(child::generate(&input, self.limits).is_err())
    }

    /// Returns the operations that cause the crash, which must be among these.
    fn culprits(&mut self, among: &[String]) -> Result<Vec<String>> {
        if among.len() <= 1 {
            return Ok(among.to_vec());
        }
        let mut found = Vec::new();
        let (left, right) = among.split_at(among.len() / 2);
        for half in [left, right] {
            if self.dies_with(half)? {
                found.extend(self.culprits(half)?);
            }
        }
        Ok(found)
    }
}
