package dev.shisa.server.conformity;

/**
 * How far deciding again is.
 *
 * @param waiting series that are not decided again yet
 * @param began how many they were
 */
public record Backlog(int waiting, int began) {

    public int decided() {
        return began - waiting;
    }
}
