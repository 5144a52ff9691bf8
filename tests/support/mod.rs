//! What the tests of every binary share: chance that can be replayed, the counts of a short and a full run, tools.

pub mod dice;
pub mod history;
pub mod hostile;
pub mod need;
pub mod promise;
