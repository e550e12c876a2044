/// Any bytes as a packet: read, and built again from its values as if each had been typed. What was read without a note comes back, but for
/// what the values do not hold:
///   - fillings: between fields, up to a multiple, behind the last option of a header;
///   - what has several forms, of which one is built: numbers and lengths of variable size (MQTT, BER, PPP), names compressed or not, line
///     ends, byte orders, true as any number but 0, lengths of options that say less than the least;
///   - lengths of records in a message whose names are compressed anew;
///   - fields that are there on a condition, which may ask what only the bytes tell.
/// So the first field that differs is one of these; a field of a fixed size always comes back.
#include "engine/packet/build.h"
#include "engine/packet/dissect.h"
#include "tests/fuzz/packet_input.h"
#include "tests/support/as_edited.h"

#include <cstdlib>

namespace {

using namespace fw;

bool hasSeveralForms(const Protocols& protocols, const LayoutNode& node)
{
    if (node.what == LayoutNode::What::Layer) // Of messages with names.
        return std::ranges::find(protocols[node.protocol].fields, Role::CompressedNames, &FieldDesc::role) != protocols[node.protocol].fields.end();
    const auto varies = [&](TypeId type) {
        const Kind kind = type == noType ? Kind::None : protocols.type(type).kind;
        return kind == Kind::Codec || kind == Kind::Tlv || kind == Kind::Line || kind == Kind::CString || kind == Kind::Switch;
    };
    const auto& fields = protocols[node.protocol].fields;
    if (node.field >= fields.size())
        return varies(node.type);
    const FieldDesc& field = fields[node.field];
    const bool isFilled = field.pad.multiple > 0 || field.align > 0 || field.padTo > 0;
    return varies(node.type) || isFilled || (node.what == LayoutNode::What::Field && varies(field.type));
}

bool mayDiffer(const Protocols& protocols, const Layout& layout, std::size_t node)
{
    for (auto at = static_cast<std::int32_t>(node); at >= 0; at = layout.nodes[static_cast<std::size_t>(at)].parent)
        if (hasSeveralForms(protocols, layout.nodes[static_cast<std::size_t>(at)]))
            return true;
    const LayoutNode& place = layout.nodes[node];
    const bool isConditional = place.what == LayoutNode::What::Field && protocols[place.protocol].fields[place.field].present != 0;
    return isConditional || place.absent || protocols[place.protocol].isPadding;
}

bool hasSameBits(const Layout& a, const LayoutNode& one, const Layout& b, const LayoutNode& other)
{
    if (one.bits != other.bits)
        return false;
    for (std::uint64_t bit = 0; bit < one.bits; ++bit)
        if (readBits(a.bytes, static_cast<std::size_t>(one.bitOffset + bit), 1) != readBits(b.bytes, static_cast<std::size_t>(other.bitOffset + bit), 1))
            return false;
    return true;
}

/// The first field of `read` that `built` has not, or not the same. Nothing if only what lies between the fields differs.
std::optional<std::size_t> firstDifference(const Layout& read, const Layout& built)
{
    for (std::size_t i = 0; i < read.nodes.size(); ++i) {
        const LayoutNode& one = read.nodes[i];
        if (i >= built.nodes.size())
            return i;
        const LayoutNode& other = built.nodes[i];
        const bool isOfAnother = one.what != other.what || one.protocol != other.protocol || one.field != other.field;
        const bool holdsOthers = one.next > i + 1 || other.next > i + 1;
        if (isOfAnother || (one.bitOffset == other.bitOffset && !holdsOthers && !hasSameBits(read, one, built, other)))
            return i;
        if (one.bitOffset != other.bitOffset) // A filling before it.
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Protocols& protocols = Protocols::builtin();
    const fuzz::PacketInput input(protocols, data, size);
    const Buffer wire = toBuffer(input.bytes);
    const Dissection read = dissect(protocols, wire, 0, {.first = input.first->id, .decodeAs = {}});
    if (buildBytes(protocols, read.draft) != wire || build(protocols, read.draft).bytes != wire)
        std::abort(); // An untouched packet gives back its bytes, whatever they are.
    const Draft edited = test::asEdited(read.draft);
    const Layout built = build(protocols, edited);
    if (buildBytes(protocols, edited) != built.bytes)
        std::abort();
    if (built.bytes == wire || !read.layout.notes.empty())
        return 0;
    const auto place = firstDifference(read.layout, built);
    const bool isFilling = place && *place < built.nodes.size() && mayDiffer(protocols, built, *place); // An option put in where none was.
    if (place && !isFilling && !mayDiffer(protocols, read.layout, *place))
        std::abort();
    return 0;
}
