"""Speed against named peers, as ratios in one run on one machine. Not part of the tests."""
