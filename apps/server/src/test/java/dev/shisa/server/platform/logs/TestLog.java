package dev.shisa.server.platform.logs;

/** Lets a test begin as if the log were empty; nobody ends the minutes of its counts in tests. */
public final class TestLog {

    private TestLog() {}

    public static void reset() {
        RepeatedLines.ofThisProcess().reset();
    }
}
