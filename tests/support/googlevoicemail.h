#pragma once

#include <QByteArray>

namespace ringback::test {

/// A notification as Gmail hands it out: made-up values in the shape of real ones.
struct GoogleVoiceMail {
    QByteArray subject = "Missed call from (214) 555-0123";
    QByteArray text = "<https://voice.google.com>\n\nYou have a missed call.\n\nYOUR ACCOUNT <https://voice.google.com> HELP CENTER\n";
    QByteArray from = "Google Voice <voice-noreply@google.com>";
    QByteArray to = "office@summit.example";
    QByteArray deliveredTo = "office@summit.example";
    QByteArray id = "1a2b3c@google.com";
    QByteArray date = "Sat, 21 Nov 2026 02:00:00 +0000";
    QByteArray results =
        "mx.google.com;\n       dkim=pass header.i=@google.com header.s=20230601 header.b=abc123=;\n"
        "       spf=pass (google.com: domain of x@voice.bounces.google.com designates 192.0.2.7 as permitted sender) "
        "smtp.mailfrom=x@voice.bounces.google.com;\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=google.com";
    QByteArray above = ""; ///< headers above all others
    QByteArray below = ""; ///< headers of the sender's own

    [[nodiscard]] QByteArray source() const
    {
        QByteArray mail = above + "Delivered-To: " + deliveredTo + '\n';
        mail += "Received: by 2002:a05:6a10:1234::1 with SMTP id 1csp1;\n        Fri, 20 Nov 2026 18:00:02 -0800 (PST)\n";
        mail += "Return-Path: <x@voice.bounces.google.com>\n";
        mail +=
            "Received: from mail-sor-f69.google.com (mail-sor-f69.google.com. [192.0.2.7])\n        by mx.google.com with SMTPS id 2sor2\n"
            "        for <" +
            deliveredTo + ">;\n        Fri, 20 Nov 2026 18:00:02 -0800 (PST)\n";
        if (!results.isEmpty())
            mail += "Authentication-Results: " + results + '\n';
        mail += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=google.com; s=20230601; bh=x; b=y\n" + below;
        mail += "MIME-Version: 1.0\nDate: " + date + "\nMessage-ID: <" + id + ">\nSubject: " + subject + "\nFrom: " + from + "\nTo: " + to;
        return mail + "\nContent-Type: text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes\n\n" + text;
    }
};

} // namespace ringback::test
