package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Person;

/** Counts what somebody was told and has not read, for the top of every page. */
public interface UnreadSource {

    /** How many notices the person has not read, of what the person may see now. */
    int unread(Person person);
}
