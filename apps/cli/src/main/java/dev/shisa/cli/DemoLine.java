package dev.shisa.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * Says how far a demonstration is: its stages, and how many calls are made of all, with the time that is left at the pace so far. On a
 * terminal the line is written over; elsewhere there is one for each stage and one every ten seconds. The same rules as the server's
 * {@code WorkStage} and {@code WorkLine}, with which a program that stands outside of it shares no code.
 */
final class DemoLine {

    private static final long EVERY_NANOS = 10_000_000_000L;

    /** Often enough to be seen moving. */
    private static final long REWRITTEN_EVERY_NANOS = 200_000_000;

    /** Narrower than any terminal, so that no line wraps and stays; a Japanese letter takes two places. */
    private static final int COLUMNS_MAX = 78;

    private static final int FIRST_WIDE_LETTER = 0x1100;
    private static final long PACE_AFTER_S = 3;
    private static final int PACE_FROM_PERCENT = 5;
    private static final long SOON_S = 5;
    private static final long MINUTE_S = 60;
    private static final long NANOS = 1_000_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final int stages;
    private final int total;
    private final int from;
    private final long begunAt;
    private long saidAt;
    private int stage;
    private int done;
    private String about = "";
    private boolean open;

    /**
     * Begins.
     *
     * @param total how many calls there are in all stages
     * @param from how many of them an earlier run has made
     */
    DemoLine(PrintStream out, boolean terminal, LongSupplier nanos, int stages, int total, int from) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.stages = stages;
        this.total = total;
        this.from = from;
        this.done = from;
        this.begunAt = nanos.getAsLong();
    }

    /** The next stage begins. */
    synchronized void stage(String words) {
        end();
        stage++;
        about = words;
        say(true);
    }

    /** So many calls are made. */
    synchronized void made(int calls) {
        done = calls;
        say(false);
    }

    /** Where it is, for whoever asks why it goes no further. */
    synchronized String where() {
        return Words.t("demo.where", stage, stages, about, done, total);
    }

    /** What is written next begins a line of its own. */
    synchronized void end() {
        if (open) {
            out.println();
            open = false;
        }
    }

    private void say(boolean begins) {
        long now = nanos.getAsLong();
        if (!begins && now - saidAt < (terminal ? REWRITTEN_EVERY_NANOS : EVERY_NANOS)) {
            return;
        }
        saidAt = now;
        String left = left((now - begunAt) / NANOS, done - from, total - from);
        String line = Words.t(left.isEmpty() ? "demo.at" : "demo.at.left", stage, stages, about, done, total, left);
        if (terminal) {
            out.print("\r" + cut(line) + "\u001b[K");
            out.flush();
            open = true;
        } else {
            out.println(line);
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

    /** How long it will still take if it goes on as it went; empty as long as that cannot be told. */
    static String left(long spentS, int done, int total) {
        if (spentS < PACE_AFTER_S || done <= 0 || done > total || done * 100 < total * PACE_FROM_PERCENT) {
            return "";
        }
        double seconds = (double) spentS * (total - done) / done;
        if (seconds < SOON_S) {
            return Words.t("left.soon");
        }
        return seconds <= MINUTE_S - 10
                ? Words.t("left.seconds", (long) Math.ceil(seconds / 10) * 10)
                : Words.t("left.minutes", (long) Math.ceil(seconds / MINUTE_S));
    }
}
