/// Protocols that Scapy has no class for: what is read from the examples of their RFCs, and that it is written back as it was.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "engine/packet/text.h"
#include "engine/protocol/protocols.h"

#include <QTest>

using namespace fw;

namespace {

const Protocols& protocols() { return Protocols::builtin(); }

Draft read(const QByteArray& protocol, const QByteArray& wire)
{
    const ProtocolDesc* first = protocols().find(protocol.toStdString());
    if (first == nullptr)
        qFatal("no protocol %s", protocol.constData());
    return dissect(protocols(), toBuffer(wire.toStdString()), 0, {.first = first->id, .decodeAs = {}}).draft;
}

/// The packet without what it was read from, so that it is built from its values.
Draft valuesOf(const Draft& draft)
{
    Draft out = draft;
    for (Layer& layer : out.layers)
        layer.original.reset();
    return out;
}

} // namespace

class TestTextProtocols : public QObject {
    Q_OBJECT

private slots:
    void examplesAreRead_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("shown"); ///< As repr() writes it.

        const auto row = [](const char* what, const char* protocol, const QByteArray& wire, const char* shown) {
            QTest::newRow(what) << QByteArray(protocol) << wire << QByteArray(shown);
        };
        row("FTP, RFC 959 5.4, user", "FTP", "USER anonymous\r\n", "<FTP  command='USER' argument='anonymous' |>");
        row("FTP, quit", "FTP", "QUIT\r\n", "<FTP  command='QUIT' |>");
        row("FTP, RFC 959 4.2, reply of several lines", "FTPReply", "123-First line\r\n123 The last line\r\n",
            "<FTPReply  lines=[<FTPReplyLine  code='123' separator='-' text='First line' |>, "
            "<FTPReplyLine  code='123' separator=' ' text='The last line' |>] |>");
        row("SMTP, RFC 5321 D.1, mail", "SMTP", "MAIL FROM:<Smith@bar.com>\r\n", "<SMTP  command='MAIL' argument='FROM:<Smith@bar.com>' |>");
        row("SMTP, RFC 5321 D.1, greeting", "SMTPReply", "220 foo.com Simple Mail Transfer Service Ready\r\n",
            "<SMTPReply  lines=[<SMTPReplyLine  code='220' separator=' ' text='foo.com Simple Mail Transfer Service Ready' |>] |>");
        row("POP3, RFC 1939 10, stat", "POP3", "STAT\r\n", "<POP3  command='STAT' |>");
        row("POP3, RFC 1939 10, answer", "POP3", "+OK 2 320\r\n", "<POP3  command='+OK' argument='2 320' |>");
        row("IMAP, RFC 9051 8, login", "IMAP", "a001 login mrc secret\r\n", "<IMAP  tag='a001' command='login' argument='mrc secret' |>");
        row("IMAP, RFC 9051 8, untagged", "IMAP", "* 18 EXISTS\r\n", "<IMAP  tag='*' command='18' argument='EXISTS' |>");
        row("Telnet, text", "Telnet", "login: ", "<Telnet  items=[<TelnetItem  text='login: ' |>] |>");
        row("syslog, RFC 5424 6.5, example 1", "Syslog", "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed",
            "<Syslog  priority=34 version='1' timestamp='2003-10-11T22:14:15.003Z' hostname='mymachine.example.com' app_name='su' procid='-' "
            "msgid='ID47' structured_data='-' msg=\"'su root' failed\" |>");
        row("syslog, RFC 5424 6.5, example 4", "Syslog",
            "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\"][examplePriority@32473 class=\"high\"] ",
            "<Syslog  priority=165 version='1' timestamp='2003-10-11T22:14:15.003Z' hostname='mymachine.example.com' app_name='evntslog' procid='-' "
            "msgid='ID47' structured_data='[exampleSDID@32473 iut=\"3\"][examplePriority@32473 class=\"high\"]' |>");
        row("syslog, RFC 3164 5.4, example 1", "Syslog", "<34>Oct 11 22:14:15 mymachine su: 'su root' failed",
            "<SyslogBSD  priority=34 msg=\"Oct 11 22:14:15 mymachine su: 'su root' failed\" |>");
        row("SIP, RFC 3261 4, invite", "SIP",
            "INVITE sip:bob@biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds\r\nMax-Forwards: 70\r\n"
            "From: Alice <sip:alice@atlanta.com>;tag=1928301774\r\nTo: Bob <sip:bob@biloxi.com>\r\nCall-ID: a84b4c76e66710\r\n"
            "CSeq: 314159 INVITE\r\nContact: <sip:alice@pc33.atlanta.com>\r\nContent-Length: 0\r\n\r\n",
            "<SIP  |<SIPRequest  Method='INVITE' Uri='sip:bob@biloxi.com' Version='SIP/2.0' "
            "Via='SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds' Max_Forwards='70' From='Alice <sip:alice@atlanta.com>;tag=1928301774' "
            "To='Bob <sip:bob@biloxi.com>' Call_ID='a84b4c76e66710' CSeq='314159 INVITE' Contact='<sip:alice@pc33.atlanta.com>' "
            "Content_Length='0' |>>");
        row("SIP, with a description", "SIP",
            "SIP/2.0 200 OK\r\nCall-ID: a\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nm=audio 49170 RTP/AVP 0\r\n",
            "<SIP  |<SIPResponse  Version='SIP/2.0' Status='200' Reason='OK' Call_ID='a' Content_Type='application/sdp' |"
            "<SDP  lines=[<SDPLine  type='v' equals='=' value='0' |>, <SDPLine  type='m' equals='=' value='audio 49170 RTP/AVP 0' |>] |>>>");
        row("RTSP, RFC 2326 14.1, setup", "RTSP",
            "SETUP rtsp://audio.example.com/twister/audio.en RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/UDP;unicast;client_port=3056-3057\r\n\r\n",
            "<RTSP  |<RTSPRequest  Method='SETUP' Uri='rtsp://audio.example.com/twister/audio.en' Version='RTSP/1.0' CSeq='1' "
            "Transport='RTP/AVP/UDP;unicast;client_port=3056-3057' |>>");
        row("RTSP, RFC 2326 10.12, interleaved", "RTSP", QByteArray::fromHex("24000003616263"),
            "<RTSP  |<RTSPInterleaved  magic=0x24 channel=0 len=3 |<Raw  load='abc' |>>>");
        row("SSH, version", "SSH", "SSH-2.0-OpenSSH_9.2\r\n", "<SSHVersion  version='SSH-2.0-OpenSSH_9.2' |>");
        row("SSH, new keys", "SSH", QByteArray::fromHex("0000000c0a1500000000000000000000"),
            "<SSH  packet_length=12 padding_length=10 message=newkeys data='' "
            "padding='\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00' |>");
        row("QUIC, version negotiation", "QUIC", QByteArray::fromHex("8a00000000" "08f067a5502a4262b5" "00" "00000001" "6b3343cf"),
            "<QUICVersionNegotiation  header_form=1 unused=10 version=negotiation dcid_len=8 dcid=f067a5502a4262b5 scid_len=0 scid= "
            "versions=[version 1, version 2] |>");
    }
    void examplesAreRead()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, wire);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(repr(protocols(), read(protocol, wire))), shown);
    }

    void whatWasReadIsWrittenBack_data() { examplesAreRead_data(); }
    void whatWasReadIsWrittenBack()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, wire);
        const Draft draft = read(protocol, wire);
        QCOMPARE(QByteArray::fromStdString(toString(buildBytes(protocols(), draft))), wire);
        QCOMPARE(QByteArray::fromStdString(toString(buildBytes(protocols(), valuesOf(draft)))), wire);
    }

    void everyPrefixIsRead_data() { examplesAreRead_data(); }
    void everyPrefixIsRead()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, wire);
        for (qsizetype size = 0; size <= wire.size(); ++size)
            QCOMPARE(QByteArray::fromStdString(toString(buildBytes(protocols(), read(protocol, wire.first(size))))), wire.first(size));
    }

    void whatIsEncryptedStaysAsItIs()
    {
        const QByteArray wire = QByteArray::fromHex("c300000001" "088394c8f03e515708" "00" "00" "449e" "7b9aec34d1b1c98dd7689fb8ec11");
        const Draft draft = read("QUIC", wire);
        QCOMPARE(draft.layers.size(), std::size_t{1});
        QCOMPARE(QByteArray::fromStdString(toString(buildBytes(protocols(), draft))), wire);
    }
};

QTEST_APPLESS_MAIN(TestTextProtocols)
#include "tst_text_protocols.moc"
