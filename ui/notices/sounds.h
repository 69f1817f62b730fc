#pragma once

#include "notices/notice.h"

#include <QObject>

#include <array>

class QSoundEffect;

namespace ringback::ui {

/// One short sound for each class of notice. Nothing is opened before the first one is played: many machines have no loudspeaker. GUI thread.
class Sounds final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    void play(NoticeClass what);

private:
    std::array<QSoundEffect *, 3> m_sounds{}; ///< by NoticeClass; null until played
};

} // namespace ringback::ui
