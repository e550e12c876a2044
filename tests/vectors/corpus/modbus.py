from .common import E, I, build

CONTRIB = ["modbus"]
Q = f"{I}/TCP(sport=40000)/ModbusADURequest(transId=7, unitId=1)"
A = f"{I}/TCP(sport=502, dport=40000)/ModbusADUResponse(transId=7, unitId=1)"
REQUESTS = [
    "01ReadCoilsRequest(startAddr=0x10, quantity=8)", "02ReadDiscreteInputsRequest(startAddr=1, quantity=2)", "03ReadHoldingRegistersRequest(startAddr=0x6b, quantity=3)",
    "04ReadInputRegistersRequest(startAddr=8, quantity=1)", "05WriteSingleCoilRequest(outputAddr=0xac, outputValue=0xff00)", "06WriteSingleRegisterRequest(registerAddr=1, registerValue=3)",
    "07ReadExceptionStatusRequest()", "08DiagnosticsRequest(subFunc=0, data=[0xa537])", "0BGetCommEventCounterRequest()", "0CGetCommEventLogRequest()",
    "0FWriteMultipleCoilsRequest(startAddr=0x13, quantityOutput=10, outputsValue=[0xcd, 1])", "10WriteMultipleRegistersRequest(startAddr=1, outputsValue=[10, 258])",
    "11ReportSlaveIdRequest()", "16MaskWriteRegisterRequest(refAddr=4, andMask=0xf2, orMask=0x25)", "17ReadWriteMultipleRegistersRequest(readStartingAddr=3, readQuantityRegisters=6, writeStartingAddr=14, writeRegistersValue=[255, 255, 255])",
    "18ReadFIFOQueueRequest(FIFOPointerAddr=0x4de)", "2B0EReadDeviceIdentificationRequest(readCode=1, objectId=0)",
    "14ReadFileRecordRequest()/ModbusReadFileSubRequest(fileNumber=4, recordNumber=1, recordLength=2)", "14ReadFileRecordRequest()/ModbusReadFileSubRequest()/ModbusReadFileSubRequest()",
    "15WriteFileRecordRequest()/ModbusWriteFileSubRequest(fileNumber=4, recordNumber=7, recordData=[1711, 1214])",
]
RESPONSES = [
    "01ReadCoilsResponse(coilStatus=[0xcd, 0x6b, 5])", "02ReadDiscreteInputsResponse(inputStatus=[0xac])", "03ReadHoldingRegistersResponse(registerVal=[555, 0, 100])",
    "04ReadInputRegistersResponse(registerVal=[10])", "05WriteSingleCoilResponse(outputAddr=0xac, outputValue=0xff00)", "06WriteSingleRegisterResponse(registerAddr=1, registerValue=3)",
    "07ReadExceptionStatusResponse(startAddr=0x6d)", "0BGetCommEventCounterResponse(status=0xffff, eventCount=264)", "0FWriteMultipleCoilsResponse(startAddr=0x13, quantityOutput=10)",
    "10WriteMultipleRegistersResponse(startAddr=1, quantityRegisters=2)", "16MaskWriteRegisterResponse(refAddr=4, andMask=0xf2, orMask=0x25)",
    "17ReadWriteMultipleRegistersResponse(registerVal=[254, 2765])", "18ReadFIFOQueueResponse(FIFOVal=[440, 4740])",
    "01ReadCoilsError(exceptCode=2)", "03ReadHoldingRegistersError()", "10WriteMultipleRegistersError(exceptCode='Illegal Data Value')", "2B0EReadDeviceIdentificationError(exceptCode=1)",
    "2B0EReadDeviceIdentificationResponse(objCount=1)/ModbusObjectId(id=0, value=b'Company')",
]
ENTRIES = build(
    ("Modbus alone", "ModbusADURequest()"),
    ("Modbus request", f"{I}/TCP()/ModbusADURequest()"),
    ("Modbus response", f"{I}/TCP(dport=1000)/ModbusADUResponse()"),
    ("Modbus in Ethernet", f"{E}/{Q}/ModbusPDU03ReadHoldingRegistersRequest()"),
    ("Modbus length set", f"{I}/TCP()/ModbusADURequest(len=9)/ModbusPDU03ReadHoldingRegistersRequest()"),
    ("Modbus registers, length set wrong", f"{A}/ModbusPDU03ReadHoldingRegistersResponse(byteCount=2, registerVal=[1, 2])"),
) + [("build", f"Modbus {t}", f"{Q}/ModbusPDU{t}") for t in REQUESTS] + [("build", f"Modbus {t}", f"{A}/ModbusPDU{t}") for t in RESPONSES] + [
    ("cut", "Modbus write", f"{Q}/ModbusPDU10WriteMultipleRegistersRequest(startAddr=1, outputsValue=[10, 258])", [44, 46, 47, 48, 50, 52, 53, 54, 56]),
]
