"""The log as people meet it: reading it 閱覽修改紀錄, and an authorised erasure 抹除 of what it kept."""
