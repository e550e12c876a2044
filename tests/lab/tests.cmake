# fw_test lines for this folder.
fw_test(lab/tst_lab_window LIBS fw_shell fw_engine SOURCES lab/lab.cpp LABELS lab TIMEOUT 180)
fw_test(lab/tst_lab_engine LIBS fw_exchange fw_scapy SOURCES lab/lab.cpp LABELS lab TIMEOUT 180)
add_dependencies(tst_lab_engine framewright-cli)
fw_test(lab/tst_lab_faults LIBS fw_exchange fw_scapy SOURCES lab/lab.cpp LABELS lab TIMEOUT 300)
add_dependencies(tst_lab_faults framewright-cli)
fw_test(lab/tst_lab_exchange SOURCES lab/lab.cpp LABELS lab TIMEOUT 300)
add_dependencies(tst_lab_exchange framewright-cli)
fw_test(lab/tst_lab_send LIBS fw_exchange fw_scapy SOURCES lab/lab.cpp LABELS lab TIMEOUT 180)
