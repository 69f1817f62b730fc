#include "notices/sounds.h"

#include <QSoundEffect>
#include <QUrl>

namespace ringback::ui {

using namespace Qt::StringLiterals;

void Sounds::play(NoticeClass what)
{
    static const std::array files{u"qrc:/sounds/assigned.wav"_s, u"qrc:/sounds/overdue.wav"_s, u"qrc:/sounds/reply.wav"_s};
    QSoundEffect *&sound = m_sounds.at(size_t(what));
    if (sound == nullptr) {
        sound = new QSoundEffect(this);
        sound->setSource(QUrl(files.at(size_t(what))));
    }
    if (!sound->isPlaying())
        sound->play();
}

} // namespace ringback::ui
