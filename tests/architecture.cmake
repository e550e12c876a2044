# What DESIGN says of dependencies, held by grep.
add_test(NAME architecture/engine_is_qt_free
    COMMAND grep -rnE "#include [<\"]Q" "${PROJECT_SOURCE_DIR}/engine" "${PROJECT_SOURCE_DIR}/app/cli")
add_test(NAME architecture/packets_need_no_libpcap
    COMMAND grep -rnE "#include <(pcap|netlink)" "${PROJECT_SOURCE_DIR}/engine/base" "${PROJECT_SOURCE_DIR}/engine/protocol"
        "${PROJECT_SOURCE_DIR}/engine/packet" "${PROJECT_SOURCE_DIR}/engine/scapy")
add_test(NAME architecture/ui_names_no_protocol
    COMMAND grep -rnP "^(?!\\s*//).*\"(Ether|IPv6|IP|TCP|UDP|ICMP|ARP|DNS|DNSQR|DNSRR)\"" "${PROJECT_SOURCE_DIR}/engine/protocol"
        "${PROJECT_SOURCE_DIR}/engine/packet" "${PROJECT_SOURCE_DIR}/ui" --include=*.cpp --include=*.h)
set_tests_properties(architecture/engine_is_qt_free architecture/packets_need_no_libpcap architecture/ui_names_no_protocol
    PROPERTIES WILL_FAIL TRUE)
