#include "engine/packet/build.h"

#include "engine/packet/builder.h"
#include "engine/packet/reader.h"

#include <algorithm>

namespace fw {
namespace {

/// A whole stack while it is built.
class StackBuilder {
public:
    StackBuilder(const Protocols& protocols, const Draft& draft, const Environment& environment, bool wantsNodes)
        : m_protocols(protocols), m_draft(draft), m_context{protocols, environment, wantsNodes}
    {
        for (std::size_t i = 0; i < draft.layers.size(); ++i) {
            m_before.push_back(messageBefore(i));
            m_lower.push_back(m_before[i] ? m_lower[*m_before[i]] : i == 0 ? std::nullopt : std::optional(i - 1));
            BuildLayer* lower = m_lower[i] ? &m_layers[*m_lower[i]] : nullptr;
            BuildLayer& layer = m_layers.emplace_back(m_context, draft.layers[i], lower, nullptr, static_cast<std::uint32_t>(i));
            if (lower == nullptr || m_before[i])
                continue;
            lower->setUpper(&layer);
            lower->bindTo(draft.layers[i].protocol);
        }
    }

    BuildLayer& layer(std::size_t index) { return m_layers[index]; }
    BuildContext& context() { return m_context; }

    Buffer bytes()
    {
        m_headers.resize(m_layers.size());
        m_trailers.resize(m_layers.size());
        std::vector<Buffer> after(m_layers.size()); // The messages of the same kind that follow a layer's own packet.
        Buffer packet;                              // From the layer last built to the end of its packet.
        bool isPadded = false;
        for (std::size_t i = m_layers.size(); i-- > 0;) {
            const bool isPadding = m_layers[i].protocol().isPadding;
            const Buffer none;
            m_layers[i].setPayload(isPadding ? Bytes(none) : Bytes(packet));
            buildLayer(i);
            if (isPadding) {
                m_paddings.insert(m_paddings.begin(), {i, 0, 0});
                isPadded = isPadded || !m_headers[i].bytes.empty();
                continue;
            }
            Buffer whole = m_headers[i].bytes;
            append(whole, packet);
            append(whole, m_trailers[i].bytes);
            if (m_layers[i].protocol().fillTo != 0 && !isPadded && !m_draft.layers[i].original)
                whole.resize(std::max(whole.size(), m_layers[i].fillSize()));
            append(whole, after[i]);
            packet = m_before[i] ? Buffer() : whole;
            if (m_before[i])
                after[*m_before[i]] = std::move(whole);
        }
        return withPaddings(packet);
    }

    /// After bytes().
    void layOut(Layout& layout);

private:
    /// Several messages in one segment lie behind each other, not inside each other: the layer that begins the one before.
    [[nodiscard]] std::optional<std::size_t> messageBefore(std::size_t index) const
    {
        if (!m_protocols[m_draft.layers[index].protocol].repeat)
            return std::nullopt;
        for (std::size_t i = index; i-- > 0;)
            if (m_draft.layers[i].protocol == m_draft.layers[index].protocol)
                return i;
        return std::nullopt;
    }

    struct Padding {
        std::size_t layer = 0;
        std::size_t at = 0;     ///< In the frame.
        std::size_t before = 0; ///< How many bytes of the layers stand before it.
    };

    /// Padding that is typed stands at the end of the frame. What was read may have stood before a trailer or a further message: an
    /// untouched Padding layer tells in originalTrailer how many bytes were behind it. If no layer begins there any more, since others
    /// were edited, it stands at the end as well.
    Buffer withPaddings(const Buffer& packet)
    {
        const auto behind = [&](const Padding& padding) {
            const Layer& layer = m_draft.layers[padding.layer];
            return layer.original ? std::size_t{layer.originalTrailer} : 0;
        };
        std::ranges::stable_sort(m_paddings, std::ranges::greater(), behind);
        const std::vector<std::size_t> places = placesOfLayers(packet.size());
        std::size_t later = 0; // Bytes of paddings.
        for (auto padding = m_paddings.rbegin(); padding != m_paddings.rend(); ++padding) {
            const std::size_t others = behind(*padding) - std::min(behind(*padding), later);
            const std::size_t before = packet.size() - std::min(others, packet.size());
            padding->before = std::ranges::find(places, before) != places.end() ? before : packet.size();
            later += m_headers[padding->layer].bytes.size();
        }
        std::ranges::stable_sort(m_paddings, {}, &Padding::before);
        Buffer frame;
        frame.reserve(packet.size() + later);
        std::size_t taken = 0;
        for (Padding& padding : m_paddings) {
            append(frame, Bytes(packet).subspan(taken, padding.before - taken));
            taken = padding.before;
            padding.at = frame.size();
            append(frame, m_headers[padding.layer].bytes);
        }
        append(frame, Bytes(packet).subspan(taken));
        return frame;
    }

