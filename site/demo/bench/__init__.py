"""`make bench`: how fast the portal is, as ratios to floors measured in the same run on the same machine."""
