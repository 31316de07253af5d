"""The interface for programs 程式介面: what is public, as JSON and in the standards' formats. Reading needs no key."""
