# fw_test lines for this folder.
fw_test(bridge/tst_jobs LIBS fw_bridge)
