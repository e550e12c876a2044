#include "tests/lab/lab.h"
#include "ui/models/exchange_model.h"
#include "ui/models/field_tree_model.h"
#include "ui/models/packet_list_model.h"
#include "ui/panes/diagram_canvas.h"
#include "ui/panes/hex_view.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>


using namespace fw;
using namespace fw::ui;
using lab::Lab;
using lab::Machine;

namespace {

QByteArray bytesOf(const CapturedPacket& packet)
{
    return {reinterpret_cast<const char*>(packet.bytes.data()), static_cast<qsizetype>(packet.bytes.size())};
}

/// Bytes in hex and times in nanoseconds, as a program other than ours reads a capture.
struct Foreign {
    QList<QByteArray> packets;
    QList<qint64> times;
};

} // namespace

/// The main job in the real window, between real machines: the query is built, sent, answered, looked at, captured, saved and opened.
class TestLabWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<Lab> m_lab;
    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<Networks> m_networks;
    Definitions m_definitions;
    std::unique_ptr<MainWindow> m_window;

    template <class Widget = QWidget>
    Widget* find(const char* name)
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    void click(const char* name) { QTest::mouseClick(find(name), Qt::LeftButton); }
    int rows(const char* table) { return find<QAbstractItemView>(table)->model()->rowCount(); }
    QString cell(const char* table, int row, int column)
    {
        return find<QAbstractItemView>(table)->model()->index(row, column).data().toString();
    }
    const Capture& shownCapture()
    {
        return *qobject_cast<PacketListModel*>(find<QAbstractItemView>("packetTable")->model())->capture();
    }
    QList<QByteArray> shownPackets()
    {
        QList<QByteArray> packets;
        for (std::size_t i = 0; i < shownCapture().packetCount(); ++i)
            packets.append(bytesOf(*shownCapture().packet(i)));
        return packets;
    }

    bool fillDialog(const char* name, const QString& path)
    {
        auto* dialog = m_window->findChild<QFileDialog*>(QLatin1String(name));
        if (dialog == nullptr)
            return false;
        auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        edit->setText(path);
        QTest::keyClick(edit, Qt::Key_Return);
        return true;
    }

    Foreign readByScapy(const QString& path)
    {
        const auto result = m_lab->command(Machine::Client,
                                           {"/usr/bin/python3", "-c",
                                            "import sys,logging; logging.disable(50)\n"
                                            "from scapy.utils import rdpcap\n"
                                            "for p in rdpcap(sys.argv[1]): print(bytes(p).hex(), int(p.time * 10**9))\n",
                                            path.toStdString()},
                                           std::chrono::seconds(60));
        Foreign out;
        for (const QByteArray& line : QByteArray::fromStdString(result.output).split('\n'))
            if (const auto words = line.split(' '); words.size() == 2) {
                out.packets.append(QByteArray::fromHex(words[0]));
                out.times.append(words[1].toLongLong());
            }
        return out;
    }

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_lab = std::make_unique<Lab>();
        if (!m_lab->isPossible())
            QSKIP(m_lab->reason().c_str());
        m_lab->enter(Machine::Client);
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        m_settings = std::make_unique<Settings>(m_folder.filePath(QStringLiteral("lab.ini")), false);
        m_networks = std::make_unique<Networks>(systemNetwork(), practiceNetwork());
        m_window = std::make_unique<MainWindow>(m_definitions, *m_networks, *m_settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QVERIFY(m_window->chooseInterface(QString::fromLatin1(Lab::interface)));
    }
    void cleanupTestCase() { m_window.reset(); }

    void theQueryIsAnsweredAndCapturedAsTcpdumpSeesIt()
    {
        const QString dumped = m_folder.filePath(QStringLiteral("tcpdump.pcap"));
        auto tcpdump = m_lab->startTcpdump(dumped.toStdString());
        QVERIFY(tcpdump);

        auto* expression = find<QLineEdit>("exprEdit");
        expression->setFocus();
        expression->selectAll();
        QTest::keyClicks(expression, QStringLiteral("IP(dst=\"%1\")/UDP()/DNS(qd=DNSQR(qname=\"%2\"))")
                                         .arg(QLatin1String(Lab::serverAddress), QLatin1String(Lab::serverName)));
        QTRY_COMPARE(rows("stackTree"), 3);

        click("captureBtn");
        QTRY_VERIFY(find<QLabel>("captureWaiting")->text().startsWith(QStringLiteral("Listening")) || rows("packetTable") > 0);
        click("toolSendReceiveBtn");
        QTRY_COMPARE_WITH_TIMEOUT(rows("exchangeTable"), 1, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(cell("exchangeTable", 0, ExchangeModel::StateColumn), QStringLiteral("answered"), 10'000);
        QVERIFY(cell("exchangeTable", 0, ExchangeModel::AnswerColumn).contains(QLatin1String(Lab::serverAddress)));

        // Route, source and next hop were worked out: what the wire carried tells.
        const auto* shown = qobject_cast<QSortFilterProxyModel*>(find<QAbstractItemView>("exchangeTable")->model());
        QVERIFY(shown);
        const ShownPacketPtr sent = qobject_cast<ExchangeModel*>(shown->sourceModel())->sent(0);
        QVERIFY(sent);
        const auto text = [&](std::int32_t node) { return nodePathText(Protocols::builtin(), sent->layout, node); };
        bool sourceSeen = false;
        for (std::int32_t node = 0; node < static_cast<std::int32_t>(sent->layout.nodes.size()); ++node)
            if (text(node) == "IP.src") {
                const Buffer* source = sent->layout.nodes[static_cast<std::size_t>(node)].value.bytes();
                sourceSeen = source != nullptr && addressText(*source) == Lab::clientAddress;
            }
        QVERIFY(sourceSeen);

        QTRY_VERIFY(rows("packetTable") >= 2);
        QTest::qWait(500); // Late ARP of the machines' own.
        click("rail_captureWorkspaceAct");
        click("stopBtn");
        QTRY_VERIFY(find("captureBtn")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(readByScapy(dumped).packets.size() >= rows("packetTable"), 20'000); // tcpdump may be the slower one.
        tcpdump->stop();

        // Both saw the query and its answer; frames of the machines' own making may have fallen before or after one of the two.
        const Foreign theirs = readByScapy(dumped);
        const QList<QByteArray> ours = shownPackets();
        QVERIFY(theirs.packets.size() >= 2);
        for (const QByteArray& packet : ours)
            QVERIFY2(theirs.packets.contains(packet), packet.toHex().constData());
        const QByteArray query(reinterpret_cast<const char*>(sent->layout.bytes.data()), static_cast<qsizetype>(sent->layout.bytes.size()));
        QVERIFY(ours.contains(query));
    }

    void theAnswersFieldsAreSelectedInTheBytes()
    {
        click("rail_exchangeAct");
        auto* table = find<QAbstractItemView>("exchangeTable");
        table->setCurrentIndex(table->model()->index(0, ExchangeModel::AnswerColumn));
        auto* diagram = find<DiagramCanvas>("diagramCanvas");
        auto* tree = find<QTreeView>("fieldTree");
        auto* hex = find<HexView>("hexView");
        QTRY_VERIFY(diagram->selectionModel().current().packet);
        auto& selection = const_cast<SelectionModel&>(diagram->selectionModel());
        const ShownPacketPtr packet = selection.current().packet;
        std::int32_t rdata = -1;
        for (std::int32_t node = 0; node < static_cast<std::int32_t>(packet->layout.nodes.size()); ++node)
            if (nodePathText(Protocols::builtin(), packet->layout, node) == "DNS.an[0].rdata")
                rdata = node;
        QVERIFY(rdata >= 0);
        selection.selectNode(rdata, this);
        QCOMPARE(diagram->selectedField(), QStringLiteral("DNS.an[0].rdata"));
        const auto [first, count] = hex->selection();
        QCOMPARE(count, 4);
        const Buffer bytes(packet->layout.bytes.begin() + first, packet->layout.bytes.begin() + first + count);
        QCOMPARE(addressText(bytes), std::string(Lab::serverAddress));
        QVERIFY(tree->currentIndex().isValid());
        QCOMPARE(tree->currentIndex().siblingAtColumn(0).data().toString(), QStringLiteral("rdata"));
    }

    void whatIsSavedIsReadAlikeByTsharkAndScapy()
    {
        click("rail_captureWorkspaceAct");
        const QString path = m_folder.filePath(QStringLiteral("window.pcap"));
        click("saveBtn");
        QTRY_VERIFY(fillDialog("saveDialog", path));
        QTRY_VERIFY(QFile::exists(path) && find<QLabel>("messageText")->text().contains(QStringLiteral("window.pcap")));
        const QList<QByteArray> ours = shownPackets();
        const Foreign scapy = readByScapy(path);
        QCOMPARE(scapy.packets, ours);
        for (qsizetype i = 0; i < ours.size(); ++i) {
            const qint64 time = shownCapture().packet(static_cast<std::size_t>(i))->time.count();
            QVERIFY(std::abs(scapy.times[i] - time) < 1000); // Scapy counts in decimals of its own.
        }
        const auto tshark = m_lab->command(Machine::Client, {"tshark", "-r", path.toStdString(), "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len"},
                                           std::chrono::seconds(60));
        QCOMPARE(tshark.status, 0);
        const QList<QByteArray> lines = QByteArray::fromStdString(tshark.output).trimmed().split('\n');
        QCOMPARE(lines.size(), ours.size());
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const auto packet = shownCapture().packet(static_cast<std::size_t>(i));
            const auto seconds = packet->time.count() / 1'000'000'000;
            const auto wanted = QByteArray::number(qlonglong{seconds}) + '.'
                + QByteArray::number(qlonglong{packet->time.count() % 1'000'000'000}).rightJustified(9, '0') + '\t'
                + QByteArray::number(qulonglong{packet->bytes.size()});
            QCOMPARE(lines[i], wanted);
        }
    }

    void aCaptureOfTcpdumpIsOpened()
    {
        const QString path = m_folder.filePath(QStringLiteral("tcpdump.pcap"));
        const Foreign theirs = readByScapy(path);
        click("openBtn");
        QTRY_VERIFY(fillDialog("openDialog", path));
        QTRY_COMPARE(rows("packetTable"), static_cast<int>(theirs.packets.size()));
        QCOMPARE(shownPackets(), theirs.packets);
    }
};

QTEST_MAIN(TestLabWindow)
#include "tst_lab_window.moc"
