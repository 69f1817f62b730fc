#pragma once

#include "templates/checks.h"

/// The checks of what is said; for checks.cpp. Each looks at what is sent as it stands: the words of a template, and what stands for a field without a
/// value. `at` is where they stand.
namespace ringback::templates {

/// A part of a template that is sent as it is.
struct Words {
    qsizetype at = 0;
    QString text;
};

/// Where in `text`, and what of it.
struct Place {
    qsizetype at = 0;
    qsizetype length = 0;
    bool isFixable = false;
    QString replacement = {};
};

[[nodiscard]] QList<Place> outsideGsm7(const QString &text);
[[nodiscard]] QList<Place> linkShorteners(const QString &text);
[[nodiscard]] QList<Place> threats(const QString &text);
/// Words in capitals, but for `keywords` like STOP: one of four letters or more, or several in a row.
[[nodiscard]] QList<Place> capitals(const QString &text, const QStringList &keywords);
/// Whether one of them stands there as a word of its own, in capitals.
[[nodiscard]] bool names(const QString &text, const QStringList &keywords);

} // namespace ringback::templates