    /// Where headers and trailers begin, without the paddings.
    [[nodiscard]] std::vector<std::size_t> placesOfLayers(std::size_t size) const
    {
        std::vector<std::size_t> places;
        std::size_t reached = 0;
        std::size_t end = size;
        for (std::size_t i = 0; i < m_layers.size() && !m_paddings.empty(); ++i) {
            if (m_layers[i].protocol().isPadding)
                continue;
            places.push_back(reached);
            reached += m_headers[i].bytes.size();
            end -= std::min(end, m_trailers[i].bytes.size());
            places.push_back(end);
        }
        return places;
    }

    /// How much padding stands before one of the layers' bytes, counted without it.
    [[nodiscard]] std::size_t paddingBefore(std::size_t byte) const
    {
        std::size_t size = 0;
        for (const Padding& padding : m_paddings)
            if (padding.before < byte)
                size += m_headers[padding.layer].bytes.size();
        return size;
    }

    void buildLayer(std::size_t index)
    {
        const Layer& layer = m_draft.layers[index];
        if (layer.original) {
            const std::size_t trailer = m_layers[index].protocol().isPadding ? 0 : layer.originalTrailer;
            const std::size_t header = layer.original->size() - std::min(trailer, layer.original->size());
            m_headers[index].bytes.assign(layer.original->begin(), layer.original->begin() + static_cast<std::ptrdiff_t>(header));
            m_trailers[index].bytes.assign(layer.original->begin() + static_cast<std::ptrdiff_t>(header), layer.original->end());
            return;
        }
        m_headers[index] = m_layers[index].buildHeader();
        m_trailers[index] = m_layers[index].buildTrailer();
    }

    void appendPiece(Layout& layout, Reader& reader, ReadScope& scope, const Piece& piece, std::int32_t layerNode, std::uint64_t bits);

