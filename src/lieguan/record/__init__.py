"""The record: the frozen nouns of `lieguan-record/1`, their JSON form and their schema."""
