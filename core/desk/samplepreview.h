#pragma once

#include "base/result.h"
#include "desk/connectionwork.h"

#include <QByteArray>
#include <QString>

namespace ringback::desk {

/// What a pasted sample would be, read as its connection would read it.
struct SamplePreview {
    enum class Kind {
        Ringing,
        Answered,
        Missed,
        Voicemail, ///< missed, and the caller left one
        Over, ///< nobody knows whether it was answered
        OurCall, ///< somebody of ours called
        Text,
        Receipt,
        Nothing, ///< it would be put aside; `why` says why
        NotReadable, ///< `why` names what is missing
    };
    Kind kind = Kind::NotReadable;
    QString from; ///< as it came, or as people write it where it is a number
    QString to;
    QString why; ///< in English; for who asks

    friend bool operator==(const SamplePreview &, const SamplePreview &) = default;
};

/// `sample` is JSON or a form. Pure.
[[nodiscard]] SamplePreview previewSample(const GenericHook &hook, const QByteArray &sample);

} // namespace ringback::desk
