package dev.shisa.server.platform.act;

/** The version of a thing that somebody has looked at before changing it. */
@FunctionalInterface
public interface Seen {

    /** The version, as it is now; refuses where somebody else has changed the thing since. */
    int require(int present);
}
