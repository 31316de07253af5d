"""The programme 方案 that a body steers: versions of its outline 綱領, groups, measures, indicators, and the items that touch them."""
