//! The retries that a client and its clones share.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many retries a client and its clones have left: when everything fails, retries make it worse. Each call pays a
/// share of a retry in, and each retry takes a whole one out. The amounts are hundredths of a retry.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: AtomicU32,
    most: u32,
    share: u32,
}

impl RetryBudget {
    /// A reserve of retries to begin with, and what each call adds in percent of one, up to that reserve.
    pub(crate) fn new(reserve: u32, percent: u32) -> Self {
        let most = reserve.saturating_mul(RETRY);
        Self { left: AtomicU32::new(most), most, share: percent }
    }

    pub(crate) fn deposit(&self) {
        let add = |left: u32| (left < self.most).then(|| left.saturating_add(self.share).min(self.most));
        // Nothing to add to a full budget is no failure.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// A retry, if there is one left. Unless it is [spent](Withdrawal::spend) it comes back.
    pub(crate) fn try_withdraw(&self) -> Option<Withdrawal<'_>> {
        let take = |left: u32| left.checked_sub(RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok().map(|_| Withdrawal(self))
    }
}

/// The cost of one retry.
const RETRY: u32 = 100;

/// A retry that has been taken out of a budget. A caller who goes away during the wait before it has not made it.
pub(crate) struct Withdrawal<'b>(&'b RetryBudget);

impl Withdrawal<'_> {
    /// Makes the retry.
    pub(crate) fn spend(self) {
        std::mem::forget(self);
    }
}

impl Drop for Withdrawal<'_> {
    fn drop(&mut self) {
        let back = |left: u32| Some(left.saturating_add(RETRY).min(self.0.most));
        // It always has a result.
        let _ = self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, back);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_runs_out_and_calls_fill_it_again() {
        let budget = RetryBudget::new(2, 10);
        let spend = || budget.try_withdraw().map(Withdrawal::spend).is_some();
        budget.deposit();
        assert!(spend() && spend() && !spend());
        (0..9).for_each(|_| budget.deposit());
        assert!(!spend());
        budget.deposit();
        assert!(spend());
        (0..1000).for_each(|_| budget.deposit());
        assert!(spend() && spend() && !spend());
    }

    #[test]
    fn what_is_not_spent_comes_back() {
        let budget = RetryBudget::new(1, 0);
        let share = budget.try_withdraw();
        assert!(share.is_some() && budget.try_withdraw().is_none());
        drop(share);
        budget.try_withdraw().unwrap().spend();
        assert!(budget.try_withdraw().is_none());
    }
}
