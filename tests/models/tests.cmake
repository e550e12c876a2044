# fw_test lines for this folder.
fw_test(models/tst_stack_tree_model LIBS fw_craft)
fw_test(models/tst_selection_model LIBS fw_models)
fw_test(models/tst_field_tree_model LIBS fw_models)
fw_test(models/tst_packet_list_model LIBS fw_models fw_scapy)
