//! The retry budget that a client and its clones share.

use std::sync::atomic::{AtomicU32, Ordering};

/// The number of retries that a client and its clones have left, since retries make an outage worse.
///
/// Each call adds a share of a retry, and each retry takes one. The unit is a hundredth of a retry.
#[derive(Debug)]
pub(crate) struct RetryBudget {
    left: AtomicU32,
    most: u32,
    share: u32,
}

impl RetryBudget {
    /// Returns a full budget. Each call adds `percent` of a retry, up to the reserve.
    pub(crate) fn new(reserve: u32, percent: u32) -> Self {
        let most = reserve.saturating_mul(RETRY);
        Self { left: AtomicU32::new(most), most, share: percent }
    }

    pub(crate) fn deposit(&self) {
        let add = |left: u32| (left < self.most).then(|| left.saturating_add(self.share).min(self.most));
        // The update fails if the budget is full, which is fine.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Takes a retry, if there is one left. It is returned unless it is [spent](Withdrawal::spend).
    pub(crate) fn try_withdraw(&self) -> Option<Withdrawal<'_>> {
        let take = |left: u32| left.checked_sub(RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok().map(|_| Withdrawal(self))
    }
}

/// The cost of one retry.
const RETRY: u32 = 100;

/// A retry taken from a budget. If the caller drops the call during the delay, it is returned.
pub(crate) struct Withdrawal<'b>(&'b RetryBudget);

impl Withdrawal<'_> {
    /// Spends the retry.
    pub(crate) fn spend(self) {
        std::mem::forget(self);
    }
}

impl Drop for Withdrawal<'_> {
    fn drop(&mut self) {
        let back = |left: u32| Some(left.saturating_add(RETRY).min(self.0.most));
        // The update never fails.
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
