#include "ui/craft/stack_row.h"

#include "engine/packet/build.h"
#include "engine/packet/text.h"
#include "ui/models/layout_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <unordered_map>

namespace fw::ui {
namespace {

using namespace Qt::StringLiterals;

QString say(const char* sentence)
{
    return QCoreApplication::translate("Craft", sentence);
}

constexpr int mostComparisons = 64; // Each builds the packet once more.
constexpr qsizetype mostShown = 400;

// What no cell has room for; its editor has the whole text.
QString clipped(const QString& text)
{
    return text.size() <= mostShown ? text : text.left(mostShown) + u'…';
}

/// Makes the rows of one document.
class RowMaker {
public:
    explicit RowMaker(const CraftDocument& document)
        : m_document(document)
        , m_protocols(document.protocols())
        , m_layout(document.layout())
    {
    }

    std::unique_ptr<StackRow> make()
    {
        auto root = std::make_unique<StackRow>();
        for (const std::uint32_t node : m_layout.layers())
            add(*root, node);
        addNotes();
        return root;
    }

private:
    void add(StackRow& parent, std::uint32_t index);
    void addChildren(StackRow& row);
    void addNotes();
    void fillLayer(StackRow& row);
    void fillField(StackRow& row);
    void fillElement(StackRow& row);
    void fillList(StackRow& row);
    [[nodiscard]] bool isDerived(const StackRow& row) const;
    void compareWithAutomatic(StackRow& row);
    [[nodiscard]] QString listText(const StackRow& row) const;
    [[nodiscard]] QString valueOf(const StackRow& row, const Layout& layout, std::int32_t node) const;
    [[nodiscard]] QString unboundText(const StackRow& row) const;
    [[nodiscard]] RowState stateOf(const StackRow& row, const Slot* slot) const;
    [[nodiscard]] QString typeText(const StackRow& row) const;

    [[nodiscard]] const LayoutNode& nodeOf(const StackRow& row) const { return m_layout.nodes[static_cast<std::size_t>(row.node)]; }
    [[nodiscard]] const FieldDesc& fieldOf(const StackRow& row) const { return m_protocols[row.protocol].fields[row.field]; }
    [[nodiscard]] Kind kindOf(TypeId type) const { return type == noType ? Kind::None : m_protocols.type(type).kind; }

