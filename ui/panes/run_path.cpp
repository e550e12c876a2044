#include "ui/panes/run_path.h"

#include <QPolygonF>

#include <algorithm>

namespace fw::ui {
namespace {

bool overlap(const QRectF& upper, const QRectF& lower)
{
    return std::min(upper.right(), lower.right()) - std::max(upper.left(), lower.left()) > 0.5;
}

// Down the right edges, up the left ones; between two rows the polygon is as wide as what they share.
QPolygonF chainOutline(const QRectF* first, const QRectF* last)
{
    QPolygonF right;
    QPolygonF left;
    for (const QRectF* part = first; part <= last; ++part) {
        right << part->topRight() << part->bottomRight();
        left << part->topLeft() << part->bottomLeft();
        if (part == last)
            break;
        const double sharedRight = std::min(part->right(), part[1].right());
        const double sharedLeft = std::max(part->left(), part[1].left());
        right << QPointF(sharedRight, part->bottom()) << QPointF(sharedRight, part[1].top());
        left << QPointF(sharedLeft, part->bottom()) << QPointF(sharedLeft, part[1].top());
    }
    std::reverse(left.begin(), left.end());
    return right + left;
}

} // namespace

QPainterPath runPath(const std::vector<QRectF>& parts)
{
    QPainterPath path;
    for (std::size_t first = 0; first < parts.size();) {
        std::size_t last = first;
        while (last + 1 < parts.size() && overlap(parts[last], parts[last + 1]))
            ++last;
        path.addPolygon(chainOutline(&parts[first], &parts[last]));
        path.closeSubpath();
        first = last + 1;
    }
    return path;
}

} // namespace fw::ui
