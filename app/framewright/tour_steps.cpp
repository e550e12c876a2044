#include "tour.h"

#include "ui/models/exchange_model.h"
#include "ui/models/packet_list_model.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>

namespace fw::app {
namespace {

using ui::ExchangeModel;
using ui::PacketListModel;

constexpr const char* typed = R"(IP(dst="8.8.8.8")/UDP(dport=53)/DNS(rd=1, qd=DNSQR(qname="www.secdev.org")))";
constexpr const char* wantedName = "www.example.com";

QByteArray bytesOf(const ui::ShownPacketPtr& packet)
{
    if (!packet)
        return {};
    const Buffer& bytes = packet->layout.bytes;
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

} // namespace

void Tour::addCraftSteps()
{
    const auto tree = [this] { return view("stackTree"); };
    m_steps.push_back({QStringLiteral("01-craft"),
                       [this] { return m_hands.typeInto("exprEdit", QString::fromLatin1(typed)); },
                       [this, tree] { return tree() && tree()->model()->rowCount() == 3 && label("exprCount").startsWith(QLatin1Char('1')); },
                       [this] {
                           return tr("typed %1; the stack has 3 layers, %2; %3").arg(QString::fromLatin1(typed), label("exprCount"), label("craftSize"));
                       }});
    m_steps.push_back({QStringLiteral("02-edit-field"),
                       [this, tree] {
                           QAbstractItemView* const stack = tree();
                           const QModelIndex row = stack ? Hands::findRow(*stack, QStringLiteral("qname")) : QModelIndex();
                           if (!row.isValid() || !m_hands.clickItem(*stack, row.siblingAtColumn(1), true))
                               return false;
                           auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
                           if (!editor)
                               return false;
                           editor->selectAll();
                           Hands::type(*editor, QString::fromLatin1(wantedName));
                           Hands::press(*editor, Qt::Key_Return, {}, QStringLiteral("\r"));
                           return true;
                       },
                       [this] {
                           const auto* edit = m_hands.find<QLineEdit>("exprEdit");
                           return edit && edit->text().contains(QLatin1String(wantedName));
                       },
                       [this] {
                           return tr("qname set to %1 in the stack tree; the expression is now %2; %3")
                               .arg(QString::fromLatin1(wantedName), m_hands.find<QLineEdit>("exprEdit")->text(), label("craftSize"));
                       }});
}

void Tour::addExchangeSteps()
{
    m_steps.push_back({QStringLiteral("03-practice"),
                       [this] { return m_hands.choose("interfaceCombo", QStringLiteral("practice")); },
                       [this] { return label("statusInterface").startsWith(QLatin1String("practice")); },
                       [] { return tr("the practice network is chosen"); }, false});
    m_steps.push_back({QStringLiteral("04-capture"),
                       [this] { return m_hands.click("captureBtn"); },
                       [this] { return rows("packetTable") > 0 || label("captureWaiting").startsWith(tr("Listening")); },
                       [] { return tr("listening on practice, marked as such"); }});
    m_steps.push_back({QStringLiteral("05-send-receive"),
                       [this] { return m_hands.click("toolSendReceiveBtn"); },
                       [this] { return rows("exchangeTable") == 1 && cell("exchangeTable", 0, ExchangeModel::StateColumn) == tr("answered"); },
                       [this] {
                           return tr("sent: %1; answered: %2; after %3; %4")
                               .arg(cell("exchangeTable", 0, ExchangeModel::SentColumn), cell("exchangeTable", 0, ExchangeModel::AnswerColumn),
                                    cell("exchangeTable", 0, ExchangeModel::RttColumn), label("exchangeStanding"));
                       }});
}

void Tour::addAnswerSteps()
{
    m_steps.push_back(
        {QStringLiteral("06-answer"),
         [this] {
             QAbstractItemView* const tree = view("fieldTree");
             return tree && m_hands.clickItem(*tree, Hands::findRow(*tree, QStringLiteral("an")));
         },
         [this] {
             const auto* bytes = m_hands.find<ui::HexView>("hexView");
             const auto* diagram = m_hands.find<ui::DiagramCanvas>("diagramCanvas");
             if (!bytes || !diagram)
                 return false;
             m_answer = bytesOf(diagram->selectionModel().current().packet);
             const auto [first, count] = bytes->selection();
             return diagram->selectedField() == QLatin1String("DNS.an") && count > 0 && first + count <= m_answer.size();
         },
         [this] {
             const auto [first, count] = m_hands.find<ui::HexView>("hexView")->selection();
             return tr("the answer of %1 bytes is shown; %2 is selected and lit in bytes and diagram: %3 (byte %4, %5 bytes)")
                 .arg(m_answer.size())
                 .arg(m_hands.find<ui::DiagramCanvas>("diagramCanvas")->selectedField(), QString::fromLatin1(m_answer.mid(first, count).toHex(' ')))
                 .arg(first)
                 .arg(count);
         }});
    m_steps.push_back({QStringLiteral("07-stop"),
                       [this] { return m_hands.click("rail_captureWorkspaceAct") && m_hands.click("stopBtn"); },
                       [this] {
                           m_captured = rows("packetTable");
                           const auto* button = m_hands.find<QWidget>("captureBtn");
                           return m_captured >= 2 && button && button->isEnabled();
                       },
                       [this] { return tr("the capture has ended: %1").arg(label("captureStanding")); }});
}

void Tour::addFileSteps()
{
    const QString path = m_directory.absoluteFilePath(QStringLiteral("tour.pcap"));
    m_steps.push_back({QStringLiteral("08-save-dialog"),
                       [this] { return m_hands.click("saveBtn"); },
                       [this] { return m_window.findChild<QFileDialog*>(QStringLiteral("saveDialog")) != nullptr; },
                       [] { return tr("asked for a name"); }, false});
    m_steps.push_back({QStringLiteral("08-save"),
                       [this, path] { return m_hands.fillFileDialog(path); },
                       [this, path] { return QFile::exists(path) && label("messageText").contains(QLatin1String("tour.pcap")); },
                       [this, path] { return tr("%1 packets saved to tour.pcap, %2 bytes").arg(m_captured).arg(QFile(path).size()); }});
    m_steps.push_back({QStringLiteral("09-open-dialog"),
                       [this] { return m_hands.click("openBtn"); },
                       [this] { return m_window.findChild<QFileDialog*>(QStringLiteral("openDialog")) != nullptr; },
                       [] { return tr("asked for a file"); }, false});
    m_steps.push_back({QStringLiteral("09-reopen"),
                       [this, path] { return m_hands.fillFileDialog(path); },
                       [this] {
                           QAbstractItemView* const table = view("packetTable");
                           return table && table->model()->rowCount() == m_captured && table->currentIndex().row() == 0 && !m_hands.find<QWidget>("practiceMark");
                       },
                       [this] { return tr("tour.pcap opened again: %1").arg(label("captureStanding")); }, false});
    m_steps.push_back({QStringLiteral("10-same-answer"),
                       [this] {
                           QAbstractItemView* const table = view("packetTable");
                           auto* const packets = qobject_cast<PacketListModel*>(table->model());
                           for (int row = 0; packets && row < packets->rowCount(); ++row)
                               if (bytesOf(packets->shown(row)) == m_answer)
                                   return m_hands.clickItem(*table, packets->index(row, 0));
                           return false;
                       },
                       [this] {
                           const auto* diagram = m_hands.find<ui::DiagramCanvas>("diagramCanvas");
                           return diagram && bytesOf(diagram->selectionModel().current().packet) == m_answer
                               && diagram->selectedField() == QLatin1String("DNS.an");
                       },
                       [this] {
                           const int row = view("packetTable")->currentIndex().row();
                           return tr("packet %1 of the file is the answer, byte for byte: %2")
                               .arg(cell("packetTable", row, PacketListModel::NumberColumn), cell("packetTable", row, PacketListModel::SummaryColumn));
                       }});
}

} // namespace fw::app
