<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>Axess::Attention</name>
    <message numerus="yes">
        <source>Nothing. %n check(s) found the store in order.</source>
        <translation>
            <numerusform>Nothing. %n check found the store in order.</numerusform>
            <numerusform>Nothing. %n checks found the store in order.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::CborTexts</name>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::ChainReport</name>
    <message numerus="yes">
        <source>%n thing(s) are wrong with the operator log.</source>
        <translation>
            <numerusform>%n thing is wrong with the operator log.</numerusform>
            <numerusform>%n things are wrong with the operator log.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It was stopped: the first %n entries are in order.</source>
        <translation>
            <numerusform>It was stopped: the first %n entry is in order.</numerusform>
            <numerusform>It was stopped: the first %n entries are in order.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries are proved: who wrote them had the root key, and they are as they were written.</source>
        <translation>
            <numerusform>%n entry is proved: who wrote it had the root key, and it is as it was written.</numerusform>
            <numerusform>%n entries are proved: who wrote them had the root key, and they are as they were written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries were written without the root key. They are unaltered, unless somebody who can write to the store has made the whole chain anew from there on.</source>
        <translation>
            <numerusform>%n entry was written without the root key. It is unaltered, unless somebody who can write to the store has made the whole chain anew from there on.</numerusform>
            <numerusform>%n entries were written without the root key. They are unaltered, unless somebody who can write to the store has made the whole chain anew from there on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n entries of the local file stand in the store, as they are there and in that order.</source>
        <translation>
            <numerusform>The %n entry of the local file stands in the store, as it is there.</numerusform>
            <numerusform>All %n entries of the local file stand in the store, as they are there and in that order.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::CommonView</name>
    <message numerus="yes">
        <source>(%n different)</source>
        <translation>
            <numerusform>(%n different)</numerusform>
            <numerusform>(%n different)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::CompromiseDialog</name>
    <message numerus="yes">
        <source>%n session(s) would be logged out</source>
        <translation>
            <numerusform>%n session would be logged out</numerusform>
            <numerusform>%n sessions would be logged out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::ConfirmStep</name>
    <message numerus="yes">
        <source>Is sent after %n second(s), and can be called off until then.</source>
        <translation>
            <numerusform>Is sent after %n second, and can be called off until then.</numerusform>
            <numerusform>Is sent after %n seconds, and can be called off until then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::CountStep</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n live session(s)</source>
        <translation>
            <numerusform>%n live session</numerusform>
            <numerusform>%n live sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more had ended already.</source>
        <translation>
            <numerusform>%n more had ended already.</numerusform>
            <numerusform>%n more had ended already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::ExportDialog</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n shown</numerusform>
            <numerusform>%n shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::ExportFlow</name>
    <message numerus="yes">
        <source>%n session(s) written to %1.</source>
        <translation>
            <numerusform>%n session written to %1.</numerusform>
            <numerusform>%n sessions written to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::Inspector</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::JobTexts</name>
    <message numerus="yes">
        <source>Sends in %n s</source>
        <translation>
            <numerusform>Sends in %n s</numerusform>
            <numerusform>Sends in %n s</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::KeyFlow</name>
    <message numerus="yes">
        <source>%n instance(s) do not tell which keys they know.</source>
        <translation>
            <numerusform>%n instance does not tell which keys it knows.</numerusform>
            <numerusform>%n instances do not tell which keys they know.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) are sealed under it: rotate first.</source>
        <translation>
            <numerusform>%n session is sealed under it: rotate first.</numerusform>
            <numerusform>%n sessions are sealed under it: rotate first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::KeysPage</name>
    <message numerus="yes">
        <source>%n session(s) counted</source>
        <translation>
            <numerusform>%n session counted</numerusform>
            <numerusform>%n sessions counted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them name no key</source>
        <translation>
            <numerusform>%n of them names no key</numerusform>
            <numerusform>%n of them name no key</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LiveStatus</name>
    <message numerus="yes">
        <source>From %1 of %n instance(s).</source>
        <translation>
            <numerusform>From %1 of %n instance.</numerusform>
            <numerusform>From %1 of %n instances.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LogOutDialog</name>
    <message numerus="yes">
        <source>Log out all %n session(s) of %1?</source>
        <translation>
            <numerusform>Log out the only session of %1?</numerusform>
            <numerusform>Log out all %n sessions of %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Log out %n session(s)?</source>
        <translation>
            <numerusform>Log out %n session?</numerusform>
            <numerusform>Log out %n sessions?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Log out %n session(s)</source>
        <translation>
            <numerusform>Log out %n session</numerusform>
            <numerusform>Log out %n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LogOutFlow</name>
    <message numerus="yes">
        <source>Logging out %n session(s)…</source>
        <translation>
            <numerusform>Logging out %n session…</numerusform>
            <numerusform>Logging out %n sessions…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) requested</source>
        <translation>
            <numerusform>%n session requested</numerusform>
            <numerusform>%n sessions requested</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n logged out</source>
        <translation>
            <numerusform>%n logged out</numerusform>
            <numerusform>%n logged out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had ended already</source>
        <translation>
            <numerusform>%n had ended already</numerusform>
            <numerusform>%n had ended already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer: try again</source>
        <translation>
            <numerusform>%n without an answer: try again</numerusform>
            <numerusform>%n without an answer: try again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still live when read again</source>
        <translation>
            <numerusform>%n still live when read again</numerusform>
            <numerusform>%n still live when read again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verified by reading again</source>
        <translation>
            <numerusform>%n verified by reading again</numerusform>
            <numerusform>%n verified by reading again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undoing %n log-out(s)…</source>
        <translation>
            <numerusform>Undoing %n log-out…</numerusform>
            <numerusform>Undoing %n log-outs…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n log-out(s) undone</source>
        <translation>
            <numerusform>%n log-out undone</numerusform>
            <numerusform>%n log-outs undone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be undone: ended meanwhile</source>
        <translation>
            <numerusform>%n could not be undone: ended meanwhile</numerusform>
            <numerusform>%n could not be undone: ended meanwhile</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n without an answer</numerusform>
            <numerusform>%n without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n again</source>
        <translation>
            <numerusform>Try %n again</numerusform>
            <numerusform>Try %n again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LogOutWizard</name>
    <message numerus="yes">
        <source>%n chosen session(s)</source>
        <translation>
            <numerusform>%n chosen session</numerusform>
            <numerusform>%n chosen sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: log out %n session(s)</source>
        <translation>
            <numerusform>%1: log out %n session</numerusform>
            <numerusform>%1: log out %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Log out %n session(s)</source>
        <translation>
            <numerusform>Log out %n session</numerusform>
            <numerusform>Log out %n sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: log out everybody, about %n session(s) now</source>
        <translation>
            <numerusform>%1: log out everybody, about %n session now</numerusform>
            <numerusform>%1: log out everybody, about %n sessions now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LookupCommand</name>
    <message numerus="yes">
        <source>The look-up did not answer within %n second(s).</source>
        <translation>
            <numerusform>The look-up did not answer within %n second.</numerusform>
            <numerusform>The look-up did not answer within %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The look-up knows more than %n user(s) as “%1”. Say more exactly who.</source>
        <translation>
            <numerusform>The look-up knows more than %n user as “%1”. Say more exactly who.</numerusform>
            <numerusform>The look-up knows more than %n users as “%1”. Say more exactly who.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::LookupStrip</name>
    <message numerus="yes">
        <source>%n user(s) are known as “%1”.</source>
        <translation>
            <numerusform>%n user is known as “%1”.</numerusform>
            <numerusform>%n users are known as “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::OperatorLogPage</name>
    <message numerus="yes">
        <source>%n act(s) shown, newest first</source>
        <translation>
            <numerusform>%n act shown, newest first</numerusform>
            <numerusform>%n acts shown, newest first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are no entries: verify the chain</source>
        <translation>
            <numerusform>%n is no entry: verify the chain</numerusform>
            <numerusform>%n are no entries: verify the chain</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::RotationPlan</name>
    <message numerus="yes">
        <source>%n session(s) stand in the store.</source>
        <translation>
            <numerusform>%n session stands in the store.</numerusform>
            <numerusform>%n sessions stand in the store.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n instance(s) do not tell which keys they know.</source>
        <translation>
            <numerusform>%n instance does not tell which keys it knows.</numerusform>
            <numerusform>%n instances do not tell which keys they know.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) name no key. Nobody accepts them, and this does not touch them.</source>
        <translation>
            <numerusform>%n session names no key. Nobody accepts it, and this does not touch it.</numerusform>
            <numerusform>%n sessions name no key. Nobody accepts them, and this does not touch them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::SearchTab</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended</source>
        <translation>
            <numerusform>%n ended</numerusform>
            <numerusform>%n ended</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them scrolled out</source>
        <translation>
            <numerusform>%n of them scrolled out</numerusform>
            <numerusform>%n of them scrolled out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::SessionStates</name>
    <message numerus="yes">
        <source>%n session(s) shown, newest first</source>
        <translation>
            <numerusform>%n session shown, newest first</numerusform>
            <numerusform>%n sessions shown, newest first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::StoreWindow</name>
    <message numerus="yes">
        <source>%n inspector(s) are open. Close one first.</source>
        <translation>
            <numerusform>%n inspector is open. Close it first.</numerusform>
            <numerusform>%n inspectors are open. Close one first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) of this window have not ended.</source>
        <translation>
            <numerusform>%n job of this window has not ended.</numerusform>
            <numerusform>%n jobs of this window have not ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::TableExport</name>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n row written to %1.</numerusform>
            <numerusform>%n rows written to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::TimeTexts</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Axess::UsersPage</name>
    <message numerus="yes">
        <source>%n user(s) shown, by name</source>
        <translation>
            <numerusform>%n user shown, by name</numerusform>
            <numerusform>%n users shown, by name</numerusform>
        </translation>
    </message>
</context>
</TS>
