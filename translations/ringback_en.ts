<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Badges</name>
    <message numerus="yes">
        <source>%n people in %1 have this number. Which one called?</source>
        <extracomment>%n people; %1 is a lead system.</extracomment>
        <translation>
            <numerusform>%n person in %1 has this number. Did they call?</numerusform>
            <numerusform>%n people in %1 have this number. Which one called?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Calendars</name>
    <message numerus="yes">
        <source>%n are on their way.</source>
        <translation>
            <numerusform>%n is on its way.</numerusform>
            <numerusform>%n are on their way.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It refused %n.</source>
        <translation>
            <numerusform>It refused %n.</numerusform>
            <numerusform>It refused %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Cases</name>
    <message numerus="yes">
        <source>%1, missed %n times</source>
        <extracomment>%1 is a time and a line, %n how often somebody called in vain.</extracomment>
        <translation>
            <numerusform>%1, missed once</numerusform>
            <numerusform>%1, missed %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message numerus="yes">
        <source>%n things do not work yet</source>
        <translation>
            <numerusform>%n thing does not work yet</numerusform>
            <numerusform>%n things do not work yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It works; %n things are worth a look</source>
        <translation>
            <numerusform>It works; %n thing is worth a look</numerusform>
            <numerusform>It works; %n things are worth a look</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Leads</name>
    <message numerus="yes">
        <source>%n writes were refused; their cases say why</source>
        <translation>
            <numerusform>%n write was refused; its case says why</numerusform>
            <numerusform>%n writes were refused; their cases say why</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n callers match several people there: somebody has to choose, in their cases</source>
        <translation>
            <numerusform>%n caller matches several people there: somebody has to choose, in the case</numerusform>
            <numerusform>%n callers match several people there: somebody has to choose, in their cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of people could not be read %n times in a row</source>
        <translation>
            <numerusform>The list of people could not be read once</numerusform>
            <numerusform>The list of people could not be read %n times in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n writes are on their way</source>
        <translation>
            <numerusform>%n write is on its way</numerusform>
            <numerusform>%n writes are on their way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>People</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n callers wait</source>
        <translation>
            <numerusform>%n caller waits</numerusform>
            <numerusform>%n callers wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the longest for %n minutes</source>
        <extracomment>The longest that a caller has waited.</extracomment>
        <translation>
            <numerusform>the longest for %n minute</numerusform>
            <numerusform>the longest for %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message numerus="yes">
        <source>%n min</source>
        <extracomment>A span of minutes, short.</extracomment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed in the last 15 minutes</source>
        <translation>
            <numerusform>%n missed in the last 15 minutes</numerusform>
            <numerusform>%n missed in the last 15 minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to call back, about %1 of work</source>
        <extracomment>%n callbacks wait; %1 is a span such as &quot;2 h 10 min&quot;: how long it takes to call everybody back.</extracomment>
        <translation>
            <numerusform>%n to call back, about %1 of work</numerusform>
            <numerusform>%n to call back, about %1 of work</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n complaints</source>
        <extracomment>How often people complained about a number, by public complaint files.</extracomment>
        <translation>
            <numerusform>%n complaint</numerusform>
            <numerusform>%n complaints</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Routing</name>
    <message numerus="yes">
        <source>has got enough for today: %n</source>
        <translation>
            <numerusform>has got enough for today: %n</numerusform>
            <numerusform>has got enough for today: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignIns</name>
    <message numerus="yes">
        <source>%n seconds</source>
        <extracomment>How long somebody has to wait before the next try.</extracomment>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes</source>
        <extracomment>How long somebody has to wait before the next try.</extracomment>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n webhooks refused: not signed by your phone company</source>
        <extracomment>A webhook is a message from the phone company about a call.</extracomment>
        <translation>
            <numerusform>%n webhook refused: not signed by your phone company</numerusform>
            <numerusform>%n webhooks refused: not signed by your phone company</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n texts waiting</source>
        <translation>
            <numerusform>%n text waiting</numerusform>
            <numerusform>%n texts waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n callers may want no more texts: please decide</source>
        <extracomment>Callers who wrote something that may mean they want no texts; a person must decide, on the board.</extracomment>
        <translation>
            <numerusform>%n caller may want no more texts: please decide</numerusform>
            <numerusform>%n callers may want no more texts: please decide</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n calls never reached us: found in the call list</source>
        <extracomment>Calls whose webhooks got lost; they were found in the phone company&apos;s own list, and are followed up.</extracomment>
        <translation>
            <numerusform>%n call never reached us: found in the call list</numerusform>
            <numerusform>%n calls never reached us: found in the call list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Systems</name>
    <message numerus="yes">
        <source>%n seconds ago</source>
        <translation>
            <numerusform>%n second ago</numerusform>
            <numerusform>%n seconds ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reads the list of calls every %n minutes</source>
        <translation>
            <numerusform>Reads the list of calls every minute</numerusform>
            <numerusform>Reads the list of calls every %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reads the list of calls every %n seconds</source>
        <translation>
            <numerusform>Reads the list of calls every second</numerusform>
            <numerusform>Reads the list of calls every %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of calls could not be read %n times in a row</source>
        <translation>
            <numerusform>The list of calls could not be read the last time</numerusform>
            <numerusform>The list of calls could not be read %n times in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n messages were turned away: your phone company had not signed them</source>
        <extracomment>Messages that claim to be from the phone company, without its signature.</extracomment>
        <translation>
            <numerusform>%n message was turned away: your phone company had not signed it</numerusform>
            <numerusform>%n messages were turned away: your phone company had not signed them</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Times</name>
    <message numerus="yes">
        <source>%n min</source>
        <extracomment>A span of minutes, short.</extracomment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <extracomment>A span of hours, short.</extracomment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d</source>
        <extracomment>A span of days, short.</extracomment>
        <translation>
            <numerusform>%n d</numerusform>
            <numerusform>%n d</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::AccountForm</name>
    <message numerus="yes">
        <source>%n fields are chosen.</source>
        <translation>
            <numerusform>%n field is chosen.</numerusform>
            <numerusform>%n fields are chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::BoardModel</name>
    <message numerus="yes">
        <source>Rang for %n seconds</source>
        <extracomment>How long the phone rang before the caller gave up.</extracomment>
        <translation>
            <numerusform>Rang for %n second</numerusform>
            <numerusform>Rang for %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::ConnectionsPage</name>
    <message numerus="yes">
        <source>In the last 24 hours, %n calls never reached us; found in the call list, and followed up.</source>
        <translation>
            <numerusform>In the last 24 hours, %n call never reached us; found in the call list, and followed up.</numerusform>
            <numerusform>In the last 24 hours, %n calls never reached us; found in the call list, and followed up.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n more callbacks are yours: look under Mine in the queue</source>
        <translation>
            <numerusform>%n more callback is yours: look under Mine in the queue</numerusform>
            <numerusform>%n more callbacks are yours: look under Mine in the queue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::NavigationRail</name>
    <message numerus="yes">
        <source>%1, %n unclaimed</source>
        <extracomment>Name of a page&apos;s button for screen readers: %1 is the page, %n how many callbacks wait there unclaimed.</extracomment>
        <translation>
            <numerusform>%1, %n unclaimed</numerusform>
            <numerusform>%1, %n unclaimed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::NoticeCentre</name>
    <message numerus="yes">
        <source>Ringback: %n callbacks wait for you</source>
        <translation>
            <numerusform>Ringback: %n callback waits for you</numerusform>
            <numerusform>Ringback: %n callbacks wait for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::Notices</name>
    <message numerus="yes">
        <source>%n callbacks wait for you</source>
        <extracomment>Notification: several callbacks were given to the person who reads it.</extracomment>
        <translation>
            <numerusform>%n callback waits for you</numerusform>
            <numerusform>%n callbacks wait for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your callbacks are late</source>
        <extracomment>Notification.</extracomment>
        <translation>
            <numerusform>%n of your callbacks is late</numerusform>
            <numerusform>%n of your callbacks are late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your callers wrote back</source>
        <extracomment>Notification.</extracomment>
        <translation>
            <numerusform>%n of your callers wrote back</numerusform>
            <numerusform>%n of your callers wrote back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::PeoplePage</name>
    <message numerus="yes">
        <source>%n wait</source>
        <extracomment>Behind a team&apos;s name: how many callbacks wait in its queue.</extracomment>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Their %n callbacks go to somebody else in a moment.</source>
        <translation>
            <numerusform>Their %n callback goes to somebody else in a moment.</numerusform>
            <numerusform>Their %n callbacks go to somebody else in a moment.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::RowsView</name>
    <message numerus="yes">
        <source>↑ %n new</source>
        <extracomment>A button over the list: so many calls arrived above what is shown. A click goes there.</extracomment>
        <translation>
            <numerusform>↑ %n new</numerusform>
            <numerusform>↑ %n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new calls above, go there</source>
        <extracomment>The same for screen readers.</extracomment>
        <translation>
            <numerusform>%n new call above, go there</numerusform>
            <numerusform>%n new calls above, go there</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ringback::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n texts to review…</source>
        <extracomment>Button in the status line: nobody knows whether these texts left, a person must decide.</extracomment>
        <translation>
            <numerusform>%n text to review…</numerusform>
            <numerusform>%n texts to review…</numerusform>
        </translation>
    </message>
</context>
</TS>
