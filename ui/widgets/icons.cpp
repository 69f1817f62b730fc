#include "widgets/icons.h"

#include "widgets/theme.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPaintDevice>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace ringback::ui {

namespace {

QString fileOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Alert:
        return u"alert"_s;
    case Glyph::Back:
        return u"back"_s;
    case Glyph::Bell:
        return u"bell"_s;
    case Glyph::BellOff:
        return u"belloff"_s;
    case Glyph::Board:
        return u"board"_s;
    case Glyph::Check:
        return u"check"_s;
    case Glyph::Clock:
        return u"clock"_s;
    case Glyph::Close:
        return u"close"_s;
    case Glyph::Copy:
        return u"copy"_s;
    case Glyph::Database:
        return u"database"_s;
    case Glyph::Delivered:
        return u"delivered"_s;
    case Glyph::Dot:
        return u"dot"_s;
    case Glyph::Down:
        return u"down"_s;
    case Glyph::Engine:
        return u"engine"_s;
    case Glyph::Failed:
        return u"failed"_s;
    case Glyph::File:
        return u"file"_s;
    case Glyph::Flag:
        return u"flag"_s;
    case Glyph::Info:
        return u"info"_s;
    case Glyph::Key:
        return u"key"_s;
    case Glyph::Leads:
        return u"leads"_s;
    case Glyph::Message:
        return u"message"_s;
    case Glyph::Missed:
        return u"missed"_s;
    case Glyph::Money:
        return u"money"_s;
    case Glyph::Moon:
        return u"moon"_s;
    case Glyph::Open:
        return u"open"_s;
    case Glyph::People:
        return u"people"_s;
    case Glyph::Person:
        return u"person"_s;
    case Glyph::Phone:
        return u"phone"_s;
    case Glyph::Plug:
        return u"plug"_s;
    case Glyph::Practice:
        return u"practice"_s;
    case Glyph::Question:
        return u"question"_s;
    case Glyph::Queue:
        return u"queue"_s;
    case Glyph::Reply:
        return u"reply"_s;
    case Glyph::Sent:
        return u"sent"_s;
    case Glyph::Shield:
        return u"shield"_s;
    case Glyph::Signal:
        return u"signal"_s;
    case Glyph::Stop:
        return u"stop"_s;
    case Glyph::Storm:
        return u"storm"_s;
    case Glyph::Up:
        return u"up"_s;
    }
    Q_UNREACHABLE();
}

class TintedEngine final : public QIconEngine {
public:
    explicit TintedEngine(Glyph glyph)
        : m_glyph(glyph)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        paintGlyph(painter, rect, m_glyph, colourFor(mode, state));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1); }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        // Qt hands the size in device pixels and sets the ratio itself.
        Q_UNUSED(scale);
        return tinted(m_glyph, colourFor(mode, state), size, 1);
    }
    QIconEngine *clone() const override { return new TintedEngine(*this); }
    bool isNull() override { return false; }

private:
    static QColor colourFor(QIcon::Mode mode, QIcon::State state)
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        return state == QIcon::On ? Theme::of(palette).accent : palette.color(QPalette::ButtonText);
    }

    Glyph m_glyph;
};

} // namespace

QIcon icon(Glyph glyph)
{
    return QIcon(new TintedEngine(glyph));
}

QPixmap tinted(Glyph glyph, const QColor &colour, QSize size, double pixelRatio)
{
    const QSize device = size * pixelRatio;
    const QString key = u"ringback/%1/%2/%3x%4"_s.arg(fileOf(glyph), colour.name(QColor::HexArgb)).arg(device.width()).arg(device.height());
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(device);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        QSvgRenderer svg(u":/icons/%1.svg"_s.arg(fileOf(glyph)));
        svg.setAspectRatioMode(Qt::KeepAspectRatio);
        svg.render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), colour);
        painter.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(pixelRatio);
    return pixmap;
}

void paintGlyph(QPainter *painter, const QRect &rect, Glyph glyph, const QColor &colour)
{
    if (rect.isEmpty())
        return;
    painter->drawPixmap(rect.topLeft(), tinted(glyph, colour, rect.size(), painter->device()->devicePixelRatioF()));
}

} // namespace ringback::ui