    const Protocols& m_protocols;
    const Draft& m_draft;
    BuildContext m_context;
    std::deque<BuildLayer> m_layers;
    std::vector<std::optional<std::size_t>> m_lower;
    std::vector<std::optional<std::size_t>> m_before; ///< The message before, for layers that begin another of the same kind.
    std::vector<Piece> m_headers;
    std::vector<Piece> m_trailers;
    std::vector<Padding> m_paddings; ///< In wire order, once they are placed.
};

/// A layer's slots as they were built, for what reads on top of it.
Layer asBuilt(BuildLayer& built)
{
    Layer layer = built.layer();
    layer.fields.resize(built.protocol().fields.size());
    for (FieldIndex i = 0; i < layer.fields.size(); ++i)
        if (layer.fields[i].state == SlotState::Auto)
            layer.fields[i] = {built.isPresent(i) ? SlotState::Dissected : SlotState::Absent, built.value(i).value};
    return layer;
}

void StackBuilder::appendPiece(Layout& layout, Reader& reader, ReadScope& scope, const Piece& piece, std::int32_t layerNode, std::uint64_t bits)
{
    std::vector<std::int32_t> placed(piece.nodes.size());
    auto kept = piece.kept.begin();
    for (std::size_t i = 0; i < piece.nodes.size(); ++i) {
        LayoutNode node = piece.nodes[i];
        node.parent = node.parent < 0 ? layerNode : placed[static_cast<std::size_t>(node.parent)];
        shift(node, bits);
        placed[i] = static_cast<std::int32_t>(layout.nodes.size());
        layout.nodes.push_back(node);
        if (kept == piece.kept.end() || kept->node != i)
            continue;
        std::size_t used = 0;
        const auto at = static_cast<std::size_t>(node.bitOffset / 8);
        static_cast<void>(reader.readStructure(kept->protocol, at, at + static_cast<std::size_t>(node.bits / 8), &scope, placed[i], used));
        ++kept;
    }
}

void StackBuilder::layOut(Layout& layout)
{
    const DissectOptions options;
    Reader reader(m_protocols, layout.bytes, options, layout);
    std::deque<Layer> layers;
    std::deque<ReadScope> scopes;
    // Where the layers are without the paddings, and the end of the packet of the layer at hand.
    std::size_t reached = 0;
    std::size_t end = layout.bytes.size() - paddingBefore(layout.bytes.size() + 1);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const bool isPadding = m_layers[i].protocol().isPadding;
        const Piece& header = m_headers[i];
        const std::size_t at = isPadding ? std::ranges::find(m_paddings, i, &Padding::layer)->at : reached + paddingBefore(reached + 1);
        const std::size_t headerEnd = at + header.bytes.size();
        const std::size_t limit = isPadding ? headerEnd : std::max(end + paddingBefore(end), headerEnd);
        layers.push_back(asBuilt(m_layers[i]));
        ReadScope& scope = scopes.emplace_back(reader, layers.back(), m_lower[i] ? &scopes[*m_lower[i]] : nullptr, nullptr, at, limit);
        if (m_layers[i].protocol().origin)
            reader.origin = at + static_cast<std::size_t>(std::clamp<std::int64_t>(reader.evaluate(m_layers[i].protocol().originOffset, scope, 0), 0, 64));
        reader.layerNumber = static_cast<std::uint32_t>(i);
        const std::int32_t node = reader.addNode({.what = LayoutNode::What::Layer, .protocol = m_layers[i].protocol().id, .bitOffset = at * 8});
        if (m_draft.layers[i].original) {
            reader.readFields(scope, node);
            end -= std::min(end, m_trailers[i].bytes.size());
            reader.readTrailer(scope, node, end + paddingBefore(end + 1));
        } else {
            appendPiece(layout, reader, scope, header, node, at * 8);
            end -= std::min(end, m_trailers[i].bytes.size());
            appendPiece(layout, reader, scope, m_trailers[i], node, (end + paddingBefore(end + 1)) * 8);
        }
        layout.nodes[static_cast<std::size_t>(node)].bits = header.bytes.size() * 8;
        layout.nodes[static_cast<std::size_t>(node)].origin = m_draft.layers[i].original ? Origin::Dissected : Origin::Explicit;
        reached += isPadding ? 0 : header.bytes.size();
    }
    for (std::size_t i = 0; i < layout.nodes.size(); ++i)
        layout.nodes[i].next = static_cast<std::uint32_t>(i + 1);
    for (std::size_t i = layout.nodes.size(); i-- > 0;)
        if (layout.nodes[i].parent >= 0) {
            std::uint32_t& next = layout.nodes[static_cast<std::size_t>(layout.nodes[i].parent)].next;
            next = std::max(next, layout.nodes[i].next);
        }
    for (LayoutNote note : m_context.notes) {
        note.node = static_cast<std::uint32_t>(std::max(layout.layerNode(note.node), 0));
        note.offset = layout.nodes.empty() ? 0 : layout.nodes[note.node].bitOffset / 8;
        layout.notes.push_back(std::move(note));
    }
}

} // namespace

Layout build(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    Layout layout;
    StackBuilder builder(protocols, draft, environment, true);
    layout.bytes = builder.bytes();
    builder.layOut(layout);
    return layout;
}

Buffer buildBytes(const Protocols& protocols, const Draft& draft, const Environment& environment)
{
    return StackBuilder(protocols, draft, environment, false).bytes();
}

Layout buildInside(BuildContext& outer, const Draft& draft)
{
    Layout layout;
    StackBuilder builder(outer.protocols, draft, outer.environment, outer.wantsNodes);
    builder.context().depth = outer.depth;
    builder.context().questions = outer.questions;
    layout.bytes = builder.bytes();
    outer.questions = builder.context().questions;
    if (outer.wantsNodes)
        builder.layOut(layout);
    return layout;
}

std::vector<Resolved> resolve(const Protocols& protocols, const Draft& draft, std::size_t layer, const Environment& environment)
{
    StackBuilder builder(protocols, draft, environment, false);
    BuildLayer& built = builder.layer(layer);
    std::vector<Resolved> out;
    for (FieldIndex i = 0; i < built.protocol().fields.size(); ++i) {
        const Slot& slot = draft.layers[layer].fields[i];
        // Sets and names are told as they are written; only building needs one of them.
        if (slot.state == SlotState::Explicit || slot.state == SlotState::Dissected)
            out.push_back({slot.value, slot.state == SlotState::Explicit ? Origin::Explicit : Origin::Dissected});
        else if (Resolved resolved = built.value(i); resolved.origin == Origin::Automatic)
            out.push_back({Value(), Origin::Automatic});
        else
            out.push_back(std::move(resolved));
    }
    return out;
}

} // namespace fw
