package dev.shisa.server.platform.act;

import dev.shisa.server.platform.account.Person;

/**
 * Finds a thing by what an address calls it, for acts that take the thing as a parameter.
 *
 * @param <T> the thing
 */
public interface Named<T> {

    /** What is found. */
    Class<T> thing();

    /** The part of an address, without its braces, that names it: on pages, and for programs. */
    String part(Door door);

    /**
     * The thing, for somebody who acts on it.
     *
     * @throws dev.shisa.server.platform.Problem when there is none, or it is not for this person
     */
    T named(String name, Person person);
}
