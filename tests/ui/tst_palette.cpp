#include "tests/ui/craft_fixture.h"
#include "ui/craft/palette.h"

#include <QMimeData>
#include <QTreeView>

namespace fw::ui {

class tst_Palette : public QObject {
    Q_OBJECT

private slots:
    void init() { m_craft = std::make_unique<CraftFixture>(); }
    void cleanup() { m_craft.reset(); }

    void everyProtocolThatIsNoStructureIsThere()
    {
        const Protocols& protocols = Protocols::builtin();
        int count = 0;
        for (std::size_t id = 0; id < protocols.size(); ++id) {
            const ProtocolDesc& protocol = protocols[static_cast<ProtocolId>(id)];
            const QModelIndex index = palette().indexOf(QString::fromStdString(protocol.name));
            QVERIFY2(index.isValid() == !protocol.isStruct, protocol.name.c_str());
            count += index.isValid() ? 1 : 0;
        }
        QVERIFY(count > 5);
    }

    void doubleClickAppends()
    {
        m_craft->type(QStringLiteral("Ether()/IP()"));
        emit palette().tree().activated(palette().indexOf(QStringLiteral("UDP")));
        QCOMPARE(m_craft->layers(), QStringList({QStringLiteral("Ether"), QStringLiteral("IP"), QStringLiteral("UDP")}));
        QCOMPARE(m_craft->expression().text(), QStringLiteral("Ether()/IP()/UDP()"));
    }

    void searchingAndEnterAppendsTheBestMatch()
    {
        m_craft->type(QStringLiteral("IP()"));
        auto* search = m_craft->find<QLineEdit>("paletteSearch");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("udp"));
        QVERIFY(!palette().indexOf(QStringLiteral("TCP")).isValid());
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_craft->layers().last(), QStringLiteral("UDP"));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(palette().indexOf(QStringLiteral("TCP")).isValid());
    }

    void titlesAreSearchedToo()
    {
        auto* search = m_craft->find<QLineEdit>("paletteSearch");
        search->setText(QStringLiteral("address resolution"));
        QVERIFY(palette().indexOf(QStringLiteral("ARP")).isValid());
        QVERIFY(!palette().indexOf(QStringLiteral("UDP")).isValid());
    }

    void everyTemplateParsesAndIsTaken()
    {
        const std::vector<PacketTemplate> templates = builtinTemplates();
        QVERIFY(templates.size() >= 5);
        for (const PacketTemplate& one : templates) {
            emit palette().tree().activated(palette().indexOf(one.name));
            const auto parsed = scapy::parse(Protocols::builtin(), one.expression.toStdString());
            QVERIFY2(parsed.has_value(), qPrintable(one.name));
            QVERIFY2(m_craft->document.draft() == *parsed, qPrintable(one.name));
        }
    }

    void brokenLinesAreNoTemplates()
    {
        const auto templates = readTemplates("# a comment: IP()\n\nno colon\n: IP()\nGood: IP(dst=\"::1\")\n");
        QCOMPARE(templates.size(), std::size_t{1});
        QCOMPARE(templates[0], (PacketTemplate{QStringLiteral("Good"), QStringLiteral("IP(dst=\"::1\")")}));
    }

    void draggedEntriesSayWhatTheyAre()
    {
        const QModelIndex udp = palette().indexOf(QStringLiteral("UDP"));
        const std::unique_ptr<QMimeData> mime(palette().tree().model()->mimeData({udp}));
        QVERIFY(mime != nullptr);
        QCOMPARE(mime->data(QLatin1String(layerMimeType)), QByteArray("UDP()"));
    }

private:
    [[nodiscard]] Palette& palette() const { return m_craft->workspace->layerPalette(); }

    std::unique_ptr<CraftFixture> m_craft;
};

} // namespace fw::ui

QTEST_MAIN(fw::ui::tst_Palette)
#include "tst_palette.moc"
