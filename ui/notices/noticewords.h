#pragma once

#include "notices/notice.h"
#include "widgets/phrases.h"

#include <QString>

namespace ringback::ui {

/// "Ana Ortiz waits for a call". One line.
[[nodiscard]] QString noticeTitle(const Notice &notice);
/// What stands under it; plain text, with what a caller wrote cut to a line or two.
[[nodiscard]] QString noticeText(const Notice &notice, const Telling &telling);

} // namespace ringback::ui
