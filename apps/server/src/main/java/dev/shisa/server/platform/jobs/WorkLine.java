package dev.shisa.server.platform.jobs;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says at the command line how far long work is: on a terminal in one line that is written over, elsewhere in a line for each stage and one
 * every {@link #EVERY}. The launcher tells whether it is a terminal.
 */
public final class WorkLine {

    /** The system property by which the launcher says that talk goes to a terminal. */
    public static final String TERMINAL = "shisa.terminal";

    static final Duration EVERY = Duration.ofSeconds(10);

    /** Often enough to be seen moving. */
    private static final Duration REWRITTEN_EVERY = Duration.ofMillis(200);

    /** Narrower than any terminal, so that no line wraps and stays; a Japanese letter takes two places. */
    static final int COLUMNS_MAX = 78;

    private static final int FIRST_WIDE_LETTER = 0x1100;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private String stage = "";
    private long saidAt;
    private boolean open;

    WorkLine(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** For a command of the launcher, whose talk goes there. */
    public static WorkLine on(PrintStream out) {
        return new WorkLine(out, Boolean.getBoolean(TERMINAL), System::nanoTime);
    }

    /** Says it if it is time for it. */
    public synchronized void say(String stageId, String words) {
        long now = nanos.getAsLong();
        boolean isNew = !stageId.equals(stage);
        if (!isNew && now - saidAt < (terminal ? REWRITTEN_EVERY : EVERY).toNanos()) {
            return;
        }
        if (isNew) {
            end();
        }
        stage = stageId;
        saidAt = now;
        if (terminal) {
            out.print("\r" + cut(words) + "\u001b[K");
            out.flush();
            open = true;
        } else {
            out.println(words);
        }
    }

    /** What is written next begins a line of its own. */
    public synchronized void end() {
        if (open) {
            out.println();
            open = false;
        }
    }

    private static String cut(String words) {
        int columns = 0;
        for (int i = 0; i < words.length(); i++) {
            columns += words.charAt(i) < FIRST_WIDE_LETTER ? 1 : 2;
            if (columns > COLUMNS_MAX) {
                return words.substring(0, i - 1) + "…";
            }
        }
        return words;
    }
}
