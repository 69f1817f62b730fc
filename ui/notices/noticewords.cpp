#include "notices/noticewords.h"

#include "widgets/times.h"

#include <QCoreApplication>

namespace ringback::ui {

namespace {

constexpr qsizetype longestWords = 140;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ringback::ui::Notices)
};

QString several(const Notice &notice)
{
    switch (notice.what) {
    case NoticeClass::Assigned:
        //: Notification: several callbacks were given to the person who reads it.
        return Words::tr("%n callbacks wait for you", nullptr, notice.count);
    case NoticeClass::Overdue:
        //: Notification.
        return Words::tr("%n of your callbacks are late", nullptr, notice.count);
    case NoticeClass::Reply:
        break;
    }
    //: Notification.
    return Words::tr("%n of your callers wrote back", nullptr, notice.count);
}

} // namespace

QString noticeTitle(const Notice &notice)
{
    if (notice.count > 1)
        return several(notice);
    switch (notice.what) {
    case NoticeClass::Assigned:
        //: Notification: %1 is a caller's name or number.
        return notice.again ? Words::tr("%1 still waits for your call").arg(notice.caller)
                            //: Notification: %1 is a caller's name or number.
                            : Words::tr("Call back %1: it is yours").arg(notice.caller);
    case NoticeClass::Overdue:
        //: Notification: %1 is a caller's name or number.
        return Words::tr("Late: call back %1").arg(notice.caller);
    case NoticeClass::Reply:
        break;
    }
    //: Notification: %1 is a caller's name or number.
    return Words::tr("%1 wrote back").arg(notice.caller);
}

QString noticeText(const Notice &notice, const Telling &telling)
{
    if (notice.count > 1)
        //: Under a notification about several callbacks.
        return Words::tr("Look under Mine in the queue");
    const QByteArray &zone = telling.office.timeZone;
    switch (notice.what) {
    case NoticeClass::Assigned:
        //: Under a notification: %1 is a company line, %2 a time such as 2:14 PM.
        return Words::tr("Missed on %1, waiting since %2").arg(notice.line, dayAndTime(notice.since, telling.now, zone));
    case NoticeClass::Overdue:
        //: Under a notification: %1 is a company line, %2 a time such as 2:14 PM.
        return Words::tr("Missed on %1, was due at %2").arg(notice.line, dayAndTime(notice.since, telling.now, zone));
    case NoticeClass::Reply:
        break;
    }
    const QString words = notice.words.simplified();
    return words.size() <= longestWords ? words : words.left(longestWords - 1) + u'…';
}

} // namespace ringback::ui
