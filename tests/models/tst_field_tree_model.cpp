#include "tests/support/shown_packets.h"

#include "ui/models/field_tree_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace fw;
using namespace fw::ui;
using namespace fw::ui::test;

class TestFieldTreeModel : public QObject {
    Q_OBJECT

private:
    static QModelIndex find(const FieldTreeModel& model, std::string_view path, int column = FieldTreeModel::FieldColumn)
    {
        return model.indexOf(nodeNamed(*model.packet(), path), column);
    }

private slots:
    void everyPacketMakesASoundModel_data()
    {
        QTest::addColumn<QString>("name");
        for (const NamedPacket& packet : packets)
            QTest::newRow(packet.name) << packet.name;
    }

    void everyPacketMakesASoundModel()
    {
        QFETCH(QString, name);
        FieldTreeModel model(Protocols::builtin());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPacket(shown(name.toLatin1().constData()));
        QCOMPARE(model.rowCount(), static_cast<int>(model.packet()->layout.layers().size()));
        model.setHideAbsent(true);
        model.setHideAbsent(false);
        model.setPacket(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void cellsTellNameValueOffsetAndSize_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("cells");
        QTest::newRow("field") << "IP.ttl" << QStringList{"ttl", "64", "22", "1 byte"};
        QTest::newRow("named value") << "IP.proto" << QStringList{"proto", "udp", "23", "1 byte"};
        QTest::newRow("address") << "IP.src" << QStringList{"src", "10.0.0.53", "26", "4 bytes"};
        QTest::newRow("bits") << "IP.flags" << QStringList{"flags", "", "20", "3 bits"};
        QTest::newRow("one bit") << "DNS.qr" << QStringList{"qr", "1", "44", "1 bit"};
        QTest::newRow("layer") << "UDP" << QStringList{"UDP", "", "34", "8 bytes"};
        QTest::newRow("list element") << "DNS.qd[0]" << QStringList{"[0]", "DNSQR", "54", "21 bytes"};
        QTest::newRow("in a list") << "DNS.qd[0].qname" << QStringList{"qname", "'www.example.com.'", "54", "17 bytes"};
    }

    void cellsTellNameValueOffsetAndSize()
    {
        QFETCH(QString, path);
        FieldTreeModel model(Protocols::builtin());
        model.setPacket(shown("DNS answer"));
        QStringList cells;
        for (int column = 0; column < FieldTreeModel::ColumnCount; ++column)
            cells << find(model, path.toStdString(), column).data().toString();
        QTEST(cells, "cells");
    }

    void elementsStandBelowTheirList()
    {
        FieldTreeModel model(Protocols::builtin());
        model.setPacket(shown("DNS answer"));
        const QModelIndex name = find(model, "DNS.an[0].rrname");
        QVERIFY(name.isValid());
        QCOMPARE(name.parent(), find(model, "DNS.an[0]"));
        QCOMPARE(name.parent().parent(), find(model, "DNS.an"));
        QCOMPARE(name.parent().parent().parent(), find(model, "DNS"));
        QVERIFY(!find(model, "DNS").parent().isValid());
    }

    void aBadChecksumIsSaidOnItsRowAndCountsForItsLayer()
    {
        FieldTreeModel model(Protocols::builtin());
        model.setPacket(shown("bad checksum"));
        const QModelIndex checksum = find(model, "IP.chksum");
        QVERIFY2(checksum.data(FieldTreeModel::NoteRole).toString().contains(u"should be 0x66ca"_qs),
            qPrintable(checksum.data(FieldTreeModel::NoteRole).toString()));
        QVERIFY(checksum.data(FieldTreeModel::NoteLevelRole).toInt() >= static_cast<int>(Check::Level::Warn));
        QCOMPARE(find(model, "IP").data(FieldTreeModel::NoteLevelRole), checksum.data(FieldTreeModel::NoteLevelRole));
        QCOMPARE(find(model, "IP.ttl").data(FieldTreeModel::NoteLevelRole).toInt(), -1);
        QVERIFY(checksum.data(Qt::AccessibleDescriptionRole).toString().contains(u"should be"_qs));
    }

    void aCutPacketSaysWhereItEnds()
    {
        FieldTreeModel model(Protocols::builtin());
        QByteArray bytes = QByteArray::fromHex(packets[0].hex);
        bytes.truncate(70);
        model.setPacket(shown(bytes));
        int worst = -1;
        for (int row = 0; row < model.rowCount(); ++row)
            worst = std::max(worst, model.index(row, 0).data(FieldTreeModel::NoteLevelRole).toInt());
        QVERIFY(worst >= 0);
    }

    void absentFieldsAreMutedOrHidden()
    {
        FieldTreeModel model(Protocols::builtin());
        model.setPacket(shown("DNS answer"));
        const std::int32_t length = nodeNamed(*model.packet(), "DNS.ns");
        QVERIFY(length >= 0);
        QVERIFY(model.indexOf(length).data(FieldTreeModel::SilentRole).toBool());
        model.setHideAbsent(true);
        QVERIFY(!model.indexOf(length).isValid());
        QVERIFY(find(model, "DNS.id").isValid());
    }

    void rowsKnowTheirLayersGroup()
    {
        FieldTreeModel model(Protocols::builtin());
        model.setPacket(shown("DNS answer"));
        QCOMPARE(find(model, "IP.ttl").data(FieldTreeModel::GroupRole).toString(), u"Network"_qs);
        QCOMPARE(find(model, "UDP").data(FieldTreeModel::GroupRole).toString(), u"Transport"_qs);
    }
};

QTEST_GUILESS_MAIN(TestFieldTreeModel)
#include "tst_field_tree_model.moc"