    const CraftDocument& m_document;
    const Protocols& m_protocols;
    const Layout& m_layout;
    std::unordered_map<std::int32_t, StackRow*> m_rowOfNode;
    int m_comparisons = 0;
};

QString bytesText(const LayoutNode& node)
{
    if (isSilent(node))
        return {};
    const auto first = node.bitOffset / 8;
    if (isSubByte(node))
        return u"%1 · %2b"_s.arg(first).arg(node.bits);
    const auto last = (node.bitOffset + node.bits - 1) / 8;
    return first == last ? QString::number(first) : u"%1–%2"_s.arg(first).arg(last);
}

bool isContainer(Kind kind)
{
    return kind == Kind::Struct || kind == Kind::List || kind == Kind::Tlv;
}

void RowMaker::add(StackRow& parent, std::uint32_t index)
{
    const LayoutNode& node = m_layout.nodes[index];
    auto row = std::make_unique<StackRow>();
    row->what = node.what;
    row->node = static_cast<std::int32_t>(index);
    row->path = m_layout.pathOf(row->node);
    row->protocol = node.protocol;
    row->field = node.field;
    row->type = node.type;
    row->silent = isSilent(node);
    row->name = nodeName(m_protocols, m_layout, row->node);
    row->bytes = bytesText(node);
    row->parent = &parent;
    if (node.what == LayoutNode::What::Layer)
        fillLayer(*row);
    else if (node.what == LayoutNode::What::Field)
        fillField(*row);
    else
        fillElement(*row);
    // A field whose condition does not hold is no row; one that was set all the same is, so that it can be seen and reset.
    if (node.absent && (row->state == RowState::Default || row->state == RowState::None))
        return;
    addChildren(*row);
    if (row->growable)
        row->value = listText(*row);
    m_rowOfNode[row->node] = row.get();
    parent.rows.push_back(std::move(row));
}

void RowMaker::addChildren(StackRow& row)
{
    const std::uint32_t end = nodeOf(row).next;
    for (auto child = static_cast<std::uint32_t>(row.node) + 1; child < end; child = m_layout.nodes[child].next)
        add(row, child);
}

void RowMaker::fillLayer(StackRow& row)
{
    row.value = QString::fromStdString(m_protocols[row.protocol].title);
    if (row.value == row.name)
        row.value.clear();
    row.problem = unboundText(row);
    if (!row.problem.isEmpty())
        row.level = Check::Level::Warn;
}

void RowMaker::fillField(StackRow& row)
{
    const Slot* slot = slotAt(m_document.draft(), row.path);
    row.state = stateOf(row, slot);
    row.typeName = typeText(row);
    const Kind kind = kindOf(row.type);
    row.growable = kind == Kind::List || kind == Kind::Tlv;
    if (isContainer(kind)) {
        row.value = kind == Kind::Struct ? nodeValue(m_protocols, m_layout, row.node) : QString();
        return;
    }
    const ProtocolDesc& protocol = m_protocols[row.protocol];
    const ValueSet* set = slot == nullptr ? nullptr : slot->value.set();
    const Layer* owner = ownerOf(m_document.firstPacket(), row.path);
    const Value& value = set == nullptr ? nodeOf(row).value : slot->value;
    row.editable = true;
    row.editText = QString::fromStdString(editText(m_protocols, protocol, row.field, value, owner));
    row.value = clipped(set == nullptr ? valueOf(row, m_layout, row.node) : row.editText);
    if (set != nullptr)
        row.chip = set->count() > 1 ? QLocale().toString(qulonglong{set->count()}) : say("random");
    else if (row.state == RowState::Pinned || row.state == RowState::Captured)
        compareWithAutomatic(row);
}

void RowMaker::fillElement(StackRow& row)
{
    const bool structure = row.protocol != noProtocol && row.type != noType && kindOf(row.type) == Kind::Struct;
    row.value = clipped(nodeValue(m_protocols, m_layout, row.node));
    if (structure || nodeOf(row).next > static_cast<std::uint32_t>(row.node) + 1) {
        row.typeName = row.protocol == noProtocol ? QString() : QString::fromStdString(m_protocols[row.protocol].name);
        return;
    }
    row.editText = QString::fromStdString(nodeText(m_protocols, m_layout, row.node));
    row.editable = true;
}

RowState RowMaker::stateOf(const StackRow& row, const Slot* slot) const
{
    if (slot != nullptr && slot->state == SlotState::Explicit) {
        if (slot->value.set() != nullptr)
            return RowState::Several;
        return isDerived(row) || fieldOf(row).env != EnvSource::None ? RowState::Pinned : RowState::Set;
    }
    switch (nodeOf(row).origin) {
    case Origin::Automatic:
        return RowState::Automatic;
    case Origin::Bound:
        return RowState::Bound;
    case Origin::Environment:
        return RowState::Environment;
    case Origin::Dissected:
        return slot != nullptr && slot->state == SlotState::Absent ? RowState::Default : RowState::Captured;
    case Origin::Explicit:
        return RowState::Set;
    case Origin::Default:
        break;
    }
    return RowState::Default;
}

// Follows from the rest of the packet: worked out, or named by the layer above.
bool RowMaker::isDerived(const StackRow& row) const
{
    if (fieldOf(row).automatic != 0)
        return true;
    const auto& layers = m_document.draft().layers;
    if (row.path.steps.size() != 1 || row.path.layer + 1 >= layers.size())
        return false;
    const Binding* binding = m_protocols.binding(layers[row.path.layer].protocol, layers[row.path.layer + 1].protocol);
    return binding != nullptr && std::ranges::any_of(binding->build, [&](const auto& set) { return set.first == fieldOf(row).name; });
}

// What would stand here if it were not set: only then can be said whether the pinned value is wrong.
void RowMaker::compareWithAutomatic(StackRow& row)
{
    if (!isDerived(row) || m_comparisons == mostComparisons)
        return;
    ++m_comparisons;
    const auto unpinned = withAuto(m_protocols, m_document.firstPacket(), row.path);
    if (!unpinned)
        return;
    const Layout other = build(m_protocols, *unpinned, m_document.environment());
    const std::int32_t there = other.nodeOf(row.path);
    if (there < 0)
        return;
    const LayoutNode& node = other.nodes[static_cast<std::size_t>(there)];
    if (node.value == nodeOf(row).value)
        return;
    row.problem = say("should be %1").arg(clipped(valueOf(row, other, there)));
    row.level = Check::Level::Warn;
    row.fixable = true;
}

// "17 udp": the number as well as its name, so that either can be recognised.
QString RowMaker::valueOf(const StackRow& row, const Layout& layout, std::int32_t node) const
{
    const QString text = nodeValue(m_protocols, layout, node);
    const FieldDesc& field = fieldOf(row);
    if (field.flags != nullptr && text.isEmpty())
        return say("none");
    const std::int64_t* number = layout.nodes[static_cast<std::size_t>(node)].value.integer();
    const bool named = field.names != nullptr || field.namesBy != noField;
    if (number == nullptr || !named || text.isEmpty() || text.front().isDigit())
        return text;
    const bool hex = field.base == Base::Hex || (field.names != nullptr && field.names->hex);
    return hex ? u"0x%1 %2"_s.arg(*number, (field.bits + 3) / 4, 16, '0'_L1).arg(text) : u"%1 %2"_s.arg(*number).arg(text);
}

QString RowMaker::listText(const StackRow& row) const
{
    if (row.rows.empty())
        return say("empty");
    const QString what = row.rows.front()->typeName;
    if (!what.isEmpty())
        return u"%1 × %2"_s.arg(row.rows.size()).arg(what);
    return row.rows.size() == 1 ? say("1 element") : say("%1 elements").arg(row.rows.size());
}

QString RowMaker::typeText(const StackRow& row) const
{
    QString name = QString::fromStdString(fieldOf(row).scapyClass).section(u' ', 0, 0); // The rest names the choices.
    if (name.endsWith("Field"_L1))
        name.chop(5);
    return name;
}

// "not tied to IP: IP.proto stays 0". Allowed, but whoever receives it will not find this layer.
QString RowMaker::unboundText(const StackRow& row) const
{
    if (row.path.layer == 0)
        return {};
    const Layer& lower = m_document.firstPacket().layers[row.path.layer - 1];
    const ProtocolDesc& below = m_protocols[lower.protocol];
    const bool loose = row.protocol == m_protocols.raw() || row.protocol == m_protocols.padding();
    if (loose || below.payload.rule != PayloadDesc::Rule::Table || below.payload.keys.empty())
        return {};
    if (m_protocols.binding(lower.protocol, row.protocol) != nullptr)
        return {};
    const FieldIndex key = below.payload.keys.front();
    const FieldPath path{row.path.layer - 1, {key}};
    const std::int32_t node = m_layout.nodeOf(path);
    const Slot* slot = slotAt(m_document.firstPacket(), path);
    if (node < 0 || slot == nullptr || slot->state != SlotState::Auto)
        return {};
    return say("%1 does not name this layer: %1.%2 stays %3")
        .arg(QString::fromStdString(below.name), QString::fromStdString(below.fields[key].name), nodeValue(m_protocols, m_layout, node));
}

void RowMaker::addNotes()
{
    for (const LayoutNote& note : m_layout.notes) {
        const auto found = m_rowOfNode.find(static_cast<std::int32_t>(note.node));
        if (found == m_rowOfNode.end() || !found->second->problem.isEmpty())
            continue;
        found->second->problem = noteText(note);
        found->second->level = note.level;
    }
}

} // namespace

int StackRow::number() const
{
    for (std::size_t i = 0; parent != nullptr && i < parent->rows.size(); ++i)
        if (parent->rows[i].get() == this)
            return static_cast<int>(i);
    return 0;
}

bool StackRow::isLike(const StackRow& other) const
{
    if (what != other.what)
        return false;
    if (what == LayoutNode::What::Element)
        return protocol == other.protocol;
    return protocol == other.protocol && field == other.field;
}

std::unique_ptr<StackRow> stackRows(const CraftDocument& document)
{
    return RowMaker(document).make();
}

QString stateText(const StackRow& row)
{
    switch (row.state) {
    case RowState::None:
        return {};
    case RowState::Default:
        return say("default");
    case RowState::Automatic:
        return say("automatic");
    case RowState::Bound:
        return say("automatic, follows the layer above");
    case RowState::Environment:
        return say("automatic, from the route");
    case RowState::Set:
        return say("set");
    case RowState::Pinned:
        return say("pinned");
    case RowState::Several:
        return say("%1 values").arg(row.chip);
    case RowState::Captured:
        return say("captured");
    }
    return {};
}

QString stateLetter(RowState state)
{
    switch (state) {
    case RowState::Automatic:
        return u"a"_s;
    case RowState::Bound:
        return u"b"_s;
    case RowState::Environment:
        return u"e"_s;
    case RowState::Captured:
        return u"c"_s;
    default:
        return {};
    }
}

} // namespace fw::ui
