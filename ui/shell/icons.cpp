#include "ui/shell/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// A static library's resources are left out unless somebody asks for them; outside of any namespace, as the macro wants it.
static void loadIcons()
{
    Q_INIT_RESOURCE(shell);
}

namespace fw::ui {
namespace {

QByteArray svg(const QString& name)
{
    [[maybe_unused]] static const bool loaded = (loadIcons(), true);
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QPixmap drawn(const QByteArray& picture, int size)
{
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(picture).render(&painter);
    return pixmap;
}

void addTo(QIcon& icon, QByteArray picture, const QColor& color, QIcon::Mode mode)
{
    picture.replace("currentColor", color.name().toLatin1());
    for (const int size : {16, 20, 24, 32, 48, 64, 96})
        icon.addPixmap(drawn(picture, size), mode);
}

} // namespace

QIcon icon(const QString& name, const QColor& color)
{
    const QByteArray picture = svg(name);
    QIcon result;
    addTo(result, picture, color, QIcon::Normal);
    QByteArray pale = picture;
    pale.replace("<g ", "<g opacity=\"0.38\" ");
    addTo(result, pale, color, QIcon::Disabled);
    return result;
}

QIcon programIcon()
{
    const QByteArray picture = svg(QStringLiteral("framewright"));
    QIcon result;
    addTo(result, picture, Qt::black, QIcon::Normal);
    return result;
}

} // namespace fw::ui
