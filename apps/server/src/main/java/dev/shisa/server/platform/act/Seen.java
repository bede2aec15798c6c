package dev.shisa.server.platform.act;

/** The version of a thing that somebody has looked at before changing it. */
@FunctionalInterface
public interface Seen {

    /** The version, as it is now; refuses where somebody else has changed the thing since. */
    int require(int present);

    /** Whether it is the version of now, for pages that show a form again; programs are refused where it is not. */
    default boolean is(int present) {
        return require(present) == present;
    }
}
