from .common import E, I, build

U = f"{I}/UDP()"
H = f"{U}/NetflowHeader()"
V9 = f"{H}/NetflowHeaderV9(unixSecs=1000000000, count=1)"
FIELDS = "NetflowTemplateFieldV9(fieldType=8, fieldLength=4), NetflowTemplateFieldV9(fieldType='L4_DST_PORT', fieldLength=2)"
ENTRIES = build(
    ("NetFlow alone", "NetflowHeader()"),
    ("NetFlow", f"{H}"),
    ("NetFlow 1", f"{H}/NetflowHeaderV1(sysUptime=5, unixSecs=1000000000, unixNanoSeconds=7)/NetflowRecordV1(ipsrc='10.0.0.7', ipdst='10.0.0.8', dpkts=1, dbytes=60, srcport=53, dstport=54, proto=17)"),
    ("NetFlow 1, two records", f"{H}/NetflowHeaderV1()/NetflowRecordV1()/NetflowRecordV1(tos=4)"),
    ("NetFlow 1, no record", f"{H}/NetflowHeaderV1()"),
    ("NetFlow 1, count set", f"{H}/NetflowHeaderV1(count=9)/NetflowRecordV1()"),
    ("NetFlow 5", f"{E}/{H}/NetflowHeaderV5(sysUptime=5, unixSecs=1000000000, flowSequence=3, engineType=1, engineID=2, samplingInterval=0x4064)/NetflowRecordV5(src='10.0.0.7', dst='10.0.0.8', nexthop='10.0.0.254', "
     "input=1, output=2, dpkts=3, dOctets=180, first=1, last=2, srcport=40000, dstport=443, tcpFlags='FSPA', prot=6, tos=4, src_as=64512, dst_as=64513, src_mask=24, dst_mask=16)"),
    ("NetFlow 5, two records", f"{H}/NetflowHeaderV5()/NetflowRecordV5()/NetflowRecordV5(prot='udp')"),
    ("NetFlow 5, no record", f"{H}/NetflowHeaderV5()"),
    ("NetFlow 9", f"{V9}"),
    ("NetFlow 9, template", f"{V9}/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256, template_fields=[{FIELDS}])])"),
    ("NetFlow 9, two templates", f"{V9}/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256, template_fields=[{FIELDS}]), NetflowTemplateV9(templateID=257)])"),
    ("NetFlow 9, data", f"{V9}/NetflowDataflowsetV9(templateID=256, records=[NetflowRecordV9(fieldValue=b'abcdefgh')])"),
    ("NetFlow 9, field of an enterprise", f"{V9}/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256, template_fields=[NetflowTemplateFieldV9(enterpriseBit=1, fieldType=9, fieldLength=4, enterpriseNumber=9)])])"),
    ("NetFlow 9, options", f"{V9}/NetflowOptionsFlowsetV9(templateID=257, scopes=[NetflowOptionsFlowsetScopeV9(scopeFieldType=1, scopeFieldlength=4)], options=[NetflowOptionsFlowsetOptionV9(optionFieldType=34, optionFieldlength=4)], pad=b'')"),
    ("IPFIX", f"{H}/NetflowHeaderV10(length=16, ExportTime=1000000000, flowSequence=5, ObservationDomainID=6)"),
    ("IPFIX, template", f"{H}/NetflowHeaderV10(length=32, ExportTime=5)/NetflowFlowsetV9(flowSetID=2, templates=[NetflowTemplateV9(templateID=256, template_fields=[{FIELDS}])])"),
) + [
    ("cut", "NetFlow 5", f"{H}/NetflowHeaderV5(unixSecs=5)/NetflowRecordV5()", [29, 30, 31, 32, 36, 44, 52, 54, 56, 76, 99, 100]),
    ("cut", "NetFlow 9, template", f"{V9}/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256, template_fields=[{FIELDS}])])", [48, 50, 51, 52, 54, 56, 58, 60, 62]),
]
