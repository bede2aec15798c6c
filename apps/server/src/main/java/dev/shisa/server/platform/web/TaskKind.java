package dev.shisa.server.platform.web;

import java.util.Locale;

/**
 * What kind of thing waits for a person. The order is the importance, and this is the only place that says it: what harms people outside
 * comes before what is wrong in the house, what is wrong before what is not known, what nobody knows before what is only unfinished, and
 * what others wait for before what is one's own. The day decides between things of one kind only: a training that is overdue is no reason
 * to look at a weakness under attack later.
 *
 * <p>Their words are the messages {@code web.task.kind.<id>}.
 */
public enum TaskKind {
    /** A weakness that is exploited, or that the policy wants settled at once: users are attacked meanwhile. */
    EXPLOITED,
    /** The time runs out in which an authority, or whoever reported something, has to be answered: law and promise count hours. */
    CLOCK,
    /** Devices that must not leave the house, or a stop about which nothing happens: each day brings more of them to users. */
    STOP,
    /** A report from outside that waits: until somebody reads it nobody knows how bad it is. */
    REPORT,
    /** What IPA wants corrected: the application stands still until it is answered. */
    CORRECTION,
    /** Records that cannot all be so: as long as nobody decides, what rests on them is neither good nor bad. */
    CONTRADICTION,
    /** Something that a guide asks for, or a test, fails. */
    NOT_MET,
    /** A weakness to be judged or mended in the time that the policy gives. */
    WEAKNESS,
    /** Users, or the public, wait for word. */
    WORD,
    /** Shisa itself is not well, or hears nothing new: what it does not see is missing on this very list. */
    SHISA,
    /** Was proven, and is no longer: it ran out, or a change touched it. */
    EXPIRED,
    /** A step of an application or label. */
    APPLICATION,
    /** Somebody else's work stands still until a second person agrees. */
    APPROVAL,
    /** Evidence that counts for green only when a second person has looked at it. */
    CONFIRMATION,
    /** An answer from outside that nobody has looked at. */
    ANSWER,
    /** What somebody has taken on or was given, with its day. */
    ASSIGNED,
    /** A check that is to be done anew. */
    TEST,
    /** Still in force, and ends soon. */
    EXPIRING,
    /** Not known yet: questions and particulars of a product. */
    QUESTION,
    /** The company's register: roles, contacts, agreements, rights. */
    COMPANY,
    /** What concerns the reader alone: something to read, one's own account. */
    OWN;

    /** Whether nobody else can do it. */
    public boolean isPersonal() {
        return this == OWN;
    }

    /** Whether it presses more than another. */
    public boolean isBefore(TaskKind other) {
        return compareTo(other) < 0;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
