# The command line, as it is run by people; and the sample captures, made again by their generator.
add_executable(make_demo "${PROJECT_SOURCE_DIR}/resources/samples/make_demo.cpp")
target_link_libraries(make_demo PRIVATE fw_files fw_scapy fmt::fmt fw_warnings)

foreach(name tst_cli_captures tst_cli_definitions tst_cli_exchange tst_cli_expressions tst_cli_network tst_cli_packets tst_cli_send tst_cli_usage tst_samples)
    fw_test(cli/${name} TIMEOUT 300) # Many short runs of the program.
    add_dependencies(${name} framewright-cli make_demo)
endforeach()
